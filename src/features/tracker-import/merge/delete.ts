import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { type Authorship, accepted } from './accepted.js';

/**
 * Marks what was asked for as deleted, and with a tracked entity its enrollments, with an enrollment its events, with each of them its relationships. Rows stay until maintenance
 * removes them.
 */
export async function deleteObjects(db: Db, by: Authorship): Promise<void> {
  const entities = sql`select stored_id from ${accepted('entity', 'delete')} as staged`;
  const enrollments = sql`
    select stored_id from ${accepted('enrollment', 'delete')} as staged
    union
    select own.enrollmentid from enrollment as own where own.trackedentityid in (${entities}) and not own.deleted
  `;
  const events = sql`
    select stored_id from ${accepted('event', 'delete')} as staged
    union
    select own.eventid from event as own where own.enrollmentid in (${enrollments}) and not own.deleted
  `;
  const touched = sql`
    select own.trackedentityid from enrollment as own where own.enrollmentid in (${enrollments})
    union
    select own.trackedentityid from event join enrollment as own on own.enrollmentid = event.enrollmentid where event.eventid in (${events})
  `;
  // From the outside in: what hangs on a row is found by that row while it is not deleted yet.
  await deleteRelationships(db, by, entities, enrollments, events);
  const { now, userInfo, user } = by;
  await sql`
    update trackedentity set lastupdated = ${now}, lastupdatedby = ${user.id}, lastupdatedbyuserinfo = ${userInfo}
    where trackedentity.trackedentityid in (${touched}) and not trackedentity.deleted
  `.execute(db);
  await sql`
    update event set deleted = true, lastupdated = ${now}, lastupdatedbyuserinfo = ${userInfo} where event.eventid in (${events})
  `.execute(db);
  await sql`
    update enrollment set deleted = true, lastupdated = ${now}, lastupdatedbyuserinfo = ${userInfo} where enrollment.enrollmentid in (${enrollments})
  `.execute(db);
  await sql`
    update trackedentity set deleted = true, lastupdated = ${now}, lastupdatedby = ${user.id}, lastupdatedbyuserinfo = ${userInfo}
    where trackedentity.trackedentityid in (${entities})
  `.execute(db);
}

async function deleteRelationships(
  db: Db,
  { now, user }: Authorship,
  entities: RawBuilder<unknown>,
  enrollments: RawBuilder<unknown>,
  events: RawBuilder<unknown>,
): Promise<void> {
  // Locked in the order of their keys: two imports may each delete one end of the same relationships.
  await sql`
    with gone as (
      select own.relationshipid from relationship as own
      where own.deleted is not true and own.relationshipid in (
        select stored_id from ${accepted('relationship', 'delete')} as staged
        union select item.relationshipid from relationshipitem as item where item.trackedentityid in (${entities})
        union select item.relationshipid from relationshipitem as item where item.enrollmentid in (${enrollments})
        union select item.relationshipid from relationshipitem as item where item.eventid in (${events})
      )
      order by own.relationshipid for no key update
    )
    update relationship as own set deleted = true, lastupdated = ${now}, lastupdatedby = ${user.id}
    from gone where own.relationshipid = gone.relationshipid
  `.execute(db);
}
