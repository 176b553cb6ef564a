import { type RawBuilder, sql } from 'kysely';
import type { Db } from './database.js';
import { knownName, namesOf } from './dhis2/names.js';

/** A column that refers to a table of `public` by a foreign key, as the catalogue has it. */
export interface Referrer {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  /** Table that is referred to. */
  readonly to: string;
  /** Column that is referred to: the key, nearly always. */
  readonly target: string;
  /** What happens to the referring row when the other one is deleted: it keeps that from happening, or goes with it. */
  readonly onDelete: 'keeps' | 'goes';
}

/**
 * Everything that refers to one of `tables` by a foreign key. Read from the catalogue, because installations that were upgraded over years have keys that no list
 * knows (contract: schema.md §3.1), also from other schemas. Names are those that the database has.
 */
export async function referrersOf(db: Db, tables: readonly string[]): Promise<readonly Referrer[]> {
  const { rows } = await sql<Referrer>`
    select pg_namespace.nspname as schema, source.relname as table, source_column.attname as column, target.relname as to, target_column.attname as target,
      case link.confdeltype when 'c' then 'goes' else 'keeps' end as "onDelete"
    from pg_constraint as link
    join pg_class as target on target.oid = link.confrelid and target.relnamespace = 'public'::regnamespace
    join pg_class as source on source.oid = link.conrelid
    join pg_namespace on pg_namespace.oid = source.relnamespace
    join pg_attribute as source_column on source_column.attrelid = link.conrelid and source_column.attnum = link.conkey[1]
    join pg_attribute as target_column on target_column.attrelid = link.confrelid and target_column.attnum = link.confkey[1]
    where link.contype = 'f' and cardinality(link.conkey) = 1 and target.relname = any (${[...tables]}::text[])
    order by 2, 3, 4, 1
  `.execute(db);
  return rows;
}

/** The table of a referrer itself, past the views that may stand before it under the same name. */
export const tableOf = ({ schema, table }: Pick<Referrer, 'schema' | 'table'>): RawBuilder<unknown> =>
  sql.id(schema, table);

export interface Keeper extends Referrer {
  /** What 2.42 calls the table: by this name people and the descriptors of metadata know it, whatever the version. */
  readonly name: string;
}

/** Those of `public` that keep a row of a table of 2.42 from going. */
export async function keepersOf(db: Db, table: string): Promise<readonly Keeper[]> {
  return (await referrersOf(db, namesOf(table)))
    .filter(({ schema, onDelete }) => schema === 'public' && onDelete === 'keeps')
    .map((referrer) => ({ ...referrer, name: knownName(referrer.table) }));
}
