import { sql } from 'kysely';
import type { Db } from '../../database.js';

/** The columns of a table by name, with their types as PostgreSQL writes them. */
export type ActualColumns = ReadonlyMap<string, string>;

/** What a database of DHIS2 has. */
export interface ActualTables {
  readonly tables: ReadonlyMap<string, ActualColumns>;
  /** The schema of the type `geometry`, which PostGIS need not have in `public`; undefined without one. */
  readonly geometrySchema: string | undefined;
}

/** Reads the tables of schema `public` and where the type of geometries lives, in one statement each. */
export async function readActualTables(db: Db): Promise<ActualTables> {
  const { rows } = await sql<{ table: string; columns: Record<string, string> }>`
    select pg_class.relname as table, json_object_agg(pg_attribute.attname, pg_type.typname) as columns
    from pg_class
    join pg_attribute on pg_attribute.attrelid = pg_class.oid and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
    join pg_type on pg_type.oid = pg_attribute.atttypid
    where pg_class.relnamespace = 'public'::regnamespace and pg_class.relkind in ('r', 'p')
    group by pg_class.relname
  `.execute(db);
  const { rows: types } = await sql<{ schema: string }>`
    select pg_namespace.nspname as schema
    from pg_type
    join pg_namespace on pg_namespace.oid = pg_type.typnamespace
    where pg_type.typname = 'geometry'
    order by pg_namespace.nspname <> 'public'
    limit 1
  `.execute(db);
  return {
    tables: new Map(rows.map(({ table, columns }) => [table, new Map(Object.entries(columns))])),
    geometrySchema: types[0]?.schema,
  };
}
