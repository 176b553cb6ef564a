import { dayNumberOf, dayOfWeek, isoDate, MONTHS, monthOf, two, yearOf } from '../calendar.js';
import type { PeriodType, PeriodTypeName } from './period.js';

const year = (day: number): number => yearOf(isoDate(day));
const month = (day: number): number => monthOf(isoDate(day));
const monthName = (day: number): string => MONTHS[month(day) - 1] ?? '';
const four = (value: number): string => String(value).padStart(4, '0');

/** Number of a week within the year that has its fourth day: week 1 holds 4 January. */
function weekOf(start: number): { readonly year: number; readonly week: number } {
  const middle = start + 3;
  const weekYear = year(middle);
  return { year: weekYear, week: Math.floor((middle - dayNumberOf(weekYear, 1, 1)) / 7) + 1 };
}

/** First day of week 1 of a year, for weeks that begin on `firstDay`. */
function firstWeekStart(weekYear: number, firstDay: number): number {
  const fourth = dayNumberOf(weekYear, 1, 4);
  return fourth - ((dayOfWeek(fourth) - firstDay + 7) % 7);
}

function weekly(name: PeriodTypeName, infix: string, firstDay: number): PeriodType {
  const pattern = new RegExp(`^(\\d{4})${infix}(\\d{1,2})$`);
  return {
    name,
    frequencyOrder: 7,
    startOf: (day) => day - ((dayOfWeek(day) - firstDay + 7) % 7),
    nextStart: (start) => start + 7,
    format: (start) => `${four(weekOf(start).year)}${infix}${weekOf(start).week}`,
    parse: (text) => {
      const found = pattern.exec(text);
      return found ? firstWeekStart(Number(found[1]), firstDay) + (Number(found[2]) - 1) * 7 : undefined;
    },
    label: (start, end) => `Week ${weekOf(start).week} ${isoDate(start)} - ${isoDate(end)}`,
  };
}

const MONDAY = 1;

/** Two ISO weeks from the beginning of the week-based year; a 53rd week stands alone as the 27th. */
const biWeekly: PeriodType = {
  name: 'BiWeekly',
  frequencyOrder: 14,
  startOf: (day) => {
    const monday = day - ((dayOfWeek(day) - MONDAY + 7) % 7);
    return weekOf(monday).week % 2 === 1 ? monday : monday - 7;
  },
  nextStart: (start) => (weekOf(start + 7).week === 1 ? start + 7 : start + 14),
  format: (start) => `${four(weekOf(start).year)}BiW${(weekOf(start).week + 1) / 2}`,
  parse: (text) => {
    const found = /^(\d{4})BiW(\d{1,2})$/.exec(text);
    return found ? firstWeekStart(Number(found[1]), MONDAY) + (Number(found[2]) - 1) * 14 : undefined;
  },
  label: (start, end) => `Bi-Week ${(weekOf(start).week + 1) / 2} ${isoDate(start)} - ${isoDate(end)}`,
};

const daily: PeriodType = {
  name: 'Daily',
  frequencyOrder: 1,
  startOf: (day) => day,
  nextStart: (start) => start + 1,
  format: (start) => isoDate(start).replaceAll('-', ''),
  parse: (text) => {
    const found = /^(\d{4})(?:(\d{2})(\d{2})|-(\d{2})-(\d{2}))$/.exec(text);
    return found
      ? dayNumberOf(Number(found[1]), Number(found[2] ?? found[4]), Number(found[3] ?? found[5]))
      : undefined;
  },
  label: (start) => isoDate(start),
};

interface MonthsOptions {
  readonly name: PeriodTypeName;
  readonly frequencyOrder: number;
  /** Months in a period. */
  readonly length: number;
  /** Months by which its year begins before January; negative for after. */
  readonly lead: number;
  /** Name of the `piece`-th period of a year. */
  readonly write: (year: number, piece: number) => string;
  readonly pattern: RegExp;
  readonly label: PeriodType['label'];
}

