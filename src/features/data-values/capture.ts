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
