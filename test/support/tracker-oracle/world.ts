import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../src/database/index.js';

/** Every row of the tracker as plain values, for an evaluation that goes through them one by one. */
export interface World {
  readonly units: readonly UnitRow[];
  readonly programs: readonly ProgramRow[];
  readonly entities: readonly EntityRow[];
  readonly enrollments: readonly EnrollmentRow[];
  readonly events: readonly EventRow[];
  /** `user program entity` of everybody who may look at something for a while. */
  readonly granted: ReadonlySet<string>;
}

export interface UnitRow {
  readonly uid: string;
  readonly path: string;
}

export interface ProgramRow {
  readonly uid: string;
  readonly registration: boolean;
  readonly level: string;
  readonly type: string | null;
}

export interface EntityRow {
  readonly key: number;
  readonly uid: string;
  readonly type: string;
  readonly unit: string;
  readonly deleted: boolean;
  readonly duplicate: boolean;
  readonly updated: string;
  /** Paths of the owning units by program. */
  readonly owners: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
}

export interface EnrollmentRow {
  readonly key: number;
  readonly uid: string;
  readonly entity: string | null;
  readonly program: string;
  readonly unit: string;
  readonly status: string;
  readonly followUp: boolean;
  readonly deleted: boolean;
  readonly enrolled: string;
  readonly occurred: string | null;
  readonly updated: string;
}

export interface EventRow {
  readonly key: number;
  readonly uid: string;
  readonly enrollment: string | null;
  readonly program: string;
  readonly stage: string;
  readonly unit: string;
  readonly status: string;
  readonly deleted: boolean;
  readonly occurred: string | null;
  readonly scheduled: string | null;
  readonly updated: string;
  readonly assigned: string | null;
  readonly options: readonly string[];
  readonly values: Readonly<Record<string, { readonly value: string }>>;
}

/** Makes the demo's tracker uneven: what is one and the same there differs here. */
export async function unsettle(db: Db): Promise<void> {
  const change = (statement: RawBuilder<unknown>) => statement.execute(db);
  await change(sql`update enrollment set followup = (array[true, false, null])[1 + enrollmentid % 3]`);
  await change(sql`update enrollment set status = 'CANCELLED' where enrollmentid % 7 = 0`);
  await change(sql`update enrollment set occurreddate = occurreddate - interval '40 days' where enrollmentid % 2 = 0`);
  await change(sql`update enrollment set lastupdated = lastupdated + enrollmentid % 50 * interval '1 day'`);
  await change(sql`update trackedentity set potentialduplicate = (array[true, false, null])[1 + trackedentityid % 3]`);
  await change(sql`update event set lastupdated = lastupdated + eventid % 90 * interval '1 hour'`);
  await change(sql`update event set status = (array['OVERDUE', 'VISITED'])[1 + eventid % 2] where eventid % 11 = 0`);
  await change(sql`
    update event set scheduleddate = localtimestamp + interval '30 days' where eventid % 3 = 0 and status = 'SCHEDULE'
  `);
  await change(sql`
    update event set attributeoptioncomboid = (
      select combo.categoryoptioncomboid from categoryoptioncombo as combo order by combo.categoryoptioncomboid offset event.eventid % 5 limit 1
    ) where eventid % 4 = 0
  `);
  await change(sql`
    update event set assigneduserid = (
      select userinfo.userinfoid from userinfo order by userinfo.userinfoid offset event.eventid % 3 limit 1
    ) where eventid % 5 = 0
  `);
  await change(sql`update program_attributes set searchable = true`);
  await change(sql`update event set eventdatavalues = '{}' where eventid % 13 = 0`);
  await change(sql`delete from trackedentityattributevalue where trackedentityid % 6 = 0`);
  await change(sql`delete from trackedentityprogramowner where trackedentityid % 9 = 0`);
  await change(sql`
    update trackedentityprogramowner as owning set organisationunitid = (
      select organisationunit.organisationunitid from organisationunit where hierarchylevel = 4
      order by organisationunit.organisationunitid offset owning.trackedentityid % 60 limit 1
    ) where trackedentityid % 4 = 0
  `);
  await change(sql`
    insert into programtempowner (programtempownerid, programid, trackedentityid, userid, validtill, reason)
    select
      nextval('hibernate_sequence'), enrollment.programid, enrollment.trackedentityid, userinfo.userinfoid,
      localtimestamp + (case when enrollment.enrollmentid % 2 = 0 then 1 else -1 end) * interval '1 day', 'test'
    from enrollment, userinfo where enrollment.enrollmentid % 8 = 0 and enrollment.trackedentityid is not null and userinfo.username like 'user.%'
  `);
}

