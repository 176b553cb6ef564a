import { type RawBuilder, sql } from 'kysely';
import { RESOURCE_TABLES } from '../resource-tables/index.js';
import type { BuildOptions, BuildSource } from './definition.js';

/**
 * The years that rows may belong to: those of the periods in the structure table within the run's window. A year without rows ends as no partition, so there
 * is no need to ask the data for its years first.
 */
export async function periodYears(source: BuildSource): Promise<readonly number[]> {
  const { rows } = await sql<{ year: number }>`
    select distinct ps.year
    from ${sql.table(RESOURCE_TABLES.period)} as ps
    where ${inWindow(source.options, sql`ps.year`)}
    order by ps.year
  `.execute(source.db);
  return rows.map(({ year }) => year);
}

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
