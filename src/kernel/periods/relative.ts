import { addDays, type IsoDate, yearOf } from '../calendar.js';
import type { Period, PeriodTypeName } from './period.js';
import { parsePeriod, periodContaining, periodsStartingWithin, shiftPeriod } from './periods.js';

/** The financial year that the setting `analyticsFinancialYearStart` names. */
export type FinancialType = Extract<PeriodTypeName, `Financial${string}`>;

export interface RelativeContext {
  /** Usually today. */
  readonly date: IsoDate;
  readonly financialType: FinancialType;
}

type Rule = (context: RelativeContext) => readonly Period[];

/** The current period of a type, moved by `offset`. */
const one =
  (type: PeriodTypeName, offset: number): Rule =>
  ({ date }) => [shiftPeriod(periodContaining(type, date), offset)];

/** `count` periods that end before the current one. */
const last =
  (type: PeriodTypeName, count: number): Rule =>
  ({ date }) =>
    lastBefore(periodContaining(type, date), count);

function lastBefore(current: Period, count: number): readonly Period[] {
  return Array.from({ length: count }, (_, index) => shiftPeriod(current, index - count));
}

/** All periods of a type within the calendar year, moved by `offset` years. */
const yearOfPeriods =
  (type: PeriodTypeName, offset: number): Rule =>
  ({ date }) => {
    const year = String(yearOf(date) + offset).padStart(4, '0');
    return periodsStartingWithin(type, `${year}-01-01`, `${year}-12-31`);
  };

/** Weeks belong to the year that their numbers name, which is not always the one in which they begin. */
const weeksOfYear: Rule = ({ date }) => {
  const year = periodContaining('Weekly', date).iso.slice(0, 4);
  const first = parsePeriod(`${year}W1`);
  if (!first) return [];
  const weeks = periodsStartingWithin('Weekly', first.startDate, addDays(first.startDate, 52 * 7));
  return weeks.filter(({ iso }) => iso.startsWith(`${year}W`));
};

const financial =
  (from: number, to: number): Rule =>
  ({ date, financialType }) => {
    const current = periodContaining(financialType, date);
    return Array.from({ length: to - from + 1 }, (_, index) => shiftPeriod(current, from + index));
  };

/** The relative period names of the wire (contract: analytics-query.md §3.2). */
const RULES: Readonly<Record<string, Rule>> = {
  TODAY: one('Daily', 0),
  YESTERDAY: one('Daily', -1),
  LAST_3_DAYS: last('Daily', 3),
  LAST_7_DAYS: last('Daily', 7),
  LAST_14_DAYS: last('Daily', 14),
  LAST_30_DAYS: last('Daily', 30),
  LAST_60_DAYS: last('Daily', 60),
  LAST_90_DAYS: last('Daily', 90),
  LAST_180_DAYS: last('Daily', 180),
  THIS_WEEK: one('Weekly', 0),
  LAST_WEEK: one('Weekly', -1),
  LAST_4_WEEKS: last('Weekly', 4),
  LAST_12_WEEKS: last('Weekly', 12),
  LAST_52_WEEKS: last('Weekly', 52),
  WEEKS_THIS_YEAR: weeksOfYear,
  THIS_BIWEEK: one('BiWeekly', 0),
  LAST_BIWEEK: one('BiWeekly', -1),
  LAST_4_BIWEEKS: last('BiWeekly', 4),
  THIS_MONTH: one('Monthly', 0),
  LAST_MONTH: one('Monthly', -1),
  LAST_3_MONTHS: last('Monthly', 3),
  LAST_6_MONTHS: last('Monthly', 6),
  LAST_12_MONTHS: last('Monthly', 12),
  MONTHS_THIS_YEAR: yearOfPeriods('Monthly', 0),
  MONTHS_LAST_YEAR: yearOfPeriods('Monthly', -1),
  THIS_BIMONTH: one('BiMonthly', 0),
  LAST_BIMONTH: one('BiMonthly', -1),
  LAST_6_BIMONTHS: last('BiMonthly', 6),
  BIMONTHS_THIS_YEAR: yearOfPeriods('BiMonthly', 0),
  THIS_QUARTER: one('Quarterly', 0),
  LAST_QUARTER: one('Quarterly', -1),
  LAST_4_QUARTERS: last('Quarterly', 4),
  QUARTERS_THIS_YEAR: yearOfPeriods('Quarterly', 0),
  QUARTERS_LAST_YEAR: yearOfPeriods('Quarterly', -1),
  THIS_SIX_MONTH: one('SixMonthly', 0),
  LAST_SIX_MONTH: one('SixMonthly', -1),
  LAST_2_SIXMONTHS: last('SixMonthly', 2),
  THIS_YEAR: one('Yearly', 0),
  LAST_YEAR: one('Yearly', -1),
  LAST_5_YEARS: last('Yearly', 5),
  LAST_10_YEARS: last('Yearly', 10),
  THIS_FINANCIAL_YEAR: financial(0, 0),
  LAST_FINANCIAL_YEAR: financial(-1, -1),
  LAST_5_FINANCIAL_YEARS: financial(-5, -1),
  LAST_10_FINANCIAL_YEARS: financial(-10, -1),
};

export const RELATIVE_PERIODS: readonly string[] = Object.keys(RULES);

export const isRelativePeriod = (name: string): boolean => Object.hasOwn(RULES, name);

/** The periods that a relative name stands for on a date; none for an unknown name. */
export function relativePeriods(name: string, context: RelativeContext): readonly Period[] {
  return RULES[name]?.(context) ?? [];
}

/** `LAST_12_MONTHS` → `Last 12 months`. */
export function relativePeriodLabel(name: string): string {
  const words = name.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
