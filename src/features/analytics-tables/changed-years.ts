import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { RESOURCE_TABLES } from '../resource-tables/index.js';
import type { AnalyticsTableTypeName } from './definition.js';
import type { ChangedYears } from './job.js';

/** Where the rows of the types come from that are kept year by year. */
const SOURCES: Partial<Record<AnalyticsTableTypeName, string>> = {
  DATA_VALUE: 'datavalue',
  COMPLETENESS: 'completedatasetregistration',
};

/**
 * The years of each type whose rows changed since they were read for the tables, and those that a crash emptied. A year that has no table yet counts from the oldest of the
 * others.
 *
 * @param fromYear the first year that counts
 */
export async function changedYears(
  db: Db,
  skipped: readonly AnalyticsTableTypeName[],
  fromYear: number | undefined,
): Promise<ChangedYears> {
  const changed = new Map<AnalyticsTableTypeName, readonly number[]>();
  for (const [type, table] of Object.entries(SOURCES) as [AnalyticsTableTypeName, string][]) {
    if (skipped.includes(type)) continue;
    const years = await yearsOf(db, type, sql.table(table), fromYear ?? 0);
    if (years.length > 0) changed.set(type, years);
  }
  return changed;
}

async function yearsOf(db: Db, type: string, table: RawBuilder<unknown>, fromYear: number): Promise<readonly number[]> {
  // What was written while a run read is looked at again: a year too many does no harm.
  const { rows } = await sql<{ year: number }>`
    with built as (
      select known.year, known.started_at::timestamp as since, known.lost
      from orderly.analytics_partition as known
      where known.table_type = ${type} and known.year is not null
    ),
    oldest as (select min(built.since) as since from built)
    select ps.year
    from ${table} as changed
    join ${sql.table(RESOURCE_TABLES.period)} as ps on ps.periodid = changed.periodid
    left join built on built.year = ps.year
    where changed.lastupdated >= (select oldest.since from oldest)
      and changed.lastupdated >= coalesce(built.since, (select oldest.since from oldest))
      and ps.year >= ${fromYear}
    union
    select built.year from built where built.lost and built.year >= ${fromYear}
    order by year
  `.execute(db);
  return rows.map(({ year }) => year);
}
