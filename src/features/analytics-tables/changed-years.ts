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

/** How long before its commit a row may have got its time: imports take hours, and the rows that they write are of their beginning. */
const LONGEST_TRANSACTION = sql`interval '1 day'`;

/** The transaction that wrote a row, with the epoch that the row itself leaves out. */
function transactionOf(alias: string): RawBuilder<unknown> {
  const short = sql`${sql.ref(`${alias}.xmin`)}::text::bigint`;
  const next = sql`pg_snapshot_xmax(pg_current_snapshot())::text::bigint`;
  const epochs = sql`(${next} / 4294967296 - case when ${short} > ${next} % 4294967296 then 1 else 0 end)`;
  return sql`(${epochs} * 4294967296 + ${short})::text::xid8`;
}

/** Rows written since a year's table was begun, or by transactions that its reading did not see: a year too many does no harm, one that is missed does. */
async function yearsOf(db: Db, type: string, table: RawBuilder<unknown>, fromYear: number): Promise<readonly number[]> {
  const { rows } = await sql<{ year: number }>`
    with built as (
      select known.year, known.started_at::timestamp as since, known.snapshot::pg_snapshot as snapshot, known.lost
      from orderly.analytics_partition as known
      where known.table_type = ${type} and known.year is not null
    ),
    oldest as (select built.since, built.snapshot from built order by built.since limit 1)
    select ps.year
    from oldest
    join ${table} as changed on changed.lastupdated >= oldest.since - ${LONGEST_TRANSACTION}
    join ${sql.table(RESOURCE_TABLES.period)} as ps on ps.periodid = changed.periodid
    left join built on built.year = ps.year
    where ps.year >= ${fromYear}
      and (
        changed.lastupdated >= coalesce(built.since, oldest.since)
        or changed.lastupdated >= coalesce(built.since, oldest.since) - ${LONGEST_TRANSACTION}
          and not pg_visible_in_snapshot(${transactionOf('changed')}, coalesce(built.snapshot, oldest.snapshot))
      )
    union
    select built.year from built where built.lost and built.year >= ${fromYear}
    order by year
  `.execute(db);
  return rows.map(({ year }) => year);
}
