import { sql } from 'kysely';
import { withoutAccess } from './access.js';
import type { Action, Check, CheckContext } from './check.js';
import { inCaptureScope, mayUse } from './scope.js';

const ALL: readonly Action[] = ['create', 'update', 'delete'];
const limited = ({ user }: CheckContext): boolean => !user.isSuper;

/** What an event is about, by the stored row or, for a new one, by the payload: stage, program, unit and tracked entity. */
const EVENT = sql`
  left join event as stored on stored.eventid = staged.stored_id
  left join enrollment as parent on parent.enrollmentid = coalesce(stored.enrollmentid, staged.enrollment_id)
  left join staged_enrollment as fresh on staged.registration and staged.enrollment_id is null and fresh.uid = staged.enrollment_uid and not fresh.repeated
  join programstage as stage on stage.programstageid = coalesce(stored.programstageid, staged.stage_id)
  join program on program.programid = stage.programid
  cross join lateral (select program.programid as program_id, coalesce(parent.trackedentityid, fresh.entity_id) as entity_id, fresh.entity_uid,
    case when staged.action = 'create' then staged.unit_id else stored.organisationunitid end as unit_id) as own
`;

const registering = sql`program.type = 'WITH_REGISTRATION'`;

/** Whether the user may enter the event (contract: imports.md §7.4). */
export const EVENT_ACCESS: readonly Check[] = [
  {
    codes: ['E1000'],
    stage: 'access',
    of: 'event',
    actions: ALL,
    when: limited,
    problems: (rows, { user }) => sql`
      select staged.position, 'E1000', array[${user.uid}, unit.uid] from ${rows} as staged ${EVENT}
      join organisationunit as unit on unit.organisationunitid = own.unit_id
      where (staged.action in ('create', 'delete') or not ${registering}) and not ${inCaptureScope(sql`own.unit_id`, user)}
    `,
  },
  {
    codes: ['E1091', 'E1095', 'E1096', 'E1104'],
    stage: 'access',
    of: 'event',
    actions: ALL,
    when: limited,
    problems: (rows, { user }) => sql`
      select staged.position, fault.code, fault.args
      from ${rows} as staged ${EVENT}
      left join trackedentitytype as type on type.trackedentitytypeid = program.trackedentitytypeid
      cross join lateral (
        select 'E1091' as code, array[${user.uid}, program.uid::text] as args
        where not ${registering} and program.programid in ${withoutAccess('program', 'programid', user, 'dataWrite')}
        union all
        select 'E1095', array[${user.uid}, stage.uid]
        where ${registering} and stage.programstageid in ${withoutAccess('programstage', 'programstageid', user, 'dataWrite')}
        union all
        select 'E1096', array[${user.uid}, program.uid]
        where ${registering} and program.programid in ${withoutAccess('program', 'programid', user, 'dataRead')}
        union all
        select 'E1104', array[${user.uid}, program.uid, type.uid]
        where ${registering} and type.trackedentitytypeid in ${withoutAccess('trackedentitytype', 'trackedentitytypeid', user, 'dataRead')}
      ) as fault
    `,
  },
  {
    codes: ['E1102'],
    stage: 'access',
    of: 'event',
    actions: ALL,
    when: limited,
    problems: (rows, { user, now }) => sql`
      select staged.position, 'E1102', array[${user.uid}, coalesce(entity.uid, own.entity_uid), program.uid]
      from ${rows} as staged ${EVENT}
      left join trackedentity as entity on entity.trackedentityid = own.entity_id
      join trackedentityprogramowner as owner on owner.trackedentityid = own.entity_id and owner.programid = program.programid
      cross join lateral (select owner.organisationunitid as owner_id) as owned
      where ${registering} and not ${mayUse(user, now)}
    `,
  },
  {
    codes: ['E1099'],
    stage: 'access',
    of: 'event',
    actions: ALL,
    when: limited,
    problems: (rows, { user }) => sql`
      select staged.position, 'E1099', array[${user.uid}, option.uid]
      from ${rows} as staged
      left join event as stored on stored.eventid = staged.stored_id
      join categoryoptioncombos_categoryoptions as member on member.categoryoptioncomboid = coalesce(staged.option_combo_id, stored.attributeoptioncomboid)
      join categoryoption as option on option.categoryoptionid = member.categoryoptionid
      where option.name <> 'default' and option.categoryoptionid in ${withoutAccess('categoryoption', 'categoryoptionid', user, 'dataWrite')}
    `,
  },
  {
    codes: ['E1083'],
    stage: 'access',
    of: 'event',
    actions: ['update'],
    when: ({ user }) => !user.isSuper && !user.authorities.has('F_UNCOMPLETE_EVENT'),
    problems: (rows, { user }) => sql`
      select staged.position, 'E1083', array[${user.uid}] from ${rows} as staged
      join event as stored on stored.eventid = staged.stored_id
      where staged.action = 'update' and stored.status = 'COMPLETED' and staged.status <> 'COMPLETED'
    `,
  },
];
