import { type RawBuilder, sql } from 'kysely';
import type { CurrentUser } from '../../../http/index.js';
import { isShared } from '../../../metadata/index.js';
import type { StagedType } from '../staging/tables.js';
import type { TrackerCode } from './catalogue.js';
import type { Action, Check, CheckContext } from './check.js';
import { inCaptureScope, inSearchScope, mayUse } from './scope.js';

const ALL: readonly Action[] = ['create', 'update', 'delete'];
const limited = ({ user }: CheckContext): boolean => !user.isSuper;

/** Whether rows of `table`, found by `key`, grant the user access to data; worked out once for the few rows that there are. */
export const withoutAccess = (
  table: string,
  key: string,
  user: CurrentUser,
  access: 'dataRead' | 'dataWrite',
): RawBuilder<unknown> =>
  sql`(select shared.${sql.id(key)} from ${sql.table(table)} as shared where not ${isShared('shared', user, access)})`;

/** A check whose user is the first argument. */
const access = (
  of: StagedType,
  code: TrackerCode,
  problems: (rows: RawBuilder<unknown>, user: CurrentUser) => RawBuilder<unknown>,
  actions: readonly Action[] = ALL,
  when: Check['when'] = limited,
): Check => ({ codes: [code], stage: 'access', of, actions, when, problems: (rows, { user }) => problems(rows, user) });

/** What the stored row, or for a new object the payload, says. */
const ENTITY = sql`
  left join trackedentity as stored on stored.trackedentityid = staged.stored_id
  cross join lateral (select case when staged.action = 'create' then staged.unit_id else stored.organisationunitid end as unit_id,
    coalesce(stored.trackedentitytypeid, staged.type_id) as type_id) as own
  left join organisationunit as unit on unit.organisationunitid = own.unit_id
`;

export const ENTITY_ACCESS: readonly Check[] = [
  access(
    'entity',
    'E1000',
    (rows, user) => sql`
      select staged.position, 'E1000', array[${user.uid}, unit.uid] from ${rows} as staged ${ENTITY}
      where staged.action in ('create', 'delete') and not ${inCaptureScope(sql`own.unit_id`, user)}
    `,
    ['create', 'delete'],
  ),
  access(
    'entity',
    'E1001',
    (rows, user) => sql`
      select staged.position, 'E1001', array[${user.uid}, type.uid] from ${rows} as staged ${ENTITY}
      join trackedentitytype as type on type.trackedentitytypeid = own.type_id
      where own.type_id in ${withoutAccess('trackedentitytype', 'trackedentitytypeid', user, 'dataWrite')}
    `,
  ),
  access(
    'entity',
    'E1003',
    (rows, user) => sql`
      select staged.position, 'E1003', array[${user.uid}, staged.uid] from ${rows} as staged ${ENTITY}
      where staged.action in ('update', 'delete') and not ${inSearchScope(sql`own.unit_id`, user)}
    `,
    ['update', 'delete'],
  ),
  access(
    'entity',
    'E1100',
    (rows, user) => sql`
      select staged.position, 'E1100', array[${user.uid}, staged.uid] from ${rows} as staged
      where exists (select from enrollment as own where own.trackedentityid = staged.stored_id and not own.deleted)
    `,
    ['delete'],
    ({ user }) => !user.isSuper && !user.authorities.has('F_TEI_CASCADE_DELETE'),
  ),
];

/** The program, the unit and the tracked entity with the unit that owns it there. A new tracked entity is owned by its own unit. */
const ENROLLMENT = sql`
  left join enrollment as stored on stored.enrollmentid = staged.stored_id
  cross join lateral (select coalesce(stored.programid, staged.program_id) as program_id, coalesce(stored.trackedentityid, staged.entity_id) as entity_id,
    case when staged.action = 'create' then staged.unit_id else stored.organisationunitid end as unit_id) as own
  join program on program.programid = own.program_id
`;

const OWNER = sql`
  left join trackedentity as entity on entity.trackedentityid = own.entity_id
  left join staged_entity as fresh on own.entity_id is null and fresh.uid = staged.entity_uid and not fresh.repeated
  left join trackedentityprogramowner as owner on owner.trackedentityid = own.entity_id and owner.programid = own.program_id
  cross join lateral (select coalesce(owner.organisationunitid, entity.organisationunitid, fresh.unit_id) as owner_id) as owned
`;

export const ENROLLMENT_ACCESS: readonly Check[] = [
  access(
    'enrollment',
    'E1000',
    (rows, user) => sql`
      select staged.position, 'E1000', array[${user.uid}, unit.uid] from ${rows} as staged ${ENROLLMENT}
      join organisationunit as unit on unit.organisationunitid = own.unit_id
      where staged.action in ('create', 'delete') and not ${inCaptureScope(sql`own.unit_id`, user)}
    `,
    ['create', 'delete'],
  ),
  access(
    'enrollment',
    'E1103',
    (rows, user) => sql`
      select staged.position, 'E1103', array[${user.uid}, staged.uid] from ${rows} as staged
      where exists (select from event as own where own.enrollmentid = staged.stored_id and not own.deleted)
    `,
    ['delete'],
    ({ user }) => !user.isSuper && !user.authorities.has('F_ENROLLMENT_CASCADE_DELETE'),
  ),
  access(
    'enrollment',
    'E1091',
    (rows, user) => sql`
      select staged.position, 'E1091', array[${user.uid}, program.uid] from ${rows} as staged ${ENROLLMENT}
      where own.program_id in ${withoutAccess('program', 'programid', user, 'dataWrite')}
    `,
  ),
  access(
    'enrollment',
    'E1104',
    (rows, user) => sql`
      select staged.position, 'E1104', array[${user.uid}, program.uid, type.uid] from ${rows} as staged ${ENROLLMENT}
      join trackedentitytype as type on type.trackedentitytypeid = program.trackedentitytypeid
      where program.trackedentitytypeid in ${withoutAccess('trackedentitytype', 'trackedentitytypeid', user, 'dataRead')}
    `,
  ),
  {
    codes: ['E1102'],
    stage: 'access',
    of: 'enrollment',
    actions: ALL,
    when: limited,
    problems: (rows, { user, now }) => sql`
      select staged.position, 'E1102', array[${user.uid}, coalesce(entity.uid, staged.entity_uid), program.uid] from ${rows} as staged ${ENROLLMENT} ${OWNER}
      where owned.owner_id is not null and not ${mayUse(user, now)}
    `,
  },
];
