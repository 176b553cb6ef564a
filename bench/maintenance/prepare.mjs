/**
 * Makes of the demo country a database that has much to purge: a fifth of events, enrollments and tracked entities soft-deleted, each chosen for itself, and children for
 * dead and live ones alike. Children on which the peer's statements are known to fail (contract: schema.md §3.3) hang only where those statements do not meet them.
 */

/** A share of rows that is the same in every run. */
const some = (key, salt, percent) => `hashint8extended(${key}, ${salt}) & 1023 < ${Math.round(percent * 10.24)}`;
const oneValue =
  'dataelementid * 1000003 + periodid * 8191 + sourceid * 131 + categoryoptioncomboid * 17 + attributeoptioncomboid';
/** Ids and uids of what is added, apart from those of the country. */
const FIRST = 1_000_000_000;
const id = (offset) => `${FIRST + offset * 10_000_000} + row_number() over ()`;
const uid = (letter) => `'${letter}' || lpad((row_number() over ())::text, 10, '0')`;

/** Events of programs without registration: nobody's enrollment takes them along. */
const OPEN_EVENTS = 'event join enrollment using (enrollmentid) where enrollment.trackedentityid is null';
const EVENTS_OF_LIVE = `event join enrollment using (enrollmentid) left join trackedentity using (trackedentityid)
  where coalesce(trackedentity.deleted, false) = false`;
const ENROLLMENTS = 'enrollment where enrollment.trackedentityid is not null';
const ENROLLMENTS_OF_LIVE = `enrollment join trackedentity using (trackedentityid) where not trackedentity.deleted`;
const DISTRICT = 'select organisationunitid from organisationunit where hierarchylevel = 2 order by 1 limit 1';

const messages = (column, from, offset, percent) => `
  insert into programmessage (id, uid, created, lastupdated, text, messagestatus, ${column})
  select ${id(offset)}, ${uid(`M${offset}`).replace('10,', '9,')}, now(), now(), 'Please come to the clinic', 'SENT', ${column}
  from ${from} and ${some(column, offset, percent)}`;

const notes = (table, column, from, offset, percent) => [
  `create temporary table noted as select ${id(offset)} as noteid, ${column} as owner from ${from} and ${some(column, offset, percent)}`,
  `insert into note (noteid, uid, created, notetext, creator)
    select noteid, 'N' || noteid, now(), 'Moved to another facility', 'system' from noted`,
  `insert into ${table} (${column}, sort_order, noteid) select owner, 10, noteid from noted`,
  'drop table noted',
];

const notifications = (column, from, offset, percent) => `
  insert into programnotificationinstance (programnotificationinstanceid, uid, created, lastupdated, name, scheduledat, ${column})
  select ${id(offset)}, ${uid(`I${offset}`).replace('10,', '9,')}, now(), now(), 'Reminder', now(), ${column}
  from ${from} and ${some(column, offset, percent)}`;

/** From a tracked entity to an event or enrollment. */
const relationships = (column, from, offset, percent) => [
  `create temporary table related as
    select ${id(offset)} as relationshipid, ${column} as far,
      (select min(trackedentityid) from trackedentity) + (hashint8extended(${column}, 7) & 4095) as wish
    from ${from} and ${some(column, offset, percent)}`,
  `insert into relationship (relationshipid, uid, created, lastupdated, relationshiptypeid, key, inverted_key, deleted)
    select relationshipid, 'R' || relationshipid, now(), now(), (select min(relationshiptypeid) from relationshiptype), 'k' || relationshipid, 'i' || relationshipid, false
    from related`,
  `insert into relationshipitem (relationshipitemid, relationshipid, ${column}) select relationshipid, relationshipid, far from related`,
  `insert into relationshipitem (relationshipitemid, relationshipid, trackedentityid)
    select related.relationshipid + 5000000, related.relationshipid, near.trackedentityid from related
    join lateral (select trackedentityid from trackedentity where trackedentityid >= related.wish order by 1 limit 1) as near on true`,
  'drop table related',
];

