import { sql } from 'kysely';
import type { Db } from './database.js';

/** The shape of the database, as lines that compare well: one for each column, key, index and trigger, by table. */
export type Catalogue = Readonly<Record<string, readonly string[]>>;

/** Reads the shape of all tables of the schemas `public` and `orderly`. Names of constraints do not count: they differ between installations. */
export async function readCatalogue(db: Db): Promise<Catalogue> {
  const { rows } = await sql<{ table: string; lines: readonly string[] }>`
    with tables as (
      select pg_class.oid, pg_namespace.nspname || '.' || pg_class.relname as name
      from pg_class
      join pg_namespace on pg_namespace.oid = pg_class.relnamespace
      where pg_class.relkind in ('r', 'p') and pg_namespace.nspname in ('public', 'orderly')
    ),
    lines as (
      select attrelid as oid, 1 as section, attnum::text as position,
        attname || ' ' || format_type(atttypid, atttypmod)
          || case when attnotnull then ' not null' else '' end
          || coalesce(case when attgenerated = '' then ' default ' else ' generated ' end || pg_get_expr(adbin, adrelid), '') as line
      from pg_attribute
      left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where attnum > 0 and not attisdropped
      union all
      select conrelid, 2, '', pg_get_constraintdef(oid) from pg_constraint where contype in ('p', 'u', 'f', 'c')
      union all
      select indrelid, 3, '', regexp_replace(pg_get_indexdef(indexrelid), '^CREATE (UNIQUE )?INDEX [^ ]+ ON [^ ]+ ', '\\1')
      from pg_index
      where not exists (select from pg_constraint where conindid = indexrelid)
      union all
      select tgrelid, 4, '', regexp_replace(pg_get_triggerdef(oid), ' ON [^ ]+', '') from pg_trigger where not tgisinternal
    )
    select tables.name as "table",
      array_agg(lines.line order by lines.section, lpad(lines.position, 5, '0'), lines.line) as lines
    from tables
    join lines on lines.oid = tables.oid
    group by tables.name
    order by tables.name
  `.execute(db);
  return Object.fromEntries(rows.map(({ table, lines }) => [table, lines]));
}
