import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { RuleAssignment } from './verdict.js';

export interface PlacedAssignment extends RuleAssignment {
  /** Of the enrollment or event in the payload. */
  readonly position: number;
}

/**
 * Puts values that rules assign into the staging tables of an import, over what was sent or beside it: a value of an attribute wherever the tracked entity
 * and its enrollments send that attribute, or else with the enrollment.
 */
export async function assignValues(db: Db, assignments: readonly PlacedAssignment[]): Promise<void> {
  await assignDataValues(db, latest(assignments, 'EVENT'));
  await assignAttributes(db, latest(assignments, 'ENROLLMENT'));
}

/** Of several for one field the last one counts. */
function latest(
  assignments: readonly PlacedAssignment[],
  target: RuleAssignment['target'],
): readonly PlacedAssignment[] {
  const own = assignments.filter((assignment) => assignment.target === target);
  return [...new Map(own.map((assignment) => [`${assignment.position} ${assignment.field}`, assignment])).values()];
}

const given = (assignments: readonly PlacedAssignment[]) => sql`
  unnest(
    ${assignments.map(({ position }) => position)}::integer[], ${assignments.map(({ field }) => field)}::text[],
    ${assignments.map(({ value }) => value)}::text[]
  ) as assigned (position, field, value)
`;

async function assignDataValues(db: Db, assignments: readonly PlacedAssignment[]): Promise<void> {
  if (assignments.length === 0) return;
  await sql`
    update staged_data_value as own set value = assigned.value
    from ${given(assignments)}
    where own.position = assigned.position and own.element_uid = assigned.field
  `.execute(db);
  await sql`
    insert into staged_data_value (
      position, ordinal, element_ref, value, provided_elsewhere, element_id, element_uid, value_type, option_set_id
    )
    select assigned.position,
      coalesce((select max(own.ordinal) from staged_data_value as own where own.position = assigned.position), -1)
        + row_number() over (partition by assigned.position order by element.dataelementid),
      element.uid, assigned.value, false, element.dataelementid, element.uid, element.valuetype, element.optionsetid
    from ${given(assignments)}
    join dataelement as element on element.uid = assigned.field
    where not exists (
      select from staged_data_value as own where own.position = assigned.position and own.element_uid = assigned.field
    )
  `.execute(db);
}

async function assignAttributes(db: Db, assignments: readonly PlacedAssignment[]): Promise<void> {
  if (assignments.length === 0) return;
  await sql`
    update staged_attribute as own set value = assigned.value
    from ${given(assignments)}
    join staged_enrollment as enrollment on enrollment.position = assigned.position
    where own.entity_uid = enrollment.entity_uid and own.attribute_uid = assigned.field
  `.execute(db);
  await sql`
    insert into staged_attribute (
      position, ordinal, entity_uid, attribute_ref, value, attribute_id, attribute_uid, value_type, option_set_id, unique_field
    )
    select assigned.position,
      coalesce((select max(own.ordinal) from staged_attribute as own where own.position = assigned.position), -1)
        + row_number() over (partition by assigned.position order by attribute.trackedentityattributeid),
      enrollment.entity_uid, attribute.uid, assigned.value, attribute.trackedentityattributeid, attribute.uid, attribute.valuetype,
      attribute.optionsetid, coalesce(attribute.uniquefield, false)
    from ${given(assignments)}
    join staged_enrollment as enrollment on enrollment.position = assigned.position
    join trackedentityattribute as attribute on attribute.uid = assigned.field
    where not exists (
      select from staged_attribute as own where own.entity_uid = enrollment.entity_uid and own.attribute_uid = assigned.field
    )
  `.execute(db);
}
