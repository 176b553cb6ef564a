import { type RawBuilder, sql } from 'kysely';
import { type Db, lockInTransaction } from '../../../database/index.js';
import { generateUid } from '../../../kernel/uid.js';
import { technicalEnrollments } from '../staging/existing.js';
import { type Authorship, accepted, expectCreated, insertRows, type References, type ToStore } from './accepted.js';
import { assignFiles, LOG_REFERENCES, logCreatedEvents, logEventFields, storeChangedValues } from './event-values.js';

/** Events with their data values, and the change log of both (contract: schema.md §2.8). */
export async function storeEvents(db: Db, by: Authorship, { create, update }: ToStore): Promise<void> {
  if (create > 0) {
    await createTechnicalEnrollments(db, by);
    await insertRows(db, 'event', create, REFERENCES, () => createEvents(db, by, create));
    await assignFiles(db);
  }
  await insertRows(db, 'eventchangelog', create, LOG_REFERENCES, async () => {
    if (create > 0) await logCreatedEvents(db, by);
    await logEventFields(db, by);
  });
  if (update > 0) {
    await updateEvents(db, by);
    await storeChangedValues(db, by);
  }
}

const REFERENCES: References = {
  enrollmentid: ['enrollment', sql`select enrollment_id from staged_event`],
  programstageid: ['programstage', sql`select stage_id from staged_event`],
  organisationunitid: ['organisationunit', sql`select unit_id from staged_event`],
  attributeoptioncomboid: ['categoryoptioncombo', sql`select option_combo_id from staged_event`],
  assigneduserid: ['userinfo', sql`select assigned_id from staged_event`],
};

/** An event program whose first event comes gets the enrollment that all its events hang on. */
async function createTechnicalEnrollments(db: Db, { now, user, userInfo }: Authorship): Promise<void> {
  const missing = sql`select distinct program_id from ${accepted('event', 'create')} as staged where not registration and enrollment_id is null`;
  const { rows } = await sql<{ program_id: number }>`${missing}`.execute(db);
  if (rows.length === 0) return;
  await lockInTransaction(db, 'tracker/technical enrollments');
  await sql`
    insert into enrollment (
      enrollmentid, uid, created, lastupdated, occurreddate, enrollmentdate, followup, deleted, status, programid, organisationunitid, storedby,
      createdbyuserinfo, lastupdatedbyuserinfo
    )
    select nextval('programinstance_sequence'), missing.uid, ${now}, ${now}, ${now}, ${now}, false, false, 'ACTIVE', missing.program_id,
      (select min(unit.organisationunitid) from organisationunit as unit where unit.parentid is null), ${user.username}, ${userInfo}, ${userInfo}
    from unnest(${rows.map((row) => row.program_id)}::bigint[], ${rows.map(generateUid)}::text[]) as missing (program_id, uid)
    where not exists (
      select from enrollment as stored where stored.programid = missing.program_id and stored.trackedentityid is null and not stored.deleted
    )
  `.execute(db);
  await sql`
    update staged_event as staged set enrollment_id = technical.enrollmentid
    from (${technicalEnrollments}) as technical
    where not staged.registration and staged.enrollment_id is null and technical.programid = staged.program_id
  `.execute(db);
}

/** An event of a tracked entity that was never planned was due when it happened. */
const scheduled: RawBuilder<unknown> = sql`coalesce(staged.scheduled_at, case when staged.registration then staged.occurred_at end)`;

/** Stages may have no assigning of events to users; the payload is then told so (`E1120`). */
const assigned: RawBuilder<unknown> = sql`case when staged.assigned_id is not null then (
  select staged.assigned_id from programstage as stage where stage.programstageid = staged.stage_id and stage.enableuserassignment
) end`;

/**
 * All data values of an event as `eventdatavalues` keeps them (contract: schema.md §2.8), of rows `own`. They are put together as JSON and read once, because putting values of `jsonb`
 * into each other copies them at every level.
 */
function dataValues({ moment, user, userJson }: Authorship): RawBuilder<unknown> {
  const authors = `"created":"${moment}","lastUpdated":"${moment}","createdByUserInfo":${userJson},"lastUpdatedByUserInfo":${userJson}`;
  const value = sql`
    to_json(own.element_uid) || ':{"value":' || to_json(own.value) || ',"providedElsewhere":' || own.provided_elsewhere
      || ',"storedBy":' || to_json(coalesce(own.stored_by, ${user.username}::text)) || ${`,${authors}}`}::text
  `;
  return sql`('{' || string_agg(${value}, ',') || '}')::jsonb`;
}

async function createEvents(db: Db, by: Authorship, wanted: number): Promise<void> {
  const { now, user, userInfo } = by;
  const created = await sql`
    insert into event (
      eventid, uid, created, lastupdated, createdatclient, lastupdatedatclient, enrollmentid, programstageid, attributeoptioncomboid, deleted, storedby,
      scheduleddate, occurreddate, organisationunitid, status, completedby, completeddate, geometry, eventdatavalues, assigneduserid, createdbyuserinfo,
      lastupdatedbyuserinfo
    )
    select nextval('programstageinstance_sequence'), staged.uid, ${now}, ${now}, staged.created_at_client, staged.updated_at_client,
      staged.enrollmentid, staged.stage_id, staged.option_combo_id, false, coalesce(staged.stored_by, ${user.username}),
      ${scheduled}, staged.occurred_at, staged.unit_id, staged.status,
      case when staged.status = 'COMPLETED' then coalesce(staged.completed_by, ${user.username}) end,
      case when staged.status = 'COMPLETED' then coalesce(staged.completed_at, ${now}) end,
      staged.geometry, coalesce(staged.data_values, '{}'), ${assigned}, ${userInfo}, ${userInfo}
    from (
      select new.*, coalesce(new.enrollment_id, enrollment.enrollmentid) as enrollmentid, given.data_values
      from ${accepted('event', 'create')} as new
      left join enrollment on new.enrollment_id is null and enrollment.uid = new.enrollment_uid
      left join (
        select own.position, ${dataValues(by)} as data_values
        from staged_data_value as own
        where own.value <> '' and own.element_uid is not null
        group by own.position
      ) as given on given.position = new.position
      order by new.uid
    ) as staged
    on conflict (uid) do nothing
  `.execute(db);
  expectCreated(wanted, created);
}

async function updateEvents(db: Db, { now, user, userInfo }: Authorship): Promise<void> {
  await sql`
    update event as stored set
      lastupdated = ${now}, lastupdatedbyuserinfo = ${userInfo}, createdatclient = staged.created_at_client, lastupdatedatclient = staged.updated_at_client,
      attributeoptioncomboid = staged.option_combo_id, scheduleddate = ${scheduled}, occurreddate = staged.occurred_at, organisationunitid = staged.unit_id,
      status = staged.status, geometry = staged.geometry, assigneduserid = coalesce(${assigned}, stored.assigneduserid),
      completeddate = case
        when staged.status <> 'COMPLETED' then null
        when stored.status = 'COMPLETED' then coalesce(staged.completed_at, stored.completeddate, ${now})
        else coalesce(staged.completed_at, ${now})
      end,
      completedby = case
        when staged.status <> 'COMPLETED' then null
        when stored.status = 'COMPLETED' then coalesce(staged.completed_by, stored.completedby, ${user.username})
        else coalesce(staged.completed_by, ${user.username})
      end
    from ${accepted('event', 'update')} as staged
    where stored.eventid = staged.stored_id
  `.execute(db);
}
