import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';

/** A period type as a column of the period tables: its name, how long it is for ordering, and its ISO form for a date. */
export interface PeriodColumn {
  readonly type: string;
  readonly column: string;
  /** Days, for the rule that a row fills the columns of longer types only (contract: tables.md §5.16). */
  readonly frequencyOrder: number;
  /** ISO name of the period of this type that holds the date `day`. */
  readonly iso: (day: RawBuilder<unknown>) => RawBuilder<unknown>;
}

const MONDAY = 1;

/** The first day of the week that holds `day`, for weeks that begin on `firstDay` (ISO: 1 is Monday). */
const weekStart = (day: RawBuilder<unknown>, firstDay: number): RawBuilder<unknown> =>
  sql`(${day} - ((extract(isodow from ${day})::int - ${sql.lit(firstDay)} + 7) % 7))`;

/** A week belongs to the year that has its fourth day; week 1 holds 4 January. */
const weekly =
  (infix: string, firstDay: number) =>
  (day: RawBuilder<unknown>): RawBuilder<unknown> => {
    const middle = sql`(${weekStart(day, firstDay)} + 3)`;
    return sql`to_char(${middle}, 'FMYYYY') || ${sql.lit(infix)} || ((extract(doy from ${middle})::int + 6) / 7)`;
  };

/** Two ISO weeks; a 53rd stands alone as the 27th. */
const biWeekly = (day: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`extract(isoyear from ${day})::int || 'BiW' || ((extract(week from ${day})::int + 1) / 2)`;

const shifted = (day: RawBuilder<unknown>, months: number): RawBuilder<unknown> =>
  sql`(date_trunc('month', ${day}) + ${sql.lit(`${months} months`)}::interval)`;

const year = (day: RawBuilder<unknown>, months = 0) => sql`to_char(${shifted(day, months)}, 'FMYYYY')`;
const month = (day: RawBuilder<unknown>, months = 0) => sql`extract(month from ${shifted(day, months)})::int`;

/** A year cut into pieces of `length` months, the first of which begins `lead` months before January (or −lead after it). */
const pieces =
  (infix: string, length: number, lead: number) =>
  (day: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`${year(day, lead)} || ${sql.lit(infix)} || ((${month(day, lead)} + ${sql.lit(length - 1)}) / ${sql.lit(length)})`;

const wholeYear =
  (suffix: string, lead: number) =>
  (day: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`${year(day, lead)} || ${sql.lit(suffix)}`;

const column = (type: string, frequencyOrder: number, iso: PeriodColumn['iso']): PeriodColumn => ({
  type,
  column: type.toLowerCase(),
  frequencyOrder,
  iso,
});

/**
 * The period types in the order of their columns (contract: tables.md §4 `[PERIODS]`, forms: §5.16): nineteen up to DHIS2 2.41, twenty in 2.42 and a standalone database, and from
 * 2.43 all of them. Table `periodtype` says which there are.
 */
export const PERIOD_COLUMNS: readonly PeriodColumn[] = [
  column('Daily', 1, (day) => sql`to_char(${day}, 'YYYYMMDD')`),
  column('Weekly', 7, weekly('W', MONDAY)),
  column('WeeklyWednesday', 7, weekly('WedW', 3)),
  column('WeeklyThursday', 7, weekly('ThuW', 4)),
  column('WeeklyFriday', 7, weekly('FriW', 5)),
  column('WeeklySaturday', 7, weekly('SatW', 6)),
  column('WeeklySunday', 7, weekly('SunW', 7)),
  column('BiWeekly', 14, biWeekly),
  column('Monthly', 30, (day) => sql`to_char(${day}, 'YYYYMM')`),
  column(
    'BiMonthly',
    61,
    (day) => sql`to_char(${day}, 'YYYY') || lpad(((${month(day)} + 1) / 2)::text, 2, '0') || 'B'`,
  ),
  column('Quarterly', 91, pieces('Q', 3, 0)),
  column('QuarterlyNov', 91, pieces('NovQ', 3, 2)),
  column('SixMonthly', 182, pieces('S', 6, 0)),
  column('SixMonthlyApril', 182, pieces('AprilS', 6, -3)),
  column('SixMonthlyNov', 182, pieces('NovS', 6, 2)),
  column('Yearly', 365, wholeYear('', 0)),
  column('FinancialFeb', 365, wholeYear('Feb', -1)),
  column('FinancialApril', 365, wholeYear('April', -3)),
  column('FinancialJuly', 365, wholeYear('July', -6)),
  column('FinancialAug', 365, wholeYear('Aug', -7)),
  column('FinancialSep', 365, wholeYear('Sep', -8)),
  column('FinancialOct', 365, wholeYear('Oct', -9)),
  // Named by the year in which it ends, unlike its sisters.
  column('FinancialNov', 365, wholeYear('Nov', 2)),
];

const NOT_EVERYWHERE: ReadonlySet<string> = new Set(['WeeklyFriday', 'FinancialFeb', 'FinancialAug', 'FinancialSep']);

/** The columns that tables have beside every version of DHIS2, and alone. Queries find periods of other types by their days. */
export const COMMON_PERIOD_COLUMNS: readonly PeriodColumn[] = PERIOD_COLUMNS.filter(
  ({ type }) => !NOT_EVERYWHERE.has(type),
);

/** The columns of the period types that the database has. */
export async function periodColumnsOf(db: Db): Promise<readonly PeriodColumn[]> {
  const { rows } = await sql<{ name: string }>`select periodtype.name from periodtype`.execute(db);
  const names = new Set(rows.map(({ name }) => name));
  return PERIOD_COLUMNS.filter(({ type }) => names.has(type));
}
