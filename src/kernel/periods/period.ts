import type { IsoDate } from '../calendar.js';

export const PERIOD_TYPE_NAMES = [
  'Daily',
  'Weekly',
  'WeeklyWednesday',
  'WeeklyThursday',
  'WeeklyFriday',
  'WeeklySaturday',
  'WeeklySunday',
  'BiWeekly',
  'Monthly',
  'BiMonthly',
  'Quarterly',
  'QuarterlyNov',
  'SixMonthly',
  'SixMonthlyApril',
  'SixMonthlyNov',
  'Yearly',
  'FinancialFeb',
  'FinancialApril',
  'FinancialJuly',
  'FinancialAug',
  'FinancialSep',
  'FinancialOct',
  'FinancialNov',
] as const;

export type PeriodTypeName = (typeof PERIOD_TYPE_NAMES)[number];

/** A stretch of days with a name; both ends belong to it. */
export interface Period {
  readonly type: PeriodTypeName;
  /** Name on the wire, e.g. `202501`, `2025W5` (contract: schema.md §2.3). */
  readonly iso: string;
  readonly startDate: IsoDate;
  readonly endDate: IsoDate;
}

/** A kind of period: how its days and its names hang together. Days are numbers since 1970. */
export interface PeriodType {
  readonly name: PeriodTypeName;
  /** Days, for comparing lengths (contract: schema.md §2.3). */
  readonly frequencyOrder: number;
  /** First day of the period that holds `day`. */
  readonly startOf: (day: number) => number;
  /** First day of the period after the one that begins on `start`. */
  readonly nextStart: (start: number) => number;
  /** Name of the period that begins on `start`. */
  readonly format: (start: number) => string;
  /** First day that a name of this type stands for; undefined for any other text. The engine checks that the day formats back to the name. */
  readonly parse: (text: string) => number | undefined;
  /** What people call it. */
  readonly label: (start: number, end: number) => string;
}
