/** Old name and new name of a member; its value is the same in both. */
export type Names = readonly (readonly [old: string, now: string])[];

const same = (...names: readonly string[]): Names => names.map((name) => [name, name]);

const TIMES: Names = [
  ['created', 'createdAt'],
  ['lastUpdated', 'updatedAt'],
  ['createdAtClient', 'createdAtClient'],
  ['lastUpdatedAtClient', 'updatedAtClient'],
];

const WHO: Names = [...same('storedBy'), ['createdByUserInfo', 'createdBy'], ['lastUpdatedByUserInfo', 'updatedBy']];

/** contract: imports.md §6. Members that need more than another name are in `to-tracker.ts` and `from-tracker.ts`. */
export const EVENT_NAMES: Names = [
  ...same('event', 'program', 'programStage', 'enrollment', 'enrollmentStatus', 'orgUnit'),
  ['trackedEntityInstance', 'trackedEntity'],
  ['eventDate', 'occurredAt'],
  ['dueDate', 'scheduledAt'],
  ['completedDate', 'completedAt'],
  ...same('completedBy', 'attributeOptionCombo'),
  ...TIMES,
  ...WHO,
];

export const ENROLLMENT_NAMES: Names = [
  ...same('enrollment', 'trackedEntityType', 'program', 'orgUnit'),
  ['trackedEntityInstance', 'trackedEntity'],
  ['enrollmentDate', 'enrolledAt'],
  ['incidentDate', 'occurredAt'],
  ['completedDate', 'completedAt'],
  ...same('completedBy'),
  ...TIMES,
  ...WHO,
];

export const TRACKED_ENTITY_NAMES: Names = [
  ['trackedEntityInstance', 'trackedEntity'],
  ...same('trackedEntityType', 'orgUnit'),
  ...TIMES,
  ...WHO,
];

export const ATTRIBUTE_NAMES: Names = [
  ...same('attribute', 'code', 'displayName', 'valueType', 'value', 'storedBy'),
  ['created', 'createdAt'],
  ['lastUpdated', 'updatedAt'],
];

export const DATA_VALUE_NAMES: Names = [
  ...same('dataElement', 'value'),
  ['created', 'createdAt'],
  ['lastUpdated', 'updatedAt'],
  ...WHO,
];

export const NOTE_NAMES: Names = [...same('note', 'value', 'storedBy'), ['storedDate', 'storedAt']];

export const RELATIONSHIP_NAMES: Names = [
  ...same('relationship', 'relationshipType', 'relationshipName'),
  ['created', 'createdAt'],
  ['lastUpdated', 'updatedAt'],
];

/** Flags: words in XML. */
export const EVENT_FLAGS: Names = [['followup', 'followUp'], ...same('deleted')];
export const ENROLLMENT_FLAGS: Names = EVENT_FLAGS;
export const TRACKED_ENTITY_FLAGS: Names = same('inactive', 'deleted', 'potentialDuplicate');
export const DATA_VALUE_FLAGS: Names = same('providedElsewhere');
export const RELATIONSHIP_FLAGS: Names = same('bidirectional');