const STATEMENTS = [
  `update trackedentity set deleted = ${some('trackedentityid', 1, 20)} where deleted <> (${some('trackedentityid', 1, 20)})`,
  `update enrollment set deleted = ${some('enrollmentid', 2, 20)} where trackedentityid is not null and deleted <> (${some('enrollmentid', 2, 20)})`,
  `update event set deleted = ${some('eventid', 3, 20)} where deleted <> (${some('eventid', 3, 20)})`,
  `update datavalue set deleted = ${some(oneValue, 4, 10)} where deleted <> (${some(oneValue, 4, 10)})`,
  `insert into eventchangelog (eventid, dataelementid, currentvalue, previousvalue, changelogtype, created, createdby)
    select eventid, (select min(dataelementid) from dataelement), '2', '1', 'UPDATE', now(), 'system' from event`,
  `insert into trackedentitydatavalueaudit (trackedentitydatavalueauditid, eventid, dataelementid, value, created, modifiedby, audittype)
    select ${id(0)}, eventid, (select min(dataelementid) from dataelement), '1', now(), 'system', 'UPDATE' from event where ${some('eventid', 5, 50)}`,
  ...notes('event_notes', 'eventid', 'event where true', 1, 10),
  ...notes('enrollment_notes', 'enrollmentid', ENROLLMENTS, 2, 20),
  messages('eventid', OPEN_EVENTS, 3, 8),
  messages('enrollmentid', ENROLLMENTS, 4, 10),
  messages('trackedentityid', 'trackedentity where true', 5, 10),
  `insert into programmessage_deliverychannels select id, 'SMS' from programmessage`,
  'insert into programmessage_phonenumbers select id, lpad(id::text, 12) from programmessage',
  `insert into programmessage_emailaddresses select id, 'someone@example.org' from programmessage where id & 3 = 0`,
  notifications('eventid', EVENTS_OF_LIVE, 6, 5),
  notifications('enrollmentid', ENROLLMENTS_OF_LIVE, 7, 10),
  ...relationships('eventid', EVENTS_OF_LIVE, 8, 2),
  ...relationships('enrollmentid', ENROLLMENTS_OF_LIVE, 9, 2),
  `update relationship set from_relationshipitemid = items.one, to_relationshipitemid = items.other
    from (select relationshipid, min(relationshipitemid) as one, max(relationshipitemid) as other from relationshipitem group by 1) as items
    where items.relationshipid = relationship.relationshipid`,
  `insert into trackedentityattributevalueaudit (trackedentityattributevalueauditid, trackedentityid, trackedentityattributeid, value, created, modifiedby, audittype)
    select ${id(10)}, trackedentityid, (select min(trackedentityattributeid) from trackedentityattribute), '1', now(), 'system', 'UPDATE' from trackedentity`,
  `insert into trackedentitychangelog (trackedentityid, trackedentityattributeid, currentvalue, previousvalue, changelogtype, created, createdby)
    select trackedentityid, (select min(trackedentityattributeid) from trackedentityattribute), '2', '1', 'UPDATE', now(), 'system' from trackedentity`,
  `insert into programtempowner (programtempownerid, programid, trackedentityid, validtill, reason)
    select ${id(11)}, (select min(programid) from program), trackedentityid, now(), 'Visit' from trackedentity where ${some('trackedentityid', 6, 10)}`,
  `insert into programtempownershipaudit (programtempownershipauditid, programid, trackedentityid, created, accessedby, reason)
    select ${id(12)}, (select min(programid) from program), trackedentityid, now(), 'system', 'Visit' from trackedentity where ${some('trackedentityid', 7, 10)}`,
  `insert into programownershiphistory (programownershiphistoryid, programid, trackedentityid, startdate, createdby)
    select ${id(13)}, (select min(programid) from program), trackedentityid, now(), 'system' from trackedentity where ${some('trackedentityid', 8, 20)}`,
  // The district gets what its facilities reported, so that its pruning is worth measuring.
  `insert into datavalue select dataelementid, periodid, (${DISTRICT}), categoryoptioncomboid, attributeoptioncomboid,
      value, datavalue.storedby, datavalue.created, datavalue.lastupdated, datavalue.comment, followup, deleted
    from datavalue join organisationunit on organisationunitid = sourceid
    where path like (select path || '/%' from organisationunit where organisationunitid = (${DISTRICT}))
    on conflict do nothing`,
  `insert into completedatasetregistration
    select datasetid, periodid, (${DISTRICT}), attributeoptioncomboid, date, storedby, lastupdatedby, lastupdated, completed
    from completedatasetregistration on conflict do nothing`,
  `insert into datavalueaudit (datavalueauditid, dataelementid, periodid, organisationunitid, categoryoptioncomboid, attributeoptioncomboid, value, created, modifiedby, audittype)
    select ${id(14)}, dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, created, 'system', 'UPDATE'
    from datavalue where sourceid = (${DISTRICT}) and ${some(oneValue, 9, 10)}`,
  `insert into period (periodid, periodtypeid, startdate, enddate)
    select ${FIRST} + day, (select periodtypeid from periodtype where name = 'Daily'), date '1900-01-01' + day, date '1900-01-01' + day
    from generate_series(1, 640) as day`,
];

/** @returns the uid of the district */
export async function prepare(pool) {
  const client = await pool.connect();
  try {
    const { rows } = await client.query(`select exists (select from period where periodid = ${FIRST + 1}) as prepared`);
    if (!rows[0].prepared) {
      await client.query('begin');
      for (const statement of STATEMENTS) await client.query(statement);
      await client.query('commit');
    }
    await client.query('vacuum analyze');
    await client.query('checkpoint');
    const district = await client.query(`select uid from organisationunit where organisationunitid = (${DISTRICT})`);
    return district.rows[0].uid;
  } finally {
    client.release();
  }
}
