import { type RawBuilder, sql } from 'kysely';
import type { CurrentUser } from '../../http/index.js';

/** Whether the row `unit` of `organisationunit` is one of those that the user enters data for, or below one. Every unit is for super users. */
export const isCaptureUnit = (user: CurrentUser): RawBuilder<boolean> =>
  user.isSuper ? sql`true` : isBelow(sql`select organisationunitid from usermembership where userinfoid = ${user.id}`);

/** Whether the row `unit` of `organisationunit` is one of those whose data the user may see, or below one: their units for data output, or where they have none those for entry. */
export const isViewUnit = (user: CurrentUser): RawBuilder<boolean> =>
  user.isSuper
    ? sql`true`
    : isBelow(sql`
        select organisationunitid from userdatavieworgunits where userinfoid = ${user.id}
        union all
        select organisationunitid from usermembership
        where userinfoid = ${user.id} and not exists (select from userdatavieworgunits where userinfoid = ${user.id})
      `);

const isBelow = (own: RawBuilder<unknown>): RawBuilder<boolean> => sql`exists (
  select from (${own}) as own
  join organisationunit as top on top.organisationunitid = own.organisationunitid
  where unit.path = top.path or unit.path like top.path || '/%'
)`;
