import { type RawBuilder, sql } from 'kysely';
import type { StagedType } from '../staging/tables.js';
import type { Check } from './check.js';
import { fileFaults, isOption, typeProblem } from './values.js';

/** Longest value of an attribute (contract: schema.md §2.8). */
const LONGEST = 1200;

const ROWS = (rows: RawBuilder<unknown>) =>
  sql`${rows} as staged join staged_attribute as given on given.position = staged.position`;

/** Faults of single values, for tracked entities and enrollments alike. */
const values = (of: StagedType): readonly Check[] => [
  {
    codes: ['E1075', 'E1006'],
    stage: 'content',
    of,
    problems: (rows) => sql`
      select staged.position, case when given.attribute_ref is null then 'E1075' else 'E1006' end, array[coalesce(given.attribute_ref, '')]
      from ${ROWS(rows)}
      where given.attribute_id is null
    `,
  },
  {
    codes: ['E1077', 'E1112', 'E1125', 'E1007'],
    stage: 'content',
    of,
    problems: (rows) => sql`
      select staged.position, fault.code, fault.args
      from ${ROWS(rows)}
      join trackedentityattribute as attribute on attribute.trackedentityattributeid = given.attribute_id
      left join optionset on optionset.optionsetid = given.option_set_id
      cross join lateral (
        select 'E1077' as code, array[given.value, ${String(LONGEST)}] as args where length(given.value) > ${LONGEST}
        union all
        select 'E1112', array[given.value, 'encryption of values is not available'] where attribute.confidential
        union all
        select 'E1125', array[given.value, optionset.uid] where given.option_set_id is not null and not ${isOption}
        union all
        select 'E1007', array[given.value_type, problem.text] from (select ${typeProblem} as text) as problem where problem.text is not null
      ) as fault
      where given.value <> ''
    `,
  },
  {
    codes: ['E1084', 'E1009'],
    stage: 'content',
    of,
    problems: (rows) => sql`
      select staged.position, fault.code, fault.args from ${ROWS(rows)} cross join lateral (${fileFaults}) as fault
      where given.value <> '' and given.value_type in ('FILE_RESOURCE', 'IMAGE')
    `,
  },
];

/**
 * Values that other tracked entities have already, stored or in the payload, of attributes that must be unique, perhaps only within the unit. Case does not count, as it does not in
 * the index.
 */
const unique = (of: 'entity' | 'enrollment', unit: RawBuilder<unknown>): Check => ({
  codes: ['E1064'],
  stage: 'content',
  of,
  problems: (rows) => sql`
    select staged.position, 'E1064', array[given.value, given.attribute_ref]
    from ${ROWS(rows)}
    join trackedentityattribute as attribute on attribute.trackedentityattributeid = given.attribute_id
    where given.unique_field and given.value <> '' and (
      exists (
        select from trackedentityattributevalue as stored
        join trackedentity as other on other.trackedentityid = stored.trackedentityid
        where stored.trackedentityattributeid = given.attribute_id and lower(stored.value) = lower(given.value) and not other.deleted
          and other.uid <> given.entity_uid and (attribute.orgunitscope is not true or other.organisationunitid = ${unit})
      )
      or exists (
        select from staged_attribute as other
        left join staged_entity as theirs on theirs.uid = other.entity_uid and not theirs.repeated
        where other.unique_field and other.attribute_id = given.attribute_id and lower(other.value) = lower(given.value) and other.entity_uid <> given.entity_uid
          and other.position < given.position
          and (attribute.orgunitscope is not true or theirs.unit_id is not distinct from ${unit})
      )
    )
  `,
});

const entityUnit = sql`(
  select coalesce(own.unit_id, entity.organisationunitid) from (values (1)) as one (row)
  left join staged_entity as own on own.uid = staged.entity_uid and not own.repeated
  left join trackedentity as entity on entity.uid = staged.entity_uid
)`;

/** Attributes that the type of a tracked entity demands. */
const ofType: Check = {
  codes: ['E1090', 'E1076'],
  stage: 'content',
  of: 'entity',
  problems: (rows) => sql`
    select staged.position, case when given.position is null then 'E1090' else 'E1076' end,
      case when given.position is null
        then array[attribute.uid, type.uid, staged.uid] else array['TrackedEntityAttribute', coalesce(given.attribute_ref, attribute.uid)]
      end::text[]
    from ${rows} as staged
    join trackedentitytype as type on type.trackedentitytypeid = staged.type_id
    join trackedentitytypeattribute as link on link.trackedentitytypeid = staged.type_id and link.mandatory
    join trackedentityattribute as attribute on attribute.trackedentityattributeid = link.trackedentityattributeid
    left join staged_attribute as given on given.position = staged.position and given.attribute_id = link.trackedentityattributeid
    where case when given.position is not null then coalesce(given.value, '') = '' else not exists (
      select from trackedentityattributevalue as stored
      where stored.trackedentityid = staged.stored_id and stored.trackedentityattributeid = link.trackedentityattributeid
    ) end
  `,
};

/** Attributes that a program demands of who is enrolled, and those that it does not have. */
const ofProgram: readonly Check[] = [
  {
    codes: ['E1018', 'E1076'],
    stage: 'content',
    of: 'enrollment',
    problems: (rows) => sql`
      select staged.position, case when given.position is null then 'E1018' else 'E1076' end,
        case when given.position is null
          then array[attribute.uid, program.uid, staged.uid] else array['TrackedEntityAttribute', coalesce(given.attribute_ref, attribute.uid)]
        end::text[]
      from ${rows} as staged
      join program on program.programid = staged.program_id
      join program_attributes as link on link.programid = staged.program_id and link.mandatory
      join trackedentityattribute as attribute on attribute.trackedentityattributeid = link.trackedentityattributeid
      left join staged_attribute as given on given.position = staged.position and given.attribute_id = link.trackedentityattributeid
      where case when given.position is not null then coalesce(given.value, '') = '' else not exists (
        select from trackedentityattributevalue as stored
        where stored.trackedentityid = staged.entity_id and stored.trackedentityattributeid = link.trackedentityattributeid
      ) and not exists (
        select from staged_attribute as other
        where other.entity_uid = staged.entity_uid and other.attribute_id = link.trackedentityattributeid and other.value <> ''
      ) end
    `,
  },
  {
    codes: ['E1019'],
    stage: 'content',
    of: 'enrollment',
    problems: (rows) => sql`
      select staged.position, 'E1019', array[given.attribute_ref || '=' || coalesce(given.value, '')]
      from ${ROWS(rows)}
      where given.attribute_id is not null and given.value is not null and not exists (
        select from program_attributes as link where link.programid = staged.program_id and link.trackedentityattributeid = given.attribute_id
      )
    `,
  },
];

export const ATTRIBUTES: readonly Check[] = [
  ofType,
  ...ofProgram,
  ...values('entity'),
  ...values('enrollment'),
  unique('entity', sql`staged.unit_id`),
  unique('enrollment', entityUnit),
];
