import { type FieldSelection, parseFields } from '../../http/index.js';
import { ENROLLMENT_NAMES, EVENT_NAMES, type Names, TRACKED_ENTITY_NAMES } from './names.js';
import type { OldResource } from './resources.js';

type Query = Readonly<Record<string, unknown>>;
type Kind = OldResource['kind'];

/** Parameters of the old resources by the new ones that mean the same; what is not named has the same name, or is understood by it. */
const PARAMETERS: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  EVENT: {
    trackedEntityInstance: 'trackedEntity',
    startDate: 'occurredAfter',
    endDate: 'occurredBefore',
    dueDateStart: 'scheduledAfter',
    dueDateEnd: 'scheduledBefore',
    lastUpdated: 'updatedAfter',
    lastUpdatedStartDate: 'updatedAfter',
    lastUpdatedEndDate: 'updatedBefore',
    lastUpdatedDuration: 'updatedWithin',
  },
  ENROLLMENT: {
    ou: 'orgUnit',
    trackedEntityInstance: 'trackedEntity',
    programStartDate: 'enrolledAfter',
    programEndDate: 'enrolledBefore',
    lastUpdated: 'updatedAfter',
    lastUpdatedDuration: 'updatedWithin',
  },
  TRACKED_ENTITY: {
    ou: 'orgUnit',
    trackedEntityInstance: 'trackedEntities',
    programStartDate: 'enrollmentEnrolledAfter',
    programEndDate: 'enrollmentEnrolledBefore',
    programEnrollmentStartDate: 'enrollmentEnrolledAfter',
    programEnrollmentEndDate: 'enrollmentEnrolledBefore',
    programIncidentStartDate: 'enrollmentOccurredAfter',
    programIncidentEndDate: 'enrollmentOccurredBefore',
    eventStartDate: 'eventOccurredAfter',
    eventEndDate: 'eventOccurredBefore',
    lastUpdatedStartDate: 'updatedAfter',
    lastUpdatedEndDate: 'updatedBefore',
    lastUpdatedDuration: 'updatedWithin',
  },
};

const NAMES: Readonly<Record<Kind, Names>> = {
  EVENT: EVENT_NAMES,
  ENROLLMENT: ENROLLMENT_NAMES,
  TRACKED_ENTITY: TRACKED_ENTITY_NAMES,
};

/** The query of an old resource as one of `/api/tracker` (contract: imports.md §6). */
export function newQuery(kind: Kind, query: Query): Query {
  const names = PARAMETERS[kind];
  const { fields: _, order, ...others } = query;
  const renamed = Object.entries(others).map(([name, value]) => [names[name] ?? name, value] as const);
  return {
    ...Object.fromEntries(renamed),
    ...(order !== undefined && { order: newOrder(kind, [order].flat().map(String).join(',')) }),
  };
}

/** `eventDate:desc,lastUpdated` by the new names. */
const newOrder = (kind: Kind, order: string): string =>
  order
    .split(',')
    .map((part) => {
      const [field = '', ...direction] = part.split(':');
      const name = NAMES[kind].find(([old]) => old === field)?.[1] ?? field;
      return [name, ...direction].join(':');
    })
    .join(',');

/** What lists show of their objects when nothing is asked for, as the peer does. */
const DEFAULT_FIELDS: Readonly<Record<Kind, string>> = {
  EVENT:
    'event,uid,program,programStage,programType,status,assignedUser,orgUnit,orgUnitName,eventDate,created,lastUpdated,followup,deleted,dataValues',
  ENROLLMENT:
    'enrollment,created,lastUpdated,trackedEntityType,trackedEntityInstance,program,status,orgUnit,orgUnitName,enrollmentDate,incidentDate,followup',
  TRACKED_ENTITY: '*,!enrollments,!relationships,!programOwners',
};

/** What is wanted of the objects, by their old names. */
export function oldFields(kind: Kind, fields: unknown): FieldSelection {
  const text = [fields ?? []].flat().map(String).join(',');
  return parseFields(text === '' ? DEFAULT_FIELDS[kind] : text);
}

/** Members that are whole objects, and are read only where they are wanted. */
const HEAVY: Readonly<Record<Kind, readonly string[]>> = {
  EVENT: ['relationships'],
  ENROLLMENT: ['events', 'relationships', 'attributes'],
  TRACKED_ENTITY: ['enrollments', 'relationships', 'programOwners'],
};

/** The fields to be read for what is wanted. */
export function newFields(kind: Kind, { named, presets, dropped }: FieldSelection): string {
  const wanted = (name: string): boolean => (presets.size > 0 || named.has(name)) && !dropped.has(name);
  return ['*', ...HEAVY[kind].filter((name) => !wanted(name)).map((name) => `!${name}`)].join(',');
}
