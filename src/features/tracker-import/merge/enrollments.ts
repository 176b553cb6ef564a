import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { type Authorship, accepted, expectCreated, insertRows, type References, type ToStore } from './accepted.js';

/** Enrollments, with the unit that owns the tracked entity in the program from now on if none does yet (contract: schema.md §2.8). */
export async function storeEnrollments(db: Db, by: Authorship, { create, update }: ToStore): Promise<void> {
  if (create > 0) {
    await insertRows(db, 'enrollment', create, REFERENCES, () => createEnrollments(db, by, create));
    await insertRows(db, 'trackedentityprogramowner', create, REFERENCES, () => createOwners(db, by));
  }
  if (update > 0) await updateEnrollments(db, by);
}

/** Of enrollments, and of who owns what is enrolled. */
const REFERENCES: References = {
  trackedentityid: ['trackedentity', sql`select entity_id from staged_enrollment`],
  programid: ['program', sql`select program_id from staged_enrollment`],
  organisationunitid: ['organisationunit', sql`select unit_id from staged_enrollment`],
};

async function createEnrollments(db: Db, { now, user, userInfo }: Authorship, wanted: number): Promise<void> {
  const created = await sql`
    insert into enrollment (
      enrollmentid, uid, created, lastupdated, createdatclient, lastupdatedatclient, occurreddate, enrollmentdate, completeddate, followup, completedby,
      deleted, storedby, status, trackedentityid, programid, organisationunitid, geometry, createdbyuserinfo, lastupdatedbyuserinfo
    )
    select nextval('programinstance_sequence'), staged.uid, ${now}, ${now}, staged.created_at_client, staged.updated_at_client,
      coalesce(staged.occurred_at, staged.enrolled_at), coalesce(staged.enrolled_at, ${now}),
      case when staged.status <> 'ACTIVE' then coalesce(staged.completed_at, ${now}) end, staged.follow_up,
      case when staged.status = 'COMPLETED' then coalesce(staged.completed_by, ${user.username}) end,
      false, coalesce(staged.stored_by, ${user.username}), staged.status, staged.trackedentityid, staged.program_id, staged.unit_id, staged.geometry,
      ${userInfo}, ${userInfo}
    from (
      select new.*, entity.trackedentityid
      from ${accepted('enrollment', 'create')} as new
      join trackedentity as entity on entity.uid = new.entity_uid
      order by new.uid
    ) as staged
    on conflict (uid) do nothing
  `.execute(db);
  expectCreated(wanted, created);
}

async function updateEnrollments(db: Db, { now, user, userInfo }: Authorship): Promise<void> {
  await sql`
    update enrollment as stored set
      lastupdated = ${now}, lastupdatedbyuserinfo = ${userInfo}, createdatclient = staged.created_at_client, lastupdatedatclient = staged.updated_at_client,
      occurreddate = coalesce(staged.occurred_at, staged.enrolled_at), enrollmentdate = coalesce(staged.enrolled_at, stored.enrollmentdate),
      followup = staged.follow_up, organisationunitid = staged.unit_id, geometry = staged.geometry, status = staged.status,
      completeddate = case
        when staged.status = 'ACTIVE' then null
        when staged.status = stored.status then coalesce(staged.completed_at, stored.completeddate, ${now})
        else coalesce(staged.completed_at, ${now})
      end,
      completedby = case
        when staged.status <> 'COMPLETED' then null
        when staged.status = stored.status then coalesce(staged.completed_by, stored.completedby, ${user.username})
        else coalesce(staged.completed_by, ${user.username})
      end
    from ${accepted('enrollment', 'update')} as staged
    where stored.enrollmentid = staged.stored_id
  `.execute(db);
}

async function createOwners(db: Db, { now, user }: Authorship): Promise<void> {
  await sql`
    insert into trackedentityprogramowner (trackedentityprogramownerid, trackedentityid, programid, created, lastupdated, organisationunitid, createdby)
    select nextval('hibernate_sequence'), owned.trackedentityid, owned.program_id, ${now}, ${now}, owned.unit_id, ${user.username}
    from (
      select distinct on (entity.trackedentityid, staged.program_id) entity.trackedentityid, staged.program_id, staged.unit_id
      from ${accepted('enrollment', 'create')} as staged
      join trackedentity as entity on entity.uid = staged.entity_uid
      where not exists (
        select from trackedentityprogramowner as owner where owner.trackedentityid = entity.trackedentityid and owner.programid = staged.program_id
      )
      order by entity.trackedentityid, staged.program_id, staged.position
    ) as owned
    on conflict (trackedentityid, programid) do nothing
  `.execute(db);
}
