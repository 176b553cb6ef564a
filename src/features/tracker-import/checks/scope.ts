import { type RawBuilder, sql } from 'kysely';
import type { CurrentUser } from '../../../http/index.js';
import { formatTimestamp } from '../../../kernel/clock.js';

/** Whether a unit is where the user enters data: one of their units or below one. */
export const inCaptureScope = (unit: RawBuilder<unknown>, user: CurrentUser): RawBuilder<boolean> =>
  below(unit, user, 'usermembership');

/** Whether a unit is where the user may look for tracked entities: below a search unit, or, without any of those, where they enter data. */
export const inSearchScope = (unit: RawBuilder<unknown>, user: CurrentUser): RawBuilder<boolean> => sql`case
  when exists (select from userteisearchorgunits as search where search.userinfoid = ${user.id}) then ${below(unit, user, 'userteisearchorgunits')}
  else ${inCaptureScope(unit, user)}
end`;

const below = (unit: RawBuilder<unknown>, user: CurrentUser, links: string): RawBuilder<boolean> => sql`exists (
  select from organisationunit as unit
  join ${sql.table(links)} as link on link.userinfoid = ${user.id}
  join organisationunit as top on top.organisationunitid = link.organisationunitid
  where unit.organisationunitid = ${unit} and (unit.path = top.path or unit.path like top.path || '/%')
)`;

/**
 * Whether the user may use a tracked entity in a program (contract: imports.md §7.4 `E1102`): the owning unit is in the scope that the program's access level asks for, or the user
 * was granted access for a time. It is about `program`, `own` with `program_id` and `entity_id`, and `owned` with `owner_id`.
 */
export const mayUse = (user: CurrentUser, now: Date): RawBuilder<boolean> => sql`case
  when coalesce(program.accesslevel, 'OPEN') in ('OPEN', 'AUDITED') then ${inSearchScope(sql`owned.owner_id`, user)}
  else ${inCaptureScope(sql`owned.owner_id`, user)} or exists (
    select from programtempowner as granted
    where granted.programid = own.program_id and granted.trackedentityid = own.entity_id and granted.userid = ${user.id} and granted.validtill > ${formatTimestamp(now)}::timestamp
      and program.accesslevel = 'PROTECTED'
  )
end`;
