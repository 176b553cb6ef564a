import { sql } from 'kysely';
import { KNOWN_TABLES } from '../database/dhis2/index.js';
import type { Db } from '../database/index.js';
import type { Relations } from './relations.js';

/** Tables in `public` that no version of DHIS2 makes. */
export interface Strangers {
  readonly tables: readonly string[];
  /** Their foreign keys that lead to DHIS2's own tables, as `table (columns) → table`. Rows that they refer to cannot be deleted (contract: schema.md §3.1). */
  readonly references: readonly string[];
}

/** What DHIS2 generates: analytics and resource tables, those of SQL views and of older versions. */
const GENERATED = /^(analytics(_|$)|_|aggregated_)/;

/** Installations that were upgraded for many years, or that others write reports in, have some. Tables of extensions do not count. */
export async function findStrangers(db: Db, relations: Relations): Promise<Strangers> {
  const unknown = [...relations.values()]
    .filter(({ name, kind }) => kind === 'table' && !KNOWN_TABLES.has(name) && !GENERATED.test(name))
    .map(({ name }) => name);
  if (unknown.length === 0) return { tables: [], references: [] };
  const { rows } = await sql<{ name: string; references: readonly string[] }>`
    select
      pg_class.relname as name,
      array(
        select pg_class.relname || ' (' || columns.names || ') → ' || parent.relname
        from pg_constraint
        join pg_class as parent on parent.oid = pg_constraint.confrelid and parent.relnamespace = pg_class.relnamespace
        cross join lateral (
          select string_agg(pg_attribute.attname, ', ' order by key.place) as names
          from unnest(pg_constraint.conkey) with ordinality as key (number, place)
          join pg_attribute on pg_attribute.attrelid = pg_class.oid and pg_attribute.attnum = key.number
        ) as columns
        where pg_constraint.contype = 'f' and pg_constraint.conrelid = pg_class.oid and parent.relname <> all(${unknown}::text[])
        order by 1
      ) as references
    from pg_class
    join pg_namespace on pg_namespace.oid = pg_class.relnamespace and pg_namespace.nspname = 'public'
    where pg_class.relname = any(${unknown}::text[])
      and not exists (
        select from pg_depend
        where pg_depend.classid = 'pg_class'::regclass and pg_depend.objid = pg_class.oid and pg_depend.deptype = 'e'
      )
    order by pg_class.relname
  `.execute(db);
  return { tables: rows.map(({ name }) => name), references: rows.flatMap(({ references }) => references) };
}
