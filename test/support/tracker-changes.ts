import { sql } from 'kysely';
import { type Change, run, some, someUnit } from './analytics-changes.js';

const live = sql`not chosen.deleted`;

/** What a copy of an event or an enrollment has, of which views beside a DHIS2 show more than can be written. */
const EVENT = sql.raw(
  `eventid, uid, created, lastupdated, enrollmentid, programstageid, attributeoptioncomboid, deleted, storedby, scheduleddate, occurreddate,
  organisationunitid, status, completeddate, geometry, eventdatavalues`,
);
const ENROLLMENT = sql.raw(
  `enrollmentid, uid, created, lastupdated, occurreddate, enrollmentdate, completeddate, followup, deleted, status, trackedentityid, programid,
  organisationunitid, geometry`,
);

/** Everything that a latest run of the tracker's types has to notice. What changes in an object is written with a time in all above it, as imports do. */
export const TRACKER_CHANGES: Readonly<Record<string, Change>> = {
  'events move to another year': (db, seed) =>
    run(
      db,
      sql`
        update event set occurreddate = occurreddate - make_interval(years => ${1 + (seed % 3)}), lastupdated = localtimestamp
        where ${some('event', 4, seed, live)}
      `,
    ),
  'events get other values': (db, seed) =>
    run(
      db,
      sql`
        update event set lastupdated = localtimestamp, eventdatavalues = (
          select jsonb_object_agg(item.key, item.value || jsonb_build_object('value', ${String(seed % 90)}::text)) from jsonb_each(eventdatavalues) as item
        )
        where ${some('event', 4, seed, sql`not chosen.deleted and chosen.eventdatavalues <> '{}'`)}
      `,
    ),
  'events are marked as deleted': (db, seed) =>
    run(db, sql`update event set deleted = true, lastupdated = localtimestamp where ${some('event', 3, seed, live)}`),
  'events change without a time': (db, seed) =>
    run(db, sql`update event set storedby = ${`clerk ${seed}`} where ${some('event', 3, seed)}`),
  'events come': (db, seed) =>
    run(
      db,
      sql`
        insert into event (${EVENT}) select ${EVENT} from (select (jsonb_populate_record(old, jsonb_build_object(
          'eventid', 5000000 + ${seed}::bigint * 10 + row_number() over (), 'uid', 'E' || lpad((${seed}::bigint * 10 + row_number() over ())::text, 10, '0'),
          'lastupdated', localtimestamp, 'deleted', false
        ))).*
        from event as old where ${some('event', 2, seed)}) as made
        on conflict do nothing
      `,
    ),
  'enrollments change': (db, seed) =>
    run(
      db,
      sql`
        update enrollment set enrollmentdate = enrollmentdate - interval '40 days', status = 'CANCELLED', lastupdated = localtimestamp
        where ${some('enrollment', 3, seed, live)}
      `,
    ),
  'enrollments are marked as deleted': (db, seed) =>
    run(
      db,
      sql`update enrollment set deleted = true, lastupdated = localtimestamp where ${some('enrollment', 2, seed, live)}`,
    ),
  'attributes change': (db, seed) =>
    run(
      db,
      sql`
        with changed as (
          update trackedentityattributevalue set value = ${String(seed)}, lastupdated = localtimestamp
          where ${some('trackedentityattributevalue', 4, seed)}
          returning trackedentityid
        )
        update trackedentity set lastupdated = localtimestamp where trackedentityid in (select trackedentityid from changed)
      `,
    ),
  'attributes change without their tracked entity': (db, seed) =>
    run(
      db,
      sql`
        update trackedentityattributevalue set value = ${`9${seed}`}, lastupdated = localtimestamp
        where ${some('trackedentityattributevalue', 4, seed)}
      `,
    ),
  'attributes change without a time': (db, seed) =>
    run(
      db,
      sql`update trackedentityattributevalue set value = ${`8${seed}`} where ${some('trackedentityattributevalue', 3, seed)}`,
    ),
  'attributes are removed': (db, seed) =>
    run(db, sql`delete from trackedentityattributevalue where ${some('trackedentityattributevalue', 2, seed)}`),
  'events come with an old time': (db, seed) =>
    run(
      db,
      sql`
        insert into event (${EVENT}) select ${EVENT} from (select (jsonb_populate_record(old, jsonb_build_object(
          'eventid', 6000000 + ${seed}::bigint * 10 + row_number() over (), 'uid', 'O' || lpad((${seed}::bigint * 10 + row_number() over ())::text, 10, '0'),
          'lastupdated', timestamp '2020-01-01', 'deleted', false
        ))).*
        from event as old where ${some('event', 2, seed)}) as made
        on conflict do nothing
      `,
    ),
  'enrollments come with an old time': (db, seed) =>
    run(
      db,
      sql`
        insert into enrollment (${ENROLLMENT}) select ${ENROLLMENT} from (select (jsonb_populate_record(old, jsonb_build_object(
          'enrollmentid', 6000000 + ${seed}::bigint * 10 + row_number() over (), 'uid', 'N' || lpad((${seed}::bigint * 10 + row_number() over ())::text, 10, '0'),
          'lastupdated', timestamp '2020-01-01', 'deleted', false
        ))).*
        from enrollment as old where ${some('enrollment', 2, seed)}) as made
        on conflict do nothing
      `,
    ),
  'tracked entities move': (db, seed) =>
    run(
      db,
      sql`
        update trackedentity set organisationunitid = target.organisationunitid, lastupdated = localtimestamp
        from (${someUnit(seed)}) as target where trackedentity.${some('trackedentity', 3, seed)}
      `,
    ),
  'events are removed': (db, seed) =>
    run(
      db,
      sql`
        delete from event where enrollmentid in (select enrollmentid from enrollment where ${some('enrollment', 1, seed)})
          and not exists (select from relationshipitem as item where item.eventid = event.eventid)
      `,
    ),
  'owners change': (db, seed) =>
    run(
      db,
      sql`
        insert into programownershiphistory (programownershiphistoryid, programid, trackedentityid, startdate, enddate, createdby, organisationunitid)
        select 7000000 + ${seed}::int, owner.programid, owner.trackedentityid, '2024-01-01', timestamp '2024-02-01' + make_interval(days => ${seed % 300}), 'admin',
          owner.organisationunitid
        from trackedentityprogramowner as owner where ${some('trackedentityprogramowner', 1, seed)}
        on conflict do nothing
      `,
      sql`
        update trackedentityprogramowner set organisationunitid = target.organisationunitid
        from (${someUnit(seed)}) as target where trackedentityprogramowner.${some('trackedentityprogramowner', 1, seed)}
      `,
    ),
  'a unit is renamed': (db, seed) =>
    run(
      db,
      sql`
        update organisationunit set name = ${`Unit ${seed}`}, lastupdated = localtimestamp
        where organisationunitid in (${someUnit(seed)})
      `,
    ),
  'a stage asks for another data element': (db, seed) =>
    run(
      db,
      sql`update programstagedataelement set skipanalytics = not coalesce(skipanalytics, false) where ${some('programstagedataelement', 1, seed)}`,
    ),
};
