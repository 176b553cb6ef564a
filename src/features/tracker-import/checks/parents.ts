import { type RawBuilder, sql } from 'kysely';

/** The tracked entity that an enrollment, called `staged`, is of, stored or in the payload: joins that give `entity_type_id` and `entity_unit_id` of `parent`. */
export const entityOfEnrollment: RawBuilder<unknown> = sql`
  cross join lateral (
    select stored.trackedentitytypeid as entity_type_id, stored.organisationunitid as entity_unit_id
    from trackedentity as stored where stored.trackedentityid = staged.entity_id
    union all
    select own.type_id, own.unit_id from staged_entity as own
    where staged.entity_id is null and own.uid = staged.entity_uid and not own.repeated
  ) as parent
`;

/**
 * The enrollment that an event, called `staged`, is of, stored or in the payload: a join that gives `program_id`, `entity_uid`, `entity_id` (null for a new tracked entity), `deleted` and
 * `found` of `parent`.
 */
export const enrollmentOfEvent: RawBuilder<unknown> = sql`
  left join lateral (
    select stored.programid as program_id, entity.uid as entity_uid, entity.trackedentityid as entity_id, stored.deleted, true as found
    from enrollment as stored
    left join trackedentity as entity on entity.trackedentityid = stored.trackedentityid
    where stored.enrollmentid = staged.enrollment_id
    union all
    select own.program_id, own.entity_uid, own.entity_id, false, true
    from staged_enrollment as own
    where staged.enrollment_id is null and own.uid = staged.enrollment_uid and not own.repeated
  ) as parent on true
`;
