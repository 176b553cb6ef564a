import { sql } from 'kysely';
import type { Db } from '../database.js';

/**
 * The role that owns the tables from which others are generated, where it is not the one that Orderly works as and Orderly may act for it: beside a DHIS2 that is its role, which is to read and
 * replace what Orderly made as its own.
 */
export async function ownerBeside(db: Db): Promise<string | undefined> {
  const { rows } = await sql<{ owner: string }>`
    select pg_get_userbyid(pg_class.relowner) as owner
    from pg_class
    where pg_class.relname = 'organisationunit' and pg_class.relnamespace = 'public'::regnamespace
      and pg_class.relowner <> current_user::regrole and pg_has_role(pg_class.relowner, 'usage')
  `.execute(db);
  return rows[0]?.owner;
}