export async function readWorld(db: Db): Promise<World> {
  const read = async <Row>(statement: RawBuilder<Row>): Promise<readonly Row[]> => (await statement.execute(db)).rows;
  const values = (rows: RawBuilder<unknown>) =>
    sql`coalesce((select json_object_agg(name, value) from (${rows}) as pair (name, value)), '{}')`;
  const granted = await read(sql<{ text: string }>`
    select userinfo.uid || ' ' || program.uid || ' ' || entity.uid as text
    from programtempowner as granted
    join userinfo on userinfo.userinfoid = granted.userid
    join program using (programid)
    join trackedentity as entity using (trackedentityid)
    where granted.validtill > localtimestamp
  `);
  return {
    granted: new Set(granted.map(({ text }) => text)),
    units: await read(sql<UnitRow>`select uid, path from organisationunit order by path`),
    programs: await read(sql<ProgramRow>`
      select program.uid, program.type = 'WITH_REGISTRATION' as registration, coalesce(accesslevel, 'OPEN') as level, type.uid as type
      from program left join trackedentitytype as type using (trackedentitytypeid) order by program.programid
    `),
    entities: await read(sql<EntityRow>`
      select
        trackedentityid as key, entity.uid, type.uid as type, unit.path as unit, deleted, coalesce(potentialduplicate, false) as duplicate,
        entity.lastupdated as updated,
        ${values(sql`
          select program.uid, own.path from trackedentityprogramowner as owning join program using (programid)
          join organisationunit as own on own.organisationunitid = owning.organisationunitid where owning.trackedentityid = entity.trackedentityid
        `)} as owners,
        ${values(sql`
          select attribute.uid, stored.value from trackedentityattributevalue as stored join trackedentityattribute as attribute using (trackedentityattributeid)
          where stored.trackedentityid = entity.trackedentityid
        `)} as values
      from trackedentity as entity join trackedentitytype as type using (trackedentitytypeid)
      join organisationunit as unit on unit.organisationunitid = entity.organisationunitid
    `),
    enrollments: await read(sql<EnrollmentRow>`
      select
        enrollmentid as key, enrollment.uid, entity.uid as entity, program.uid as program, unit.path as unit, status,
        coalesce(followup, false) as "followUp", enrollment.deleted, enrollmentdate as enrolled, occurreddate as occurred, enrollment.lastupdated as updated
      from enrollment left join trackedentity as entity using (trackedentityid) join program using (programid)
      join organisationunit as unit on unit.organisationunitid = enrollment.organisationunitid
    `),
    events: await read(sql<EventRow>`
      select
        eventid as key, event.uid, enrollment.uid as enrollment, program.uid as program, stage.uid as stage, unit.path as unit,
        event.status, event.deleted,
        event.occurreddate as occurred, event.scheduleddate as scheduled, event.lastupdated as updated, assignee.uid as assigned,
        array(
          select option.uid::text from categoryoptioncombos_categoryoptions as link join categoryoption as option using (categoryoptionid)
          where link.categoryoptioncomboid = event.attributeoptioncomboid
        ) as options,
        event.eventdatavalues as values
      from event left join enrollment using (enrollmentid) join programstage as stage using (programstageid)
      join program on program.programid = stage.programid
      join organisationunit as unit on unit.organisationunitid = event.organisationunitid
      left join userinfo as assignee on assignee.userinfoid = event.assigneduserid
    `),
  };
}
