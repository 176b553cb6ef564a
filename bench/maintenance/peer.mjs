/**
 * The peer's statements (contract: maintenance.md §4.5–4.10, §4.17), each committed by itself as its driver does. Written after the description, not taken from the peer.
 */
const E = 'select eventid from event where deleted is true';
const N = 'select enrollmentid from enrollment where deleted is true';
const EVENTS_OF_N = `select eventid from event where enrollmentid in (${N})`;
const T = 'select trackedentityid from trackedentity where deleted is true';
const N_OF_T = `select enrollmentid from enrollment where trackedentityid in (${T})`;
const E_OF_T = `select eventid from event where enrollmentid in (${N_OF_T})`;

const MESSAGE_PARTS = [
  ['programmessage_deliverychannels', 'programmessagedeliverychannelsid'],
  ['programmessage_emailaddresses', 'programmessageemailaddressid'],
  ['programmessage_phonenumbers', 'programmessagephonenumberid'],
];
const of = (table, column, keys) => `delete from ${table} where ${column} in (${keys})`;
const messageParts = (column, keys) =>
  MESSAGE_PARTS.map(([table, key]) => of(table, key, `select id from programmessage where ${column} in (${keys})`));
const all = (tables, column, keys) => tables.map((table) => of(table, column, keys));
const ORPHAN_NOTES =
  'delete from note where noteid not in (select noteid from event_notes) and noteid not in (select noteid from enrollment_notes)';
const OF_EVENT = [
  'relationshipitem',
  'trackedentitydatavalueaudit',
  'eventchangelog',
  'programmessage',
  'programnotificationinstance',
];
const PERIOD_HOLDERS = [
  'completedatasetregistration',
  'dataapproval',
  'dataapprovalaudit',
  'datainputperiod',
  'datavalue',
  'datavalueaudit',
  'eventvisualization_periods',
  'interpretation',
  'lockexception',
  'mapview_periods',
  'validationresult',
  'visualization_periods',
];

/** Statements by operation; those that read uids are queries. */
export const peerStatements = (district) => {
  const unit = `(select organisationunitid from organisationunit where uid = '${district}')`;
  return {
    softDeletedEventRemoval: [
      'select uid from event where deleted is true',
      ...messageParts('eventid', E),
      of('event_notes', 'eventid', E),
      ORPHAN_NOTES,
      ...all(OF_EVENT, 'eventid', E),
      'delete from event where deleted is true',
    ],
    softDeletedEnrollmentRemoval: [
      'select uid from enrollment where deleted is true',
      `select uid from event where enrollmentid in (${N})`,
      ...messageParts('enrollmentid', N),
      of('event_notes', 'eventid', EVENTS_OF_N),
      of('enrollment_notes', 'enrollmentid', N),
      ORPHAN_NOTES,
      ...all(OF_EVENT, 'eventid', EVENTS_OF_N),
      ...all(['relationshipitem', 'programmessage', 'programnotificationinstance'], 'enrollmentid', N),
      of('event', 'enrollmentid', N),
      'delete from enrollment where deleted is true',
    ],
    softDeletedTrackedEntityRemoval: [
      'select uid from trackedentity where deleted is true',
      `select uid from enrollment where trackedentityid in (${T})`,
      `select uid from event where enrollmentid in (${N_OF_T})`,
      ...messageParts('trackedentityid', T),
      ...messageParts('enrollmentid', N_OF_T),
      ...messageParts('eventid', E_OF_T),
      of('event_notes', 'eventid', E_OF_T),
      of('enrollment_notes', 'enrollmentid', N_OF_T),
      ORPHAN_NOTES,
      ...all(['trackedentitydatavalueaudit', 'eventchangelog'], 'eventid', E_OF_T),
      of('programmessage', 'enrollmentid', N_OF_T),
      of('event', 'enrollmentid', N_OF_T),
      ...all(
        [
          'programmessage',
          'relationshipitem',
          'trackedentityattributevalue',
          'trackedentityattributevalueaudit',
          'trackedentitychangelog',
          'trackedentityprogramowner',
          'programtempowner',
          'programtempownershipaudit',
          'programownershiphistory',
          'enrollment',
        ],
        'trackedentityid',
        T,
      ),
      'delete from trackedentity where deleted is true',
    ],
    softDeletedDataValueRemoval: ['delete from datavalue where deleted is true'],
    zeroDataValueRemoval: [
      `delete from datavalue where value = '0' and dataelementid in (
        select dataelementid from dataelement where aggregationtype = 'SUM' and zeroissignificant is false
      )`,
    ],
    organisationUnitDataPruning: [
      'begin',
      `delete from dataapproval where organisationunitid = ${unit}`,
      `delete from dataapprovalaudit where organisationunitid = ${unit}`,
      `delete from completedatasetregistration where sourceid = ${unit}`,
      `delete from datavalueaudit where organisationunitid = ${unit}`,
      `delete from datavalue where sourceid = ${unit}`,
      'commit',
    ],
    periodPruning: [
      `delete from period where ${PERIOD_HOLDERS.map(
        (table) => `periodid not in (select distinct periodid from ${table} where periodid is not null)`,
      ).join(' and ')}`,
    ],
  };
};
