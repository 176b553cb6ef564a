import { type RawBuilder, sql } from 'kysely';
import type { CurrentUser } from '../../http/index.js';

/** Whether the user may read the metadata of rows of `alias`, by their sharing (contract: schema.md §2.9). */
export function isReadable(alias: string, user: CurrentUser): RawBuilder<boolean> {
  return isShared(alias, user, 'r%');
}

/** Whether the user may read the data that rows of `alias` stand for, which sharing grants apart from the metadata. */
export function isDataReadable(alias: string, user: CurrentUser): RawBuilder<boolean> {
  return isShared(alias, user, '__r%');
}

function isShared(alias: string, user: CurrentUser, access: string): RawBuilder<boolean> {
  if (user.isSuper) return sql`true`;
  const sharing = sql.ref(`${alias}.sharing`);
  return sql`(
    coalesce(${sharing} ->> 'public', 'rwrw') like ${access}
    or ${sharing} ->> 'owner' = ${user.uid}
    or ${sharing} -> 'users' -> ${user.uid} ->> 'access' like ${access}
    or exists (
      select
      from usergroupmembers
      join usergroup on usergroup.usergroupid = usergroupmembers.usergroupid
      where usergroupmembers.userid = ${user.id}
        and ${sharing} -> 'userGroups' -> usergroup.uid ->> 'access' like ${access}
    )
  )`;
}
