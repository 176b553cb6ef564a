import { sql } from 'kysely';
import { isShared } from '../../../metadata/index.js';
import type { Check } from './check.js';

/** The two ends of a relationship called `staged`, with the constraint of the type for each. */
const ENDS = sql`
  join relationshiptype as type on type.relationshiptypeid = staged.type_id
  cross join lateral (values
    ('from', staged.from_kind, staged.from_uid, type.from_relationshipconstraintid), ('to', staged.to_kind, staged.to_uid, type.to_relationshipconstraintid)
  ) as side (name, kind, uid, constraintid)
  join relationshipconstraint as rule on rule.relationshipconstraintid = side.constraintid
`;

/** The kind that a constraint asks for, in the words of the payload. */
const wanted = sql`case rule.entity
  when 'TRACKED_ENTITY_INSTANCE' then 'TRACKED_ENTITY' when 'PROGRAM_INSTANCE' then 'ENROLLMENT' when 'PROGRAM_STAGE_INSTANCE' then 'EVENT'
end`;

const NAME = (kind: ReturnType<typeof sql>) =>
  sql`case ${kind} when 'TRACKED_ENTITY' then 'trackedEntity' when 'ENROLLMENT' then 'enrollment' else 'event' end`;

/** Whether the object of an end is there, stored and not deleted, or in the payload. */
const there = sql`case side.kind
  when 'TRACKED_ENTITY' then exists (select from trackedentity as own where own.uid = side.uid and not own.deleted)
    or exists (select from staged_entity as own where own.uid = side.uid)
  when 'ENROLLMENT' then exists (select from enrollment as own where own.uid = side.uid and not own.deleted)
    or exists (select from staged_enrollment as own where own.uid = side.uid)
  else exists (select from event as own where own.uid = side.uid and not own.deleted)
    or exists (select from staged_event as own where own.uid = side.uid)
end`;

/** Relationships (contract: imports.md §7.4). One that is there is never changed, so only new ones are looked at. */
export const RELATIONSHIPS: readonly Check[] = [
  {
    codes: ['E4001', 'E4000'],
    stage: 'mandatory',
    of: 'relationship',
    actions: ['create'],
    problems: (rows) => sql`
      select staged.position, fault.code, fault.args
      from ${rows} as staged
      cross join lateral (
        select 'E4001' as code, array['from', staged.uid] as args where staged.from_items <> 1 or (staged.from_items = 1 and staged.from_uid is null)
        union all
        select 'E4001', array['to', staged.uid] where staged.to_items <> 1 or (staged.to_items = 1 and staged.to_uid is null)
        union all
        select 'E4000', array[staged.uid] where staged.from_uid = staged.to_uid and staged.from_kind = staged.to_kind
      ) as fault
      where staged.action = 'create'
    `,
  },
  {
    codes: ['E4010', 'E4012'],
    stage: 'relations',
    of: 'relationship',
    actions: ['create'],
    problems: (rows) => sql`
      select staged.position, fault.code, fault.args
      from ${rows} as staged ${ENDS}
      cross join lateral (
        select 'E4010' as code, array[side.name, ${NAME(wanted)}, ${NAME(sql`side.kind`)}] as args where side.kind <> ${wanted}
        union all
        select 'E4012', array[${NAME(sql`side.kind`)}, side.uid] where side.kind = ${wanted} and not ${there}
      ) as fault
    `,
  },
  {
    codes: ['E4014'],
    stage: 'relations',
    of: 'relationship',
    actions: ['create'],
    problems: (rows) => sql`
      select staged.position, 'E4014', array[side.name, demanded.uid, actual.uid]
      from ${rows} as staged ${ENDS}
      cross join lateral (
        select own.trackedentitytypeid as id from trackedentity as own where own.uid = side.uid
        union all
        select own.type_id from staged_entity as own where own.uid = side.uid and not own.repeated and own.stored_id is null
      ) as entity
      join trackedentitytype as demanded on demanded.trackedentitytypeid = rule.trackedentitytypeid
      join trackedentitytype as actual on actual.trackedentitytypeid = entity.id
      where side.kind = 'TRACKED_ENTITY' and ${wanted} = 'TRACKED_ENTITY' and entity.id <> rule.trackedentitytypeid
    `,
  },
  {
    codes: ['E4020'],
    stage: 'access',
    of: 'relationship',
    actions: ['create', 'delete'],
    when: ({ user }) => !user.isSuper,
    problems: (rows, { user }) => sql`
      select staged.position, 'E4020', array[${user.uid}, staged.uid]
      from ${rows} as staged
      left join relationship as stored on stored.relationshipid = staged.stored_id
      join relationshiptype as type on type.relationshiptypeid = coalesce(stored.relationshiptypeid, staged.type_id)
      where not ${isShared('type', user, 'dataWrite')}
    `,
  },
  {
    codes: ['E4018'],
    stage: 'repeats',
    of: 'relationship',
    actions: ['create'],
    problems: (rows) => sql`
      select staged.position, 'E4018', array[staged.uid, ${NAME(sql`staged.from_kind`)}, staged.from_uid, ${NAME(sql`staged.to_kind`)}, staged.to_uid]
      from ${rows} as staged
      where exists (
        select from relationship as stored
        where stored.deleted is not true and stored.key = concat_ws('_', staged.type_uid, staged.from_uid, staged.to_uid)
      ) or staged.bidirectional and exists (
        select from relationship as stored
        where stored.deleted is not true and stored.key = concat_ws('_', staged.type_uid, staged.to_uid, staged.from_uid)
      ) or exists (
        select from staged_relationship as other
        where other.position < staged.position and other.action = 'create' and not other.refused and other.type_id = staged.type_id and (
          (other.from_uid, other.to_uid) = (staged.from_uid, staged.to_uid)
          or staged.bidirectional and (other.from_uid, other.to_uid) = (staged.to_uid, staged.from_uid)
        )
      )
    `,
  },
];
