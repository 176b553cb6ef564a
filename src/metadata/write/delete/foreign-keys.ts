import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';

/** A column that refers to a table, as the catalogue has it. */
export interface Referrer {
  readonly table: string;
  readonly column: string;
  /** Column that is referred to: the key, nearly always. */
  readonly target: string;
}

/**
 * Everything that refers to `table` by a foreign key and would keep a row from going. Read from the catalogue, because installations that were upgraded over
 * years have keys that no list knows (contract: schema.md §3.1).
 */
export async function referrersOf(db: Db, table: string): Promise<readonly Referrer[]> {
  const { rows } = await sql<Referrer>`
    select source.relname as table, source_column.attname as column, target_column.attname as target
    from pg_constraint as link
    join pg_class as source on source.oid = link.conrelid and source.relnamespace = 'public'::regnamespace
    join pg_attribute as source_column on source_column.attrelid = link.conrelid and source_column.attnum = link.conkey[1]
    join pg_attribute as target_column on target_column.attrelid = link.confrelid and target_column.attnum = link.confkey[1]
    where link.contype = 'f' and link.confdeltype = 'a' and cardinality(link.conkey) = 1
      and link.confrelid = to_regclass('public.' || quote_ident(${table}))
    order by 1, 2
  `.execute(db);
  return rows;
}
