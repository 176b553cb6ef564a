import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { type Authorship, accepted, expectCreated, insertRows, type References, type ToStore } from './accepted.js';

/** Tracked entities, in the order of their uids, so that two imports of the same ones wait for each other instead of locking each other out. */
export async function storeEntities(db: Db, by: Authorship, { create, update }: ToStore): Promise<void> {
  if (create > 0) await insertRows(db, 'trackedentity', create, references(by), () => createEntities(db, by, create));
  if (update > 0) await updateEntities(db, by);
}

const references = ({ user }: Authorship): References => ({
  lastupdatedby: ['userinfo', sql`select ${user.id}::bigint`],
  organisationunitid: ['organisationunit', sql`select unit_id from staged_entity`],
  trackedentitytypeid: ['trackedentitytype', sql`select type_id from staged_entity`],
});

async function createEntities(db: Db, { now, user, userInfo }: Authorship, wanted: number): Promise<void> {
  const created = await sql`
    insert into trackedentity (
      trackedentityid, uid, created, lastupdated, lastupdatedby, createdatclient, lastupdatedatclient, inactive, deleted, organisationunitid,
      trackedentitytypeid, geometry, storedby, createdbyuserinfo, lastupdatedbyuserinfo, potentialduplicate
    )
    select nextval('trackedentityinstance_sequence'), staged.uid, ${now}, ${now}, ${user.id}, staged.created_at_client, staged.updated_at_client,
      staged.inactive, false, staged.unit_id, staged.type_id, staged.geometry, coalesce(staged.stored_by, ${user.username}), ${userInfo}, ${userInfo},
      staged.potential_duplicate
    from (select * from ${accepted('entity', 'create')} as new order by new.uid) as staged
    on conflict (uid) do nothing
  `.execute(db);
  expectCreated(wanted, created);
}

async function updateEntities(db: Db, { now, user, userInfo }: Authorship): Promise<void> {
  await sql`
    update trackedentity as stored set
      lastupdated = ${now}, lastupdatedby = ${user.id}, lastupdatedbyuserinfo = ${userInfo}, createdatclient = staged.created_at_client,
      lastupdatedatclient = staged.updated_at_client, inactive = staged.inactive, organisationunitid = staged.unit_id, geometry = staged.geometry,
      potentialduplicate = staged.potential_duplicate
    from ${accepted('entity', 'update')} as staged
    where stored.trackedentityid = staged.stored_id
  `.execute(db);
}

/** A tracked entity is changed when anything of it is: its enrollments and their events. */
export async function touchEntities(db: Db, { now, user, userInfo }: Authorship): Promise<void> {
  await sql`
    update trackedentity as stored set lastupdated = ${now}, lastupdatedby = ${user.id}, lastupdatedbyuserinfo = ${userInfo}
    where stored.trackedentityid in (
      select staged.entity_id from staged_enrollment as staged where not staged.refused and staged.entity_id is not null
      union
      select enrollment.trackedentityid from staged_event as staged
      join enrollment on enrollment.enrollmentid = staged.enrollment_id
      where not staged.refused and enrollment.trackedentityid is not null
    ) and stored.lastupdated is distinct from ${now}
  `.execute(db);
}
