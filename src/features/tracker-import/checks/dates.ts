import { type RawBuilder, sql } from 'kysely';
import { formatTimestamp } from '../../../kernel/clock.js';
import type { Check } from './check.js';
import { openDays } from './expiry.js';

const day = (now: Date): RawBuilder<unknown> => sql`${formatTimestamp(now)}::timestamp::date`;
const text = (column: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS')`;

/** Dates of enrollments (contract: imports.md §7.4). */
const ENROLLMENT_DATES: readonly Check[] = [
  {
    codes: ['E1025', 'E1020', 'E1021', 'E1023', 'E1052'],
    stage: 'content',
    of: 'enrollment',
    problems: (rows, { now }) => sql`
      select staged.position, fault.code, fault.args
      from ${rows} as staged
      join program on program.programid = staged.program_id
      cross join lateral (
        select 'E1025' as code, '{}'::text[] as args where staged.enrolled_at is null
        union all
        select 'E1020', array[${text(sql`staged.enrolled_at`)}]
        where program.selectenrollmentdatesinfuture is not true and staged.enrolled_at::date > ${day(now)}
        union all
        select 'E1021', array[${text(sql`staged.occurred_at`)}]
        where program.selectincidentdatesinfuture is not true and staged.occurred_at::date > ${day(now)}
        union all
        select 'E1023', '{}' where program.displayincidentdate and staged.occurred_at is null
        union all
        select 'E1052', array[staged.uid, staged.status] where staged.completed_at is not null and staged.status = 'ACTIVE'
      ) as fault
    `,
  },
];

/** Dates of events, and until when they may be entered. */
const EVENT_DATES: readonly Check[] = [
  {
    codes: ['E1031', 'E1050', 'E1051'],
    stage: 'content',
    of: 'event',
    problems: (rows) => sql`
      select staged.position, fault.code, fault.args
      from ${rows} as staged
      cross join lateral (
        select 'E1031' as code, '{}'::text[] as args
        where staged.occurred_at is null and (not staged.registration or staged.status in ('ACTIVE', 'COMPLETED'))
        union all
        select 'E1050', '{}' where staged.scheduled_at is null and staged.status = 'SCHEDULE' and (staged.registration or staged.occurred_at is not null)
        union all
        select 'E1051', array[staged.uid, staged.status] where staged.completed_at is not null and staged.status <> 'COMPLETED'
      ) as fault
    `,
  },
  {
    codes: ['E1043'],
    stage: 'content',
    of: 'event',
    when: ({ user }) => !user.isSuper && !user.authorities.has('F_EDIT_EXPIRED'),
    problems: (rows, { now }) => sql`
      select staged.position, 'E1043', array[staged.uid]
      from ${rows} as staged
      join program on program.programid = staged.program_id
      left join event as stored on stored.eventid = staged.stored_id
      where program.completeeventsexpirydays > 0 and staged.status = 'COMPLETED'
        and ${formatTimestamp(now)}::timestamp
          > coalesce(staged.completed_at, stored.completeddate, ${formatTimestamp(now)}::timestamp) + make_interval(days => program.completeeventsexpirydays)
    `,
  },
  {
    codes: ['E1046', 'E1047'],
    stage: 'content',
    of: 'event',
    when: ({ user, firstOpenDays }) =>
      firstOpenDays.length > 0 && !user.isSuper && !user.authorities.has('F_EDIT_EXPIRED'),
    problems: (rows, { firstOpenDays }) => sql`
      select staged.position,
        case when coalesce(staged.occurred_at, staged.scheduled_at) is null then 'E1046' else 'E1047' end, array[staged.uid]
      from ${rows} as staged
      join ${openDays(firstOpenDays)} as open (programid, day) on open.programid = staged.program_id
      where coalesce(staged.occurred_at, staged.scheduled_at) is null or coalesce(staged.occurred_at, staged.scheduled_at) < open.day
    `,
  },
];

/** The dates between which category options may be used; a program may leave them open for some days more (contract: imports.md §7.4 `E1056`, `E1057`). */
const OPTION_DATES: Check = {
  codes: ['E1056', 'E1057'],
  stage: 'content',
  of: 'event',
  problems: (rows, { now }) => sql`
    select staged.position, fault.code, fault.args
    from ${rows} as staged
    join program on program.programid = staged.program_id
    join categoryoptioncombos_categoryoptions as member on member.categoryoptioncomboid = staged.option_combo_id
    join categoryoption as option on option.categoryoptionid = member.categoryoptionid and (option.startdate is not null or option.enddate is not null)
    cross join lateral (
      select coalesce(staged.occurred_at, staged.scheduled_at, ${formatTimestamp(now)}::timestamp) as at,
        option.enddate::date + coalesce(program.opendaysaftercoenddate, 0) as last
    ) as event
    cross join lateral (
      select 'E1056' as code, array[event.at::date::text, option.startdate::date::text, option.name::text] as args where event.at < option.startdate
      union all
      select 'E1057', array[event.at::date::text, event.last::text, option.name, program.name] where event.at::date > event.last
    ) as fault
  `,
};

export const DATES: readonly Check[] = [...ENROLLMENT_DATES, ...EVENT_DATES, OPTION_DATES];
