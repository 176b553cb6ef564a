import { sql } from 'kysely';
import type { Check } from './check.js';

/**
 * Other enrollments of the same tracked entity in the same program that are not cancelled: those that are stored and stay, and those of the payload. A stored one that the payload changes
 * counts as the payload has it.
 */
const others = sql`
  cross join lateral (
    select bool_or(other.status = 'ACTIVE') as active, count(*) > 0 as any
    from (
      select own.uid, own.status
      from enrollment as own
      where own.trackedentityid = staged.entity_id and own.programid = staged.program_id and not own.deleted
        and not exists (select from staged_enrollment as given where given.uid = own.uid and not given.refused)
      union all
      select own.uid, own.status
      from staged_enrollment as own
      where own.entity_uid = staged.entity_uid and own.program_id = staged.program_id and not own.refused
    ) as other
    where other.uid <> staged.uid and other.status in ('ACTIVE', 'COMPLETED')
  ) as others
`;

/** How often a tracked entity may be enrolled in a program (contract: imports.md §7.4). */
export const ENROLLMENTS: readonly Check[] = [
  {
    codes: ['E1015', 'E1016'],
    stage: 'content',
    of: 'enrollment',
    problems: (rows) => sql`
      select staged.position, fault.code, array[staged.entity_uid, staged.program_ref]
      from ${rows} as staged
      join program on program.programid = staged.program_id
      ${others}
      cross join lateral (
        select 'E1015' as code where staged.status = 'ACTIVE' and others.active
        union all
        select 'E1016' where program.onlyenrollonce and others.any
      ) as fault
      where staged.status <> 'CANCELLED'
    `,
  },
];
