import {
  ATTRIBUTE_NAMES,
  DATA_VALUE_FLAGS,
  DATA_VALUE_NAMES,
  ENROLLMENT_FLAGS,
  ENROLLMENT_NAMES,
  EVENT_FLAGS,
  EVENT_NAMES,
  type Names,
  NOTE_NAMES,
  RELATIONSHIP_FLAGS,
  RELATIONSHIP_NAMES,
  TRACKED_ENTITY_FLAGS,
  TRACKED_ENTITY_NAMES,
} from './names.js';
import { defined, isObject, type Json, objectsOf } from './values.js';

/** An event of `/api/tracker` in the old form (contract: imports.md §6). */
export const eventFromTracker = (event: Json): Json =>
  defined({
    ...renamed(event, EVENT_NAMES, EVENT_FLAGS),
    status: event.status ?? undefined,
    attributeCategoryOptions: optionsOf(event.attributeCategoryOptions),
    ...assignedUser(event.assignedUser),
    geometry: event.geometry ?? undefined,
    ...coordinate(event.geometry),
    dataValues: listOf(event.dataValues, (value) => renamed(value, DATA_VALUE_NAMES, DATA_VALUE_FLAGS)),
    notes: listOf(event.notes, (note) => renamed(note, NOTE_NAMES)),
    relationships: listOf(event.relationships, relationshipFromTracker),
  });

export const enrollmentFromTracker = (enrollment: Json): Json =>
  defined({
    ...renamed(enrollment, ENROLLMENT_NAMES, ENROLLMENT_FLAGS),
    status: enrollment.status ?? undefined,
    geometry: enrollment.geometry ?? undefined,
    attributes: listOf(enrollment.attributes, (attribute) => renamed(attribute, ATTRIBUTE_NAMES)),
    events: listOf(enrollment.events, eventFromTracker),
    notes: listOf(enrollment.notes, (note) => renamed(note, NOTE_NAMES)),
    relationships: listOf(enrollment.relationships, relationshipFromTracker),
  });

export const trackedEntityFromTracker = (entity: Json): Json =>
  defined({
    ...renamed(entity, TRACKED_ENTITY_NAMES, TRACKED_ENTITY_FLAGS),
    ...featureOf(entity.geometry),
    geometry: entity.geometry ?? undefined,
    attributes: listOf(entity.attributes, (attribute) => renamed(attribute, ATTRIBUTE_NAMES)),
    enrollments: listOf(entity.enrollments, enrollmentFromTracker),
    relationships: listOf(entity.relationships, relationshipFromTracker),
    programOwners: listOf(entity.programOwners, ownerFromTracker),
  });

export const relationshipFromTracker = (relationship: Json): Json =>
  defined({
    ...renamed(relationship, RELATIONSHIP_NAMES, RELATIONSHIP_FLAGS),
    from: endFromTracker(relationship.from),
    to: endFromTracker(relationship.to),
  });

function endFromTracker(end: unknown): Json | undefined {
  if (!isObject(end)) return undefined;
  const { trackedEntity, enrollment, event } = end;
  return defined({
    trackedEntityInstance: isObject(trackedEntity) ? trackedEntityFromTracker(trackedEntity) : undefined,
    enrollment: isObject(enrollment) ? enrollmentFromTracker(enrollment) : undefined,
    event: isObject(event) ? eventFromTracker(event) : undefined,
  });
}

const ownerFromTracker = ({ orgUnit, program, trackedEntity }: Json): Json => ({
  ownerOrgUnit: orgUnit,
  program,
  trackedEntityInstance: trackedEntity,
});

const FEATURE_TYPES: Readonly<Record<string, string>> = {
  Point: 'POINT',
  Polygon: 'POLYGON',
  MultiPolygon: 'MULTI_POLYGON',
};

const featureOf = (geometry: unknown): Json => {
  const type = isObject(geometry) ? FEATURE_TYPES[String(geometry.type)] : undefined;
  if (type === undefined) return { featureType: 'NONE' };
  return { featureType: type, coordinates: JSON.stringify((geometry as Json).coordinates) };
};

/** Old clients look for the point of an event here. */
function coordinate(geometry: unknown): Json {
  if (!isObject(geometry) || geometry.type !== 'Point' || !Array.isArray(geometry.coordinates)) return {};
  const [longitude, latitude] = geometry.coordinates as readonly unknown[];
  return { coordinate: { latitude, longitude } };
}

function assignedUser(user: unknown): Json {
  if (!isObject(user)) return {};
  return {
    assignedUser: user.uid ?? undefined,
    assignedUserUsername: user.username ?? undefined,
    assignedUserDisplayName: user.displayName ?? undefined,
    assignedUserFirstName: user.firstName ?? undefined,
    assignedUserSurname: user.surname ?? undefined,
  };
}

const optionsOf = (options: unknown): string | undefined =>
  typeof options === 'string' && options !== '' ? options.replaceAll(',', ';') : undefined;

const listOf = (list: unknown, map: (one: Json) => Json): readonly Json[] | undefined =>
  Array.isArray(list) ? objectsOf(list).map((one) => defined(map(one))) : undefined;

const renamed = (object: Json, names: Names, flags: Names = []): Json =>
  Object.fromEntries([...names, ...flags].map(([old, now]) => [old, object[now] ?? undefined]));
