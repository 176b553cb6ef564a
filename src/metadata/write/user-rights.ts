import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { type CurrentUser, hasAuthority } from '../../http/index.js';

/** To make and change any user; those with the other authority need one of the user's groups to be managed by one of theirs. */
const ADD_ANY = 'F_USER_ADD';
/** To put users into groups that one may only look at. */
const ADD_MEMBERS = 'F_USER_GROUPS_READ_ONLY_ADD_MEMBERS';

/** Keys of the groups that the groups of a user manage. */
export const managedGroups = (user: CurrentUser): RawBuilder<unknown> => sql`
  select managed.managedgroupid
  from usergroupmembers as membership
  join usergroupmanaged as managed on managed.managedbygroupid = membership.usergroupid
  where membership.userid = ${user.id}
`;

/** Whether the user in the row `alias` has an authority that the other user has not. */
export const isStronger = (alias: string, user: CurrentUser): RawBuilder<boolean> =>
  user.isSuper
    ? sql`false`
    : sql`exists (
        select from userrolemembers
        join userroleauthorities on userroleauthorities.userroleid = userrolemembers.userroleid
        where userrolemembers.userid = ${sql.ref(`${alias}.userinfoid`)}
          and not userroleauthorities.authority = any (${[...user.authorities]})
      )`;

/** Whether the user in the row `alias` is in a group that the other user manages. */
export const isManaged = (alias: string, user: CurrentUser): RawBuilder<boolean> =>
  user.isSuper
    ? sql`true`
    : sql`exists (
        select from usergroupmembers as member
        where member.userid = ${sql.ref(`${alias}.userinfoid`)} and member.usergroupid in (${managedGroups(user)})
      )`;

/** What keeps somebody from changing or removing a user. */
export interface Obstacle {
  readonly uid: string;
  /** The user may do more than whoever wants to change them. */
  readonly stronger: boolean;
  /** None of the user's groups is managed, and the authority for all users is missing. */
  readonly unmanaged: boolean;
}

/** For each of the stored users that `user` may not change, why (contract: imports.md §8.4). */
export async function obstacles(
  db: Db,
  user: CurrentUser,
  uids: readonly string[],
): Promise<ReadonlyMap<string, Obstacle>> {
  if (user.isSuper || uids.length === 0) return new Map();
  const unmanaged = hasAuthority(user, ADD_ANY) ? sql`false` : sql`not ${isManaged('userinfo', user)}`;
  const { rows } = await sql<Obstacle>`
    select found.* from (
      select userinfo.uid, ${isStronger('userinfo', user)} as stronger, ${unmanaged} as unmanaged
      from userinfo
      where userinfo.uid = any (${uids})
    ) as found
    where found.stronger or found.unmanaged
  `.execute(db);
  return new Map(rows.map((row) => [row.uid, row]));
}

/** Of the groups, those that `user` may put others into, and whether they manage them. */
export async function openGroups(
  db: Db,
  user: CurrentUser,
  groups: readonly string[],
  mayUpdate: (sharing: unknown) => boolean,
): Promise<ReadonlyMap<string, { readonly managed: boolean; readonly open: boolean }>> {
  if (groups.length === 0) return new Map();
  const { rows } = await sql<{ uid: string; sharing: unknown; managed: boolean }>`
    select usergroup.uid, usergroup.sharing, usergroup.usergroupid in (${managedGroups(user)}) as managed
    from usergroup
    where usergroup.uid = any (${groups})
  `.execute(db);
  const anywhere = hasAuthority(user, ADD_MEMBERS);
  return new Map(
    rows.map(({ uid, sharing, managed }) => [uid, { managed, open: managed || anywhere || mayUpdate(sharing) }]),
  );
}

export const needsManagedGroup = (user: CurrentUser): boolean => !hasAuthority(user, ADD_ANY);
