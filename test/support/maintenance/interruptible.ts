import { sql } from 'kysely';
import type { Db } from '../../../src/database/index.js';

/** More than an operation removes at once. */
export const MANY = 25_400;
export const FEW = 300;
/** The unit and the element that are pruned. */
export const UNIT = 'ImspTQPwCqd';
/** Units with a wrong path, and option combos with a wrong name: the demo country has more of both. */
export const WRONG = 5;
const many = sql.lit(MANY);
const few = sql.lit(FEW);

/** Soft-deleted objects with something of their own each, and aggregate rows, so that no two operations have a row in common. */
export async function writeInterruptible(db: Db): Promise<void> {
  await sql`
    truncate trackedentity, enrollment, event, note, programmessage, programnotificationinstance, relationship, relationshipitem cascade
  `.execute(db);
  const uid = (letter: string, number: string) => sql`${letter} || lpad(${sql.raw(number)}::text, 10, '0')`;
  const unit = sql`(select min(organisationunitid) from organisationunit)`;
  await sql`
    insert into trackedentity (trackedentityid, uid, created, lastupdated, deleted, organisationunitid, trackedentitytypeid)
    select number, ${uid('T', 'number')}, localtimestamp, localtimestamp, number <= ${few}, ${unit}, (select min(trackedentitytypeid) from trackedentitytype)
    from generate_series(1, ${few} + 1) as number
  `.execute(db);
  await sql`
    insert into trackedentityprogramowner (trackedentityprogramownerid, trackedentityid, programid, created, lastupdated, organisationunitid, createdby)
    select trackedentityid, trackedentityid, (select min(programid) from program), localtimestamp, localtimestamp, ${unit}, 'admin' from trackedentity
  `.execute(db);
  // One of each tracked entity that goes, those that go by themselves, and one that stays.
  await sql`
    insert into enrollment (enrollmentid, uid, created, lastupdated, enrollmentdate, deleted, trackedentityid, programid, organisationunitid)
    select number, ${uid('N', 'number')}, localtimestamp, localtimestamp, localtimestamp, number > ${few} and number <= 2 * ${few},
      least(number, ${few} + 1), (select min(programid) from program), ${unit}
    from generate_series(1, 2 * ${few} + 1) as number
  `.execute(db);
  await sql`
    insert into event (eventid, uid, created, lastupdated, enrollmentid, programstageid, attributeoptioncomboid, deleted, organisationunitid, status)
    select number, ${uid('E', 'number')}, localtimestamp, localtimestamp, case when number <= ${many} then 2 * ${few} + 1 else number - ${many} + ${few} end,
      (select min(programstageid) from programstage), (select min(categoryoptioncomboid) from categoryoptioncombo), number <= ${many}, ${unit}, 'ACTIVE'
    from generate_series(1, ${many} + ${few}) as number
  `.execute(db);
  await sql`
    insert into eventchangelog (eventid, changelogtype, created, createdby)
    select eventid, 'UPDATE', localtimestamp, 'admin' from event where deleted
  `.execute(db);
  await sql`
    insert into programnotificationinstance (programnotificationinstanceid, uid, created, lastupdated, name, eventid, enrollmentid)
    select number, ${uid('I', 'number')}, localtimestamp, localtimestamp, 'Reminder', event.eventid, enrollment.enrollmentid
    from generate_series(${many} - ${few} + 1, ${many} + ${few}) as number
    left join event on event.eventid = number and event.deleted
    left join enrollment on enrollment.enrollmentid = number - ${many} + ${few} and enrollment.deleted
  `.execute(db);
  await sql`
    insert into relationship (relationshipid, uid, created, lastupdated, relationshiptypeid, key, inverted_key, deleted)
    select number, ${uid('R', 'number')}, localtimestamp, localtimestamp, (select min(relationshiptypeid) from relationshiptype), number, number, true
    from generate_series(1, ${few}) as number
  `.execute(db);
  await sql`
    insert into relationshipitem (relationshipitemid, relationshipid, trackedentityid)
    select number, (number + 1) / 2, ${few} + 1 from generate_series(1, 2 * ${few}) as number
  `.execute(db);
  await sql`
    update relationship set from_relationshipitemid = 2 * relationshipid - 1, to_relationshipitemid = 2 * relationshipid
  `.execute(db);
  await writeAggregate(db);
  await writeMetadata(db);
}

