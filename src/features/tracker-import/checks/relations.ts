import { sql } from 'kysely';
import type { Check } from './check.js';
import { enrollmentOfEvent, entityOfEnrollment } from './parents.js';

/** What enrollments and events have to do with the program, its stages and its units. */
export const RELATIONS: readonly Check[] = [
  {
    codes: ['E1014'],
    stage: 'relations',
    of: 'enrollment',
    problems: (rows) => sql`
      select staged.position, 'E1014', array[staged.program_ref] from ${rows} as staged
      join program on program.programid = staged.program_id
      where program.type = 'WITHOUT_REGISTRATION'
    `,
  },
  {
    codes: ['E1041'],
    stage: 'relations',
    of: 'enrollment',
    problems: (rows) => sql`
      select staged.position, 'E1041', array[staged.unit_ref, staged.program_ref] from ${rows} as staged
      where not exists (
        select from program_organisationunits as link
        where link.programid = staged.program_id and link.organisationunitid = staged.unit_id
      )
    `,
  },
  {
    codes: ['E1022'],
    stage: 'relations',
    of: 'enrollment',
    problems: (rows) => sql`
      select staged.position, 'E1022', array[staged.entity_uid, staged.program_ref] from ${rows} as staged
      join program on program.programid = staged.program_id
      ${entityOfEnrollment}
      where program.trackedentitytypeid <> parent.entity_type_id
    `,
  },
  {
    codes: ['E1089'],
    stage: 'relations',
    of: 'event',
    problems: (rows) => sql`
      select staged.position, 'E1089', array[staged.uid, coalesce(staged.stage_ref, stage.uid), coalesce(staged.program_ref, program.uid)]
      from ${rows} as staged
      join programstage as stage on stage.programstageid = staged.stage_id
      join program on program.programid = staged.program_id
      where stage.programid <> staged.program_id
    `,
  },
  {
    codes: ['E1033', 'E1313', 'E1079', 'E1113'],
    stage: 'relations',
    of: 'event',
    problems: (rows) => sql`
      select staged.position, fault.code, fault.args
      from ${rows} as staged
      join program on program.programid = staged.program_id
      ${enrollmentOfEvent}
      cross join lateral (
        select 'E1033' as code, array[staged.uid] as args where staged.enrollment_uid is null
        union all
        select 'E1313', array[staged.uid] where staged.enrollment_uid is not null and parent.entity_uid is null
        union all
        select 'E1079', array[staged.uid, coalesce(staged.program_ref, program.uid), staged.enrollment_uid]
        where staged.enrollment_uid is not null and parent.program_id is distinct from staged.program_id
          and not exists (
            select from staged_enrollment as own where own.uid = staged.enrollment_uid and own.program_id is null and staged.enrollment_id is null
          )
        union all
        -- The peer hangs new events on enrollments that are deleted; nobody would ever see them.
        select 'E1113', array[staged.enrollment_uid] where parent.deleted
      ) as fault
      where staged.registration
    `,
  },
  {
    codes: ['E1029'],
    stage: 'relations',
    of: 'event',
    problems: (rows) => sql`
      select staged.position, 'E1029', array[staged.unit_ref, coalesce(staged.program_ref, program.uid)] from ${rows} as staged
      join program on program.programid = staged.program_id
      where not exists (
        select from program_organisationunits as link
        where link.programid = staged.program_id and link.organisationunitid = staged.unit_id
      )
    `,
  },
];