/** A type made of whole months. A year of it begins `lead` months before January of the year in its names. */
function ofMonths({ name, frequencyOrder, length, lead, write, pattern, label }: MonthsOptions): PeriodType {
  /** Months since year 0 in the type's own year. */
  const ordinal = (day: number): number => year(day) * 12 + month(day) - 1 + lead;
  const startOfPiece = (first: number): number => dayNumberOf(0, first - lead + 1, 1);
  const startOf = (day: number): number => startOfPiece(Math.floor(ordinal(day) / length) * length);
  return {
    name,
    frequencyOrder,
    startOf,
    nextStart: (start) => startOfPiece(ordinal(start) + length),
    format: (start) => write(Math.floor(ordinal(start) / 12), Math.floor((ordinal(start) % 12) / length) + 1),
    parse: (text) => {
      const found = pattern.exec(text);
      return found ? startOfPiece(Number(found[1]) * 12 + (Number(found[2] ?? 1) - 1) * length) : undefined;
    },
    label,
  };
}

const monthRange = (start: number, end: number): string =>
  year(start) === year(end)
    ? `${monthName(start)} - ${monthName(end)} ${year(end)}`
    : `${monthName(start)} ${year(start)} - ${monthName(end)} ${year(end)}`;

const pieces = (name: PeriodTypeName, infix: string, length: number, lead: number): PeriodType =>
  ofMonths({
    name,
    frequencyOrder: length === 3 ? 91 : 182,
    length,
    lead,
    write: (own, piece) => `${four(own)}${infix}${piece}`,
    pattern: new RegExp(`^(\\d{4})${infix}(\\d)$`),
    label: monthRange,
  });

const years = (name: PeriodTypeName, suffix: string, lead: number): PeriodType =>
  ofMonths({
    name,
    frequencyOrder: 365,
    length: 12,
    lead,
    write: (own) => `${four(own)}${suffix}`,
    pattern: new RegExp(`^(\\d{4})${suffix}$`),
    label: (start, end) => (suffix === '' ? String(year(start)) : monthRange(start, end)),
  });

/** Every period type, shortest first (contract: schema.md §2.3). */
export const PERIOD_TYPES: readonly PeriodType[] = [
  daily,
  weekly('Weekly', 'W', MONDAY),
  weekly('WeeklyWednesday', 'WedW', 3),
  weekly('WeeklyThursday', 'ThuW', 4),
  weekly('WeeklyFriday', 'FriW', 5),
  weekly('WeeklySaturday', 'SatW', 6),
  weekly('WeeklySunday', 'SunW', 7),
  biWeekly,
  ofMonths({
    name: 'Monthly',
    frequencyOrder: 30,
    length: 1,
    lead: 0,
    write: (own, piece) => `${four(own)}${two(piece)}`,
    pattern: /^(\d{4})-?(\d{2})$/,
    label: (start) => `${monthName(start)} ${year(start)}`,
  }),
  ofMonths({
    name: 'BiMonthly',
    frequencyOrder: 61,
    length: 2,
    lead: 0,
    write: (own, piece) => `${four(own)}${two(piece)}B`,
    pattern: /^(\d{4})(\d{2})B$/,
    label: monthRange,
  }),
  pieces('Quarterly', 'Q', 3, 0),
  pieces('QuarterlyNov', 'NovQ', 3, 2),
  pieces('SixMonthly', 'S', 6, 0),
  pieces('SixMonthlyApril', 'AprilS', 6, -3),
  pieces('SixMonthlyNov', 'NovS', 6, 2),
  years('Yearly', '', 0),
  years('FinancialFeb', 'Feb', -1),
  years('FinancialApril', 'April', -3),
  years('FinancialJuly', 'July', -6),
  years('FinancialAug', 'Aug', -7),
  years('FinancialSep', 'Sep', -8),
  years('FinancialOct', 'Oct', -9),
  // Named by the year in which it ends, unlike its sisters.
  years('FinancialNov', 'Nov', 2),
];
