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
 * The enrollment that an event, called `staged`, is of, stored or in the payload: joins that give `program_id`, `entity_uid` and `deleted` of `parent`, all null when there is no such
 * enrollment.
 */
export const enrollmentOfEvent: RawBuilder<unknown> = sql`
  left join enrollment as stored_parent on stored_parent.enrollmentid = staged.enrollment_id
  left join trackedentity as stored_entity on stored_entity.trackedentityid = stored_parent.trackedentityid
  left join staged_enrollment as new_parent
    on staged.enrollment_id is null and new_parent.uid = staged.enrollment_uid and not new_parent.repeated
  cross join lateral (
    select coalesce(stored_parent.programid, new_parent.program_id) as program_id, coalesce(stored_entity.uid, new_parent.entity_uid) as entity_uid,
      stored_parent.deleted
  ) as parent
`;
