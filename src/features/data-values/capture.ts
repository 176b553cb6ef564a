import { type RawBuilder, sql } from 'kysely';
import type { CurrentUser } from '../../http/index.js';

/** Whether the unit called `alias` is one of those that the user enters data for, or below one; everything is for super users. */
export function isCaptured(alias: string, user: CurrentUser): RawBuilder<boolean> {
  if (user.isSuper) return sql`true`;
  return sql`exists (
    select from usermembership
    join organisationunit as top on top.organisationunitid = usermembership.organisationunitid
    where usermembership.userinfoid = ${user.id} and ${sql.ref(`${alias}.path`)} like top.path || '%'
  )`;
}

/** Whether the user may see data of the unit called `alias`: it is one of their units for data output, or where they have none one of those for entry, or below one. */
export function isViewed(alias: string, user: CurrentUser): RawBuilder<boolean> {
  if (user.isSuper) return sql`true`;
  return sql`exists (
    select from (
      select viewed.organisationunitid from userdatavieworgunits as viewed where viewed.userinfoid = ${user.id}
      union all
      select own.organisationunitid from usermembership as own
      where own.userinfoid = ${user.id} and not exists (select from userdatavieworgunits where userinfoid = ${user.id})
    ) as viewed
    join organisationunit as top on top.organisationunitid = viewed.organisationunitid
    where ${sql.ref(`${alias}.path`)} like top.path || '%'
  )`;
}
