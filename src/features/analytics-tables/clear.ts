import { sql } from 'kysely';
import {
  analyzeTable,
  type DependentView,
  dependentViews,
  dropViews,
  publicTable,
  sweepWorkshops,
} from '../../database/build/index.js';
import { type Db, transaction } from '../../database/index.js';
import { runningRuns } from '../../jobs/index.js';
import { ANALYTICS_TABLES } from './types/index.js';

/** The tables of one analytics table type that stand now, and the views on them. */
export interface StandingTables {
  readonly type: string;
  /** The table that is read, and its partitions. */
  readonly tables: readonly string[];
  readonly views: readonly DependentView[];
}

/**
 * The analytics tables of this server: those that a run put in place, their parents and partitions; never a resource table or any other whose name only looks like it
 * (contract: maintenance.md §4.1).
 */
export async function standingTables(db: Db): Promise<readonly StandingTables[]> {
  const { rows } = await sql<{ type: string; tables: readonly string[] }>`
    with named as (
      select built.type, built.name
      from unnest(${ANALYTICS_TABLES.map(({ type }) => type)}::text[], ${ANALYTICS_TABLES.map(({ table }) => table)}::text[]) as built (type, name)
      union
      select known.table_type, known.table_name from orderly.analytics_partition as known
    ),
    standing as (
      select named.type, pg_class.oid
      from named
      join pg_class on pg_class.relname = named.name and pg_class.relnamespace = 'public'::regnamespace and pg_class.relkind in ('r', 'p')
    ),
    family as (
      select standing.type, standing.oid from standing
      union
      select standing.type, pg_inherits.inhrelid from standing join pg_inherits on pg_inherits.inhparent = standing.oid
    )
    select family.type, array_agg(pg_class.relname::text order by pg_class.relname) as tables
    from family join pg_class on pg_class.oid = family.oid
    group by family.type
    order by family.type
  `.execute(db);
  const found: StandingTables[] = [];
  for (const { type, tables } of rows)
    found.push({ type, tables, views: await dependentViews(db, tables.map(publicTable)) });
  return found;
}

/** Longest wait for those who read a table that is to go; they would find nothing of it afterwards. */
const LOCK_TIMEOUT_MS = 60_000;

/**
 * Drops the tables of one type and the views on them, by name and without a cascade: what nobody knew of keeps them. A type is gone as a whole or stays.
 */
export async function dropStandingTables(db: Db, { type, tables, views }: StandingTables): Promise<void> {
  await transaction(
    db,
    async (handle) => {
      await dropViews(handle, views);
      await sql`drop table ${sql.join(tables.map((table) => sql.id('public', table)))}`.execute(handle);
      await sql`delete from orderly.analytics_partition where table_type = ${type}`.execute(handle);
    },
    { lockTimeoutMs: LOCK_TIMEOUT_MS },
  );
}

/** Removes what runs that died left of unfinished tables. */
export const dropUnfinishedTables = async (db: Db): Promise<number> =>
  (await sweepWorkshops(db, await runningRuns(db))).length;

export const analyzeStandingTable = (db: Db, table: string): Promise<void> => analyzeTable(db, publicTable(table));
