import { sql } from 'kysely';
import type { Db } from '../../database/index.js';

/** The users of a group who may log in, and where they belong. */
export interface Group {
  readonly users: readonly string[];
  /** Members assigned to an organisation unit, by its uid. */
  readonly at: ReadonlyMap<string, readonly string[]>;
}

/**
 * Which members of a group a message about an organisation unit is for: all of them; those assigned to it or to a unit above it; those assigned to its parent.
 */
export type Reach = 'everyone' | 'hierarchy' | 'parent';

export const NOBODY: Group = { users: [], at: new Map() };

/** How far the flags of a template reach. */
export const reachOf = (hierarchyOnly: boolean | null, parentOnly: boolean | null): Reach => {
  if (hierarchyOnly === true) return 'hierarchy';
  return parentOnly === true ? 'parent' : 'everyone';
};

/**
 * Uids of the members that a message about a unit is for, in order and each once.
 *
 * @param path of the unit, e.g. `/ImspTQPwCqd/O6uvpzGd5pu`
 */
export function receiversOf(group: Group, path: string, reach: Reach): readonly string[] {
  if (reach === 'everyone') return group.users;
  const units = path.split('/').slice(1);
  const places = reach === 'parent' ? units.slice(0, -1).slice(-1) : units;
  return [...new Set(places.flatMap((unit) => group.at.get(unit) ?? []))].toSorted();
}

interface Member {
  readonly groupId: number;
  readonly uid: string;
  readonly units: readonly string[];
}

/** The groups by id. Who is disabled is told nothing. */
export async function loadGroups(db: Db, groupIds: readonly number[]): Promise<ReadonlyMap<number, Group>> {
  const { rows } = await sql<Member>`
    select usergroupmembers.usergroupid as "groupId", userinfo.uid,
      array (
        select organisationunit.uid from usermembership
        join organisationunit on organisationunit.organisationunitid = usermembership.organisationunitid
        where usermembership.userinfoid = userinfo.userinfoid
      ) as units
    from usergroupmembers
    join userinfo on userinfo.userinfoid = usergroupmembers.userid
    where usergroupmembers.usergroupid = any (${[...new Set(groupIds)]}::bigint[]) and userinfo.disabled is not true
    order by userinfo.uid
  `.execute(db);
  const groups = new Map<number, { readonly users: string[]; readonly at: Map<string, string[]> }>();
  for (const { groupId, uid, units } of rows) {
    const group = groups.get(groupId) ?? { users: [], at: new Map<string, string[]>() };
    groups.set(groupId, group);
    group.users.push(uid);
    for (const unit of units) {
      const users = group.at.get(unit);
      if (users) users.push(uid);
      else group.at.set(unit, [uid]);
    }
  }
  return groups;
}

/** Users assigned to organisation units, by the uid of the unit. */
export async function usersAt(db: Db, units: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ readonly unit: string; readonly users: readonly string[] }>`
    select organisationunit.uid as unit, array_agg(userinfo.uid order by userinfo.uid) as users
    from organisationunit
    join usermembership on usermembership.organisationunitid = organisationunit.organisationunitid
    join userinfo on userinfo.userinfoid = usermembership.userinfoid
    where organisationunit.uid = any (${[...new Set(units)]}::text[]) and userinfo.disabled is not true
    group by organisationunit.uid
  `.execute(db);
  return new Map(rows.map(({ unit, users }) => [unit, users]));
}