/** Invitations that expired, and what no server keeps right in a database that others write to. */
async function writeMetadata(db: Db): Promise<void> {
  await sql`update userinfo set invitation = false where invitation`.execute(db);
  await sql`
    with invited as (
      insert into userinfo (userinfoid, uid, created, lastupdated, surname, firstname, username, uuid, invitation, restoretoken, restoreexpiry)
      select nextval('hibernate_sequence'), 'U' || lpad(number::text, 10, '0'), localtimestamp, localtimestamp, 'Late', 'Guest', 'late.guest.' || number,
        gen_random_uuid(), true, 'token', localtimestamp - interval '1 day'
      from generate_series(1, ${few}) as number
      returning userinfoid
    )
    insert into userrolemembers (userid, userroleid)
    select invited.userinfoid, role.id from invited, (
      select min(userroleid) as id from userrole
      where not exists (select from userroleauthorities as granted where granted.userroleid = userrole.userroleid and granted.authority = 'ALL')
    ) as role
  `.execute(db);
  await db.transaction().execute(async (transaction) => {
    await sql`set local session_replication_role = replica`.execute(transaction);
    await sql`
      update organisationunit set path = '/wrong' || organisationunitid where organisationunitid in (
        select organisationunitid from organisationunit as unit
        where not exists (select from organisationunit as child where child.parentid = unit.organisationunitid)
        order by 1 limit ${WRONG}
      )
    `.execute(transaction);
  });
  await sql`
    update categoryoptioncombo set name = 'Wrong' where categoryoptioncomboid in (
      select link.categoryoptioncomboid from categorycombos_optioncombos as link
      join categoryoptioncombo as combo on combo.categoryoptioncomboid = link.categoryoptioncomboid
      where combo.uid <> 'HllvX50cXC0' order by 1 limit ${WRONG}
    )
  `.execute(db);
}

async function writeAggregate(db: Db): Promise<void> {
  await sql`truncate datavalue, datavalueaudit`.execute(db);
  await sql`update dataelement set aggregationtype = 'SUM', zeroissignificant = false`.execute(db);
  await sql`update dataelement set uid = 'PrunedEleme' where dataelementid = (select max(dataelementid) from dataelement)`.execute(
    db,
  );
  // Everything that can be combined, but for the unit and the element that are pruned.
  await sql`
    insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, created, lastupdated, deleted)
    select chosen.element, chosen.period, chosen.unit, combo.id, combo.id, case when chosen.number <= ${many} then '1' else '0' end,
      localtimestamp, localtimestamp, chosen.number <= ${many}
    from (
      select dataelement.dataelementid as element, period.periodid as period, organisationunit.organisationunitid as unit, row_number() over () as number
      from dataelement, period, organisationunit
      where dataelement.uid <> 'PrunedEleme' and organisationunit.uid <> ${UNIT}
      limit ${MANY + FEW}
    ) as chosen, (select min(categoryoptioncomboid) as id from categoryoptioncombo) as combo
  `.execute(db);
  for (const places of [
    sql`dataelement.uid = 'PrunedEleme' and organisationunit.uid <> ${UNIT}`,
    sql`dataelement.uid <> 'PrunedEleme' and organisationunit.uid = ${UNIT}`,
  ]) {
    await sql`
      insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, created, lastupdated, deleted)
      select dataelement.dataelementid, period.periodid, organisationunit.organisationunitid, combo.id, combo.id, '5', localtimestamp, localtimestamp, false
      from dataelement, period, organisationunit, (select min(categoryoptioncomboid) as id from categoryoptioncombo) as combo
      where ${places}
      limit ${few}
    `.execute(db);
  }
  await sql`
    insert into datavalueaudit (datavalueauditid, dataelementid, periodid, organisationunitid, categoryoptioncomboid, attributeoptioncomboid, audittype)
    select row_number() over (), dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, 'UPDATE' from datavalue where value = '5'
  `.execute(db);
  await sql`
    insert into period (periodid, periodtypeid, startdate, enddate)
    select 1000000 + number, (select min(periodtypeid) from periodtype), date '1950-01-01' + number::int, date '1950-01-01' + number::int
    from generate_series(1, ${few}) as number
  `.execute(db);
}
