import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { conflict, objectNotFound } from '../../kernel/errors/index.js';
import type { MetadataObject } from '../../metadata/index.js';
import { identifiersIn } from '../metadata/index.js';

interface Named {
  readonly users: readonly string[];
  readonly missing: readonly string[];
}

/**
 * Uids of everybody whom a payload names: by themselves (`users`), as members of groups (`userGroups`), or as users of organisation units (`organisationUnits`).
 *
 * @throws OrderlyError 409 for a user or a unit that is not there, 404 for such a group, 400 for lists of another form
 */
export async function recipientsOf(db: Db, payload: MetadataObject): Promise<readonly string[]> {
  const list = (name: string): readonly string[] => [...new Set(identifiersIn(payload[name], name))];
  const units = await named(
    db,
    list('organisationUnits'),
    sql`organisationunit`,
    sql`select usermembership.userinfoid from usermembership join organisationunit on organisationunit.organisationunitid = usermembership.organisationunitid
      where organisationunit.uid = given.uid`,
  );
  if (units.missing[0] !== undefined) throw conflict(`Organisation Unit does not exist: ${units.missing[0]}`);
  const users = await named(
    db,
    list('users'),
    sql`userinfo`,
    sql`select userinfo.userinfoid from userinfo where userinfo.uid = given.uid`,
  );
  if (users.missing[0] !== undefined) throw conflict(`User does not exist: ${users.missing[0]}`);
  const groups = await named(
    db,
    list('userGroups'),
    sql`usergroup`,
    sql`select usergroupmembers.userid from usergroupmembers join usergroup on usergroup.usergroupid = usergroupmembers.usergroupid
      where usergroup.uid = given.uid`,
  );
  if (groups.missing[0] !== undefined) throw objectNotFound('UserGroup', groups.missing[0]);
  return [...new Set([...units.users, ...users.users, ...groups.users])];
}

/** The users behind the objects of `table` with the given uids, and which of these are not there. */
async function named(
  db: Db,
  uids: readonly string[],
  table: ReturnType<typeof sql>,
  userIds: ReturnType<typeof sql>,
): Promise<Named> {
  if (uids.length === 0) return { users: [], missing: [] };
  const { rows } = await sql<Named>`
    with given as (select unnest(${[...uids]}::text[]) as uid)
    select
      coalesce((
        select array_agg(distinct person.uid::text)
        from given
        cross join lateral (${userIds}) as member (id)
        join userinfo as person on person.userinfoid = member.id
      ), '{}') as users,
      coalesce((
        select array_agg(given.uid) from given where not exists (select from ${table} as object where object.uid = given.uid)
      ), '{}') as missing
  `.execute(db);
  return rows[0] ?? { users: [], missing: [] };
}
