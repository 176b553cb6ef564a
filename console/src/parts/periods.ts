/** A period of a data set. Its days are midnights of UTC, and both belong to it. */
export interface Period {
  /** Its name for the server, e.g. `202401`. */
  readonly iso: string;
  readonly type: string;
  /** Place within its year, from 1. */
  readonly number: number;
  readonly start: Date;
  readonly end: Date;
}

interface Months {
  /** Months in a period. */
  readonly length: number;
  /** Months by which the year of such periods begins before January of the year in their names; negative for after. */
  readonly lead: number;
  readonly name: (year: string, number: number) => string;
}

const two = (number: number): string => String(number).padStart(2, '0');
const pieces = (length: number, lead: number, infix: string): Months => ({
  length,
  lead,
  name: (year, number) => `${year}${infix}${number}`,
});
const financial = (lead: number, suffix: string): Months => ({ length: 12, lead, name: (year) => `${year}${suffix}` });

const MONTHS: Readonly<Record<string, Months>> = {
  Monthly: { length: 1, lead: 0, name: (year, number) => `${year}${two(number)}` },
  BiMonthly: { length: 2, lead: 0, name: (year, number) => `${year}${two(number)}B` },
  Quarterly: pieces(3, 0, 'Q'),
  QuarterlyNov: pieces(3, 2, 'NovQ'),
  SixMonthly: pieces(6, 0, 'S'),
  SixMonthlyApril: pieces(6, -3, 'AprilS'),
  SixMonthlyNov: pieces(6, 2, 'NovS'),
  Yearly: financial(0, ''),
  FinancialFeb: financial(-1, 'Feb'),
  FinancialApril: financial(-3, 'April'),
  FinancialJuly: financial(-6, 'July'),
  FinancialAug: financial(-7, 'Aug'),
  FinancialSep: financial(-8, 'Sep'),
  FinancialOct: financial(-9, 'Oct'),
  FinancialNov: financial(2, 'Nov'),
};

interface Weeks {
  readonly length: number;
  /** 1 is Monday. */
  readonly firstDay: number;
  readonly infix: string;
}

const WEEKS: Readonly<Record<string, Weeks>> = {
  Weekly: { length: 1, firstDay: 1, infix: 'W' },
  WeeklyWednesday: { length: 1, firstDay: 3, infix: 'WedW' },
  WeeklyThursday: { length: 1, firstDay: 4, infix: 'ThuW' },
  WeeklyFriday: { length: 1, firstDay: 5, infix: 'FriW' },
  WeeklySaturday: { length: 1, firstDay: 6, infix: 'SatW' },
  WeeklySunday: { length: 1, firstDay: 7, infix: 'SunW' },
  BiWeekly: { length: 2, firstDay: 1, infix: 'BiW' },
};

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const before = (end: number): Date => new Date(end - DAY_MS);

/** All kinds of periods whose names are known here; those with few periods in a year, which are searched fastest, first. */
export const PERIOD_TYPES: readonly string[] = [...Object.keys(MONTHS), ...Object.keys(WEEKS), 'Daily'];

/** The periods of a type whose names begin with a year, in their order; none of a type that is not known. */
export function periodsOf(type: string, year: number): readonly Period[] {
  const months = MONTHS[type];
  if (months) return ofMonths(type, months, year);
  const weeks = WEEKS[type];
  if (weeks) return ofWeeks(type, weeks, year);
  return type === 'Daily' ? ofDays(year) : [];
}

/** The period with this name. */
export function periodNamed(iso: string): Period | undefined {
  const year = Number(/^\d{4}/.exec(iso)?.[0] ?? Number.NaN);
  if (Number.isNaN(year)) return undefined;
  // Weeks have names with and without a zero.
  const name = iso.replace(/W0(\d)$/, 'W$1');
  for (const type of PERIOD_TYPES) {
    const found = periodsOf(type, year).find((period) => period.iso === name);
    if (found) return found;
  }
  return undefined;
}

function ofMonths(type: string, { length, lead, name }: Months, year: number): readonly Period[] {
  return Array.from({ length: 12 / length }, (_none, index) => ({
    iso: name(String(year), index + 1),
    type,
    number: index + 1,
    start: new Date(Date.UTC(year, index * length - lead, 1)),
    end: before(Date.UTC(year, (index + 1) * length - lead, 1)),
  }));
}

/** Week 1 has 4 January in it. */
function firstWeek(year: number, firstDay: number): number {
  const fourth = Date.UTC(year, 0, 4);
  const weekday = new Date(fourth).getUTCDay() || 7;
  return fourth - ((weekday - firstDay + 7) % 7) * DAY_MS;
}

function ofWeeks(type: string, { length, firstDay, infix }: Weeks, year: number): readonly Period[] {
  const [first, next] = [firstWeek(year, firstDay), firstWeek(year + 1, firstDay)];
  const count = Math.ceil((next - first) / (length * WEEK_MS));
  return Array.from({ length: count }, (_none, index) => {
    const start = first + index * length * WEEK_MS;
    return {
      iso: `${year}${infix}${index + 1}`,
      type,
      number: index + 1,
      start: new Date(start),
      // A 53rd week stands alone.
      end: before(Math.min(start + length * WEEK_MS, next)),
    };
  });
}

function ofDays(year: number): readonly Period[] {
  const first = Date.UTC(year, 0, 1);
  return Array.from({ length: (Date.UTC(year + 1, 0, 1) - first) / DAY_MS }, (_none, index) => {
    const start = new Date(first + index * DAY_MS);
    return {
      iso: start.toISOString().slice(0, 10).replaceAll('-', ''),
      type: 'Daily',
      number: index + 1,
      start,
      end: start,
    };
  });
}
