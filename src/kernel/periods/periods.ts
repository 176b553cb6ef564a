import { dayNumber, type IsoDate, isIsoDate, isoDate } from '../calendar.js';
import type { Period, PeriodType, PeriodTypeName } from './period.js';
import { PERIOD_TYPES } from './types.js';

const BY_NAME: ReadonlyMap<string, PeriodType> = new Map(PERIOD_TYPES.map((type) => [type.name, type]));

/** The definition of a period type. */
export function periodType(name: PeriodTypeName): PeriodType {
  const type = BY_NAME.get(name);
  if (!type) throw new Error(`No period type ${name}`);
  return type;
}

function startingAt(type: PeriodType, start: number): Period {
  return {
    type: type.name,
    iso: type.format(start),
    startDate: isoDate(start),
    endDate: isoDate(type.nextStart(start) - 1),
  };
}

/** The period of a type that holds `date`. */
export function periodContaining(name: PeriodTypeName, date: IsoDate): Period {
  const type = periodType(name);
  return startingAt(type, type.startOf(dayNumber(date)));
}

/** The period with this ISO name; `2024W01`, `2024-03` and `2024-03-15` are taken too. Undefined for anything else. */
export function parsePeriod(text: string): Period | undefined {
  const normal = text.replace(/^(\d{4}[A-Za-z]*W)0(\d)$/, '$1$2');
  if (/^0{4}/.test(normal)) return undefined;
  for (const type of PERIOD_TYPES) {
    const start = type.parse(normal);
    if (start === undefined) continue;
    const period = startingAt(type, start);
    // A week 54 or a month 13 is a day, but not one that has this name.
    if (type.startOf(start) === start && period.iso === normal.replaceAll('-', '')) return period;
  }
  return undefined;
}

/** The period `count` places after this one; before it for a negative count. */
export function shiftPeriod(period: Period, count: number): Period {
  const type = periodType(period.type);
  let start = dayNumber(period.startDate);
  for (let step = 0; step < count; step += 1) start = type.nextStart(start);
  for (let step = 0; step > count; step -= 1) start = type.startOf(start - 1);
  return startingAt(type, start);
}

/** All periods of a type that begin within the days from `from` to `to`. */
export function periodsStartingWithin(name: PeriodTypeName, from: IsoDate, to: IsoDate): readonly Period[] {
  const type = periodType(name);
  const last = dayNumber(to);
  const periods: Period[] = [];
  let start = type.startOf(dayNumber(from));
  if (start < dayNumber(from)) start = type.nextStart(start);
  for (; start <= last; start = type.nextStart(start)) periods.push(startingAt(type, start));
  return periods;
}

/** Days from the first to the last, both counted. */
export const daysInPeriod = ({ startDate, endDate }: Pick<Period, 'startDate' | 'endDate'>): number =>
  dayNumber(endDate) - dayNumber(startDate) + 1;

/** What people call the period, e.g. `January 2025`. */
export function periodLabel(period: Period): string {
  return periodType(period.type).label(dayNumber(period.startDate), dayNumber(period.endDate));
}

/** `20250101_20250131` or `2025-01-01_2025-01-31` (contract: analytics-query.md §3.2). */
export function parseDateRange(text: string): { readonly startDate: IsoDate; readonly endDate: IsoDate } | undefined {
  const [from, to, ...rest] = text.split('_').map((day) => day.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'));
  if (from === undefined || to === undefined || rest.length > 0) return undefined;
  return isIsoDate(from) && isIsoDate(to) && from <= to ? { startDate: from, endDate: to } : undefined;
}
