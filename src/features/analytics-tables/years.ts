import { type RawBuilder, sql } from 'kysely';
import { RESOURCE_TABLES } from '../resource-tables/index.js';
import type { BuildOptions, YearCut } from './definition.js';

/**
 * Years in a column `year`: those of the periods in the structure table within the run's window. A year without rows ends as no partition, so there is no need to ask the
 * data for its years first.
 *
 * @param checks further conditions on the rows of a year
 */
export const periodYears = (
  options: BuildOptions,
  checks: (year: number) => readonly RawBuilder<unknown>[] = () => [],
): YearCut => ({
  async found(handle) {
    const { rows } = await sql<{ year: number }>`
      select distinct ps.year
      from ${sql.table(RESOURCE_TABLES.period)} as ps
      where ${inWindow(options, sql`ps.year`)}
      order by ps.year
    `.execute(handle);
    return rows.map(({ year }) => year);
  },
  key: sql`year`,
  checks: (year) => [sql`year = ${sql.lit(year)}`, ...checks(year)],
});

/** The condition that every row of a year is of a period that begins before the next (contract: tables.md §4.1.3). */
export const beginsBefore = (year: number): readonly RawBuilder<unknown>[] => [
  sql`pestartdate < ${sql.lit(`${year + 1}-01-01`)}::date`,
];

/** Whether a run rebuilds some years and leaves the others. */
export const isPartial = ({ fromYear, onlyYears }: BuildOptions): boolean =>
  fromYear !== undefined || onlyYears !== undefined;

/** Whether a run with these options rebuilds the year. */
export const isRebuilt = ({ fromYear, onlyYears }: BuildOptions, year: number): boolean =>
  (fromYear === undefined || year >= fromYear) && (onlyYears === undefined || onlyYears.includes(year));

/** The same as a condition on rows. */
export function inWindow({ fromYear, onlyYears }: BuildOptions, year: RawBuilder<unknown>): RawBuilder<boolean> {
  const from = fromYear === undefined ? sql`true` : sql`${year} >= ${fromYear}`;
  const only = onlyYears === undefined ? sql`true` : sql`${year} = any (${[...onlyYears]}::int[])`;
  return sql`(${from} and ${only})`;
}
