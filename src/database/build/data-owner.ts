import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database.js';
import { publicTable, tableRef } from './definition.js';

/**
 * Statements that give tables of `public` to the role that owns DHIS2's data, so that it can replace them as this server does. Where this server's role is no member of that one they stay its own,
 * and the other may read them. None in a database of Orderly's own.
 */
export async function handOver(db: Db, tables: readonly string[]): Promise<readonly RawBuilder<unknown>[]> {
  const { rows } = await sql<{ owner: string; mayBecome: boolean }>`
    select
      pg_get_userbyid(data.relowner) as owner,
      -- from 16 on a member need not be allowed to act as the role
      pg_has_role(data.relowner, case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) as "mayBecome"
    from pg_class as data
    where data.relname = 'organisationunit' and data.relnamespace = 'public'::regnamespace and pg_get_userbyid(data.relowner) <> current_user
  `.execute(db);
  const [other] = rows;
  if (!other) return [];
  const role = sql.id(other.owner);
  return tables.map((table) => {
    const name = tableRef(publicTable(table));
    return other.mayBecome ? sql`alter table ${name} owner to ${role}` : sql`grant select on ${name} to ${role}`;
  });
}

/**
 * Looks before anything is built whether what is to be replaced may be.
 *
 * @param tables of `public`; those that do not exist are in nobody's way
 * @returns a sentence when some belong to a role that this server's is no member of
 */
export async function whyNotReplaceable(db: Db, tables: readonly string[]): Promise<string | undefined> {
  const { rows } = await sql<{ owner: string; own: string; tables: readonly string[] }>`
    select pg_get_userbyid(pg_class.relowner) as owner, current_user::text as own, array_agg(pg_class.relname::text order by pg_class.relname) as tables
    from pg_class
    where pg_class.relname = any (${[...tables]}::text[]) and pg_class.relnamespace = 'public'::regnamespace and pg_class.relkind in ('r', 'p')
      and not pg_has_role(pg_class.relowner, 'usage')
    group by pg_class.relowner
    order by 1
    limit 1
  `.execute(db);
  const [found] = rows;
  if (!found) return undefined;
  const { owner, own, tables: theirs } = found;
  const more = theirs.length > 3 ? ` and ${theirs.length - 3} more` : '';
  const named = `${theirs.slice(0, 3).join(', ')}${more}`;
  return `The tables ${named} belong to the role ${owner}, and ${own} may not replace them. Let the administrator of the database run: grant "${owner}" to "${own}".`;
}
