/**
 * In the names of 2.42, what goes with a row that is purged: tables that refer to it and mean nothing without it (contract: schema.md §3.3). Whatever else refers to it, as the catalogue
 * tells, keeps it.
 */
export const GOES_WITH: Readonly<Record<string, readonly string[]>> = {
  trackedentity: [
    'enrollment',
    'programmessage',
    'programownershiphistory',
    'programtempowner',
    'programtempownershipaudit',
    'relationshipitem',
    'trackedentityattributevalue',
    'trackedentityattributevalueaudit',
    'trackedentitychangelog',
    'trackedentityprogramowner',
  ],
  enrollment: [
    'enrollment_notes',
    'event',
    'programinstance_messageconversation',
    'programmessage',
    'programnotificationinstance',
    'relationshipitem',
  ],
  event: [
    'event_notes',
    'eventchangelog',
    'programmessage',
    'programnotificationinstance',
    'programstageinstance_messageconversation',
    'relationshipitem',
    'trackedentitydatavalueaudit',
  ],
  programmessage: ['programmessage_deliverychannels', 'programmessage_emailaddresses', 'programmessage_phonenumbers'],
  relationship: ['relationshipitem'],
  relationshipitem: ['relationship'],
  note: ['enrollment_notes', 'event_notes'],
};

/** Rows that a row which goes refers to, and which go with it: a note is of one event or enrollment, and without one of its ends a relationship is none. */
export const TAKES_ALONG: readonly { readonly from: string; readonly column: string; readonly to: string }[] = [
  { from: 'enrollment_notes', column: 'noteid', to: 'note' },
  { from: 'event_notes', column: 'noteid', to: 'note' },
  { from: 'relationshipitem', column: 'relationshipid', to: 'relationship' },
];

/** Columns that refer to rows which are purged also in versions in which no foreign key says so (contract: schema.md §3.2). */
export const WITHOUT_KEY: readonly { readonly table: string; readonly column: string; readonly to: string }[] = [
  { table: 'event_notes', column: 'noteid', to: 'note' },
  { table: 'trackedentityattributevalueaudit', column: 'trackedentityid', to: 'trackedentity' },
  { table: 'trackedentitydatavalueaudit', column: 'eventid', to: 'event' },
];

/** Tables whose rows are collected before anything goes, each after those because of which its rows go, with its key. The last go first. */
export const COLLECTED = [
  { table: 'trackedentity', key: 'trackedentityid' },
  { table: 'enrollment', key: 'enrollmentid' },
  { table: 'event', key: 'eventid' },
  { table: 'note', key: 'noteid' },
  { table: 'programmessage', key: 'id' },
  { table: 'relationship', key: 'relationshipid' },
] as const;

export type CollectedTable = (typeof COLLECTED)[number]['table'];
