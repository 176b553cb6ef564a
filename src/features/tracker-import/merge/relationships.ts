import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { type Authorship, accepted, expectCreated, type ToStore } from './accepted.js';

/** Relationships with their two items, which are made in the order from, to: by it the relationship finds them again. */
export async function storeRelationships(db: Db, { now, user }: Authorship, { create }: ToStore): Promise<void> {
  if (create === 0) return;
  const created = await sql`
    insert into relationship (relationshipid, uid, created, lastupdated, lastupdatedby, relationshiptypeid, key, inverted_key, deleted, createdatclient)
    select nextval('hibernate_sequence'), staged.uid, ${now}, ${now}, ${user.id}, staged.type_id,
      concat_ws('_', staged.type_uid, staged.from_uid, staged.to_uid), concat_ws('_', staged.type_uid, staged.to_uid, staged.from_uid), false,
      staged.created_at_client
    from (select * from ${accepted('relationship', 'create')} as new order by new.uid) as staged
    on conflict (uid) do nothing
  `.execute(db);
  expectCreated(create, created);
  await sql`
    insert into relationshipitem (relationshipitemid, relationshipid, trackedentityid, enrollmentid, eventid)
    select nextval('hibernate_sequence'), ends.relationshipid, ends.trackedentityid, ends.enrollmentid, ends.eventid
    from (
      select stored.relationshipid, side.number, entity.trackedentityid, enrollment.enrollmentid, event.eventid
      from ${accepted('relationship', 'create')} as staged
      join relationship as stored on stored.uid = staged.uid
      cross join lateral (values (1, staged.from_kind, staged.from_uid), (2, staged.to_kind, staged.to_uid)) as side (number, kind, uid)
      left join trackedentity as entity on side.kind = 'TRACKED_ENTITY' and entity.uid = side.uid
      left join enrollment on side.kind = 'ENROLLMENT' and enrollment.uid = side.uid
      left join event on side.kind = 'EVENT' and event.uid = side.uid
      order by stored.relationshipid, side.number
    ) as ends
  `.execute(db);
  await sql`
    update relationship as stored set from_relationshipitemid = ends.items[1], to_relationshipitemid = ends.items[2]
    from (
      select item.relationshipid, array_agg(item.relationshipitemid order by item.relationshipitemid) as items
      from relationshipitem as item
      join relationship as own on own.relationshipid = item.relationshipid
      where own.uid in (select uid from ${accepted('relationship', 'create')} as staged)
      group by item.relationshipid
    ) as ends
    where stored.relationshipid = ends.relationshipid
  `.execute(db);
}
