/**
 * The floor: bare `delete … where` of exactly the rows that go, what refers before what is referred to, in one transaction, with Orderly's indexes. Which they are
 * stands in tables that were filled before, and is not in its time.
 */
const DEAD = {
  softDeletedEventRemoval: 'event',
  softDeletedEnrollmentRemoval: 'enrollment',
  softDeletedTrackedEntityRemoval: 'trackedentity',
};
const dead = (table) => `select ${table}id as key from ${table} where deleted`;
const keys = (table) => `select key from floor_${table}`;

/** The keys that go, each table after those that it needs. */
function keyTables(operation) {
  const root = DEAD[operation];
  const none = 'select null::bigint as key where false';
  return {
    trackedentity: root === 'trackedentity' ? dead('trackedentity') : none,
    enrollment:
      root === 'enrollment'
        ? dead('enrollment')
        : `select enrollmentid as key from enrollment where trackedentityid in (${keys('trackedentity')})`,
    event:
      root === 'event'
        ? dead('event')
        : `select eventid as key from event where enrollmentid in (${keys('enrollment')})`,
    note: `select noteid as key from event_notes where eventid in (${keys('event')})
      union select noteid from enrollment_notes where enrollmentid in (${keys('enrollment')})`,
    programmessage: of3('id', 'programmessage'),
    relationship: of3('relationshipid', 'relationshipitem'),
  };
}

const of3 = (key, table) =>
  ['event', 'enrollment', 'trackedentity']
    .map((end) => `select ${key} as key from ${table} where ${end}id in (${keys(end)})`)
    .join(' union ');

/** Table, column and whose key it is; in the order of contract: schema.md §3.3. */
const ORDER = [
  ['programmessage_deliverychannels', 'programmessagedeliverychannelsid', 'programmessage'],
  ['programmessage_emailaddresses', 'programmessageemailaddressid', 'programmessage'],
  ['programmessage_phonenumbers', 'programmessagephonenumberid', 'programmessage'],
  ['programmessage', 'id', 'programmessage'],
  ['programnotificationinstance', 'eventid', 'event'],
  ['programnotificationinstance', 'enrollmentid', 'enrollment'],
  ['event_notes', 'eventid', 'event'],
  ['enrollment_notes', 'enrollmentid', 'enrollment'],
  ['note', 'noteid', 'note'],
  ['relationship', 'relationshipid', 'relationship'],
  ['trackedentitydatavalueaudit', 'eventid', 'event'],
  ['eventchangelog', 'eventid', 'event'],
  ['event', 'eventid', 'event'],
  ['enrollment', 'enrollmentid', 'enrollment'],
  ['trackedentityattributevalue', 'trackedentityid', 'trackedentity'],
  ['trackedentityattributevalueaudit', 'trackedentityid', 'trackedentity'],
  ['trackedentitychangelog', 'trackedentityid', 'trackedentity'],
  ['trackedentityprogramowner', 'trackedentityid', 'trackedentity'],
  ['programtempowner', 'trackedentityid', 'trackedentity'],
  ['programtempownershipaudit', 'trackedentityid', 'trackedentity'],
  ['programownershiphistory', 'trackedentityid', 'trackedentity'],
  ['trackedentity', 'trackedentityid', 'trackedentity'],
];

/**
 * @param peer the peer's statements; of tables to which nothing refers they are the barest already
 * @returns what to run before, and what to time
 */
export function floorStatements(operation, peer) {
  if (operation === 'periodPruning')
    return {
      before: [
        'create unlogged table floor_period as select periodid as key from period where periodid > 1000000000',
        `insert into floor_period select periodid from period where ${peer[0].slice(peer[0].indexOf(' where ') + 7)}
          and periodid <= 1000000000`,
        'analyze floor_period',
      ],
      timed: [`delete from period where periodid in (${keys('period')})`],
    };
  if (!DEAD[operation]) return { before: [], timed: peer };
  const before = Object.entries(keyTables(operation)).flatMap(([table, query]) => [
    `create unlogged table floor_${table} as ${query}`,
    `analyze floor_${table}`,
  ]);
  const timed = ORDER.map(([table, column, of]) => `delete from ${table} where ${column} in (${keys(of)})`);
  return { before, timed: ['begin', ...timed, 'commit'] };
}

/** Tables that an operation may shrink; how many rows each has afterwards is the same whoever did it. */
export const SHRINKING = [
  ...new Set(ORDER.map(([table]) => table)),
  'relationshipitem',
  'dataapproval',
  'dataapprovalaudit',
  'completedatasetregistration',
  'datavalueaudit',
  'datavalue',
  'period',
];
