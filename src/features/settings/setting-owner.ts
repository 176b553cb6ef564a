import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { type CurrentUser, hasAuthority } from '../../http/index.js';
import { conflict, forbidden, objectNotFound } from '../../kernel/errors/index.js';

/** How a request names the user whose settings are meant: by name or by uid. */
export interface OwnerParameters {
  readonly user?: string | undefined;
  readonly userId?: string | undefined;
}

/**
 * The id of the user whose settings are meant: the one named, if the one who asks may manage users, else the one who asks. Naming a user by name opens no
 * door here; in the peer it skips the check.
 *
 * @throws OrderlyError 403 when they may not manage that user, 404 or 409 when there is no such user
 */
export async function settingOwner(db: Db, asking: CurrentUser, { user, userId }: OwnerParameters): Promise<number> {
  if (user === undefined && userId === undefined) return asking.id;
  const { rows } = await sql<{ id: number; username: string; managed: boolean }>`
    select
      userinfo.userinfoid as id, userinfo.username,
      exists (
        select
        from usergroupmembers as own
        join usergroupmanaged on usergroupmanaged.managedbygroupid = own.usergroupid
        join usergroupmembers as theirs on theirs.usergroupid = usergroupmanaged.managedgroupid
        where own.userid = ${asking.id} and theirs.userid = userinfo.userinfoid
      ) as managed
    from userinfo
    where ${userId === undefined ? sql`userinfo.username = ${user}` : sql`userinfo.uid = ${userId}`}
  `.execute(db);
  const [owner] = rows;
  if (owner?.id === asking.id) return owner.id;
  const manages =
    hasAuthority(asking, 'F_USER_ADD') ||
    (owner?.managed === true && hasAuthority(asking, 'F_USER_ADD_WITHIN_MANAGED_GROUP'));
  // Whoever may manage nobody does not learn who exists.
  if (!manages) throw forbidden(`You are not authorized to access user: ${userId ?? user}`);
  if (owner) return owner.id;
  throw userId === undefined
    ? conflict(`User with username ${user} could not be found.`)
    : objectNotFound('User', userId);
}
