import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { AnalyticsTableDefinition } from './definition.js';

/** An analytics table in `public`, as the catalogue has it now. */
export interface StandingTable {
  readonly type: string;
  readonly table: string;
  /** The table that is read and whose partition it is; undefined for that table itself. */
  readonly parent: string | undefined;
}

/**
 * The analytics tables of these types that exist: those that the types have now, those that a run of this server put in place, their parents and partitions; never a resource
 * table or any other whose name only looks like it (contract: tables.md §10.3 no. 26).
 */
export async function standingTables(
  db: Db,
  definitions: readonly AnalyticsTableDefinition[],
): Promise<readonly StandingTable[]> {
  const named: { type: string; table: string }[] = [];
  for (const { type, tables } of definitions) for (const table of await tables(db)) named.push({ type, table });
  const { rows } = await sql<{ type: string; table: string; parent: string | null }>`
    with named as (
      select built.type, built.name
      from unnest(${named.map(({ type }) => type)}::text[], ${named.map(({ table }) => table)}::text[]) as built (type, name)
      union
      select known.table_type, known.table_name
      from orderly.analytics_partition as known
      where known.table_type = any (${definitions.map(({ type }) => type)}::text[])
    ),
    standing as (
      select named.type, pg_class.oid
      from named
      join pg_class on pg_class.relname = named.name and pg_class.relnamespace = 'public'::regnamespace and pg_class.relkind in ('r', 'p')
    ),
    top as (
      select distinct standing.type, coalesce(pg_inherits.inhparent, standing.oid) as oid
      from standing left join pg_inherits on pg_inherits.inhrelid = standing.oid
    ),
    family as (
      select top.type, top.oid, null::oid as parent from top
      union
      select top.type, pg_inherits.inhrelid, top.oid from top join pg_inherits on pg_inherits.inhparent = top.oid
    )
    select family.type, pg_class.relname as "table", parent.relname as parent
    from family
    join pg_class on pg_class.oid = family.oid
    left join pg_class as parent on parent.oid = family.parent
    order by family.type, "table"
  `.execute(db);
  return rows.map(({ type, table, parent }) => ({ type, table, parent: parent ?? undefined }));
}
