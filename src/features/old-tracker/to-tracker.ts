import { geometryOf } from './geometry.js';
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
import { defined, flagOf, isObject, type Json, objectsOf, textOf } from './values.js';

/** An event in the form of `/api/tracker`, without what stands in it besides values and notes (contract: imports.md §6). */
export const eventToTracker = (old: Json): Json =>
  defined({
    ...renamed(old, EVENT_NAMES, EVENT_FLAGS),
    // An old word for an event that is being worked on.
    status: old.status === 'VISITED' ? 'ACTIVE' : textOf(old.status),
    attributeCategoryOptions: textOf(old.attributeCategoryOptions),
    assignedUser: assignedUserOf(old),
    geometry: geometryOf(old).geometry,
    dataValues: valuesOf(old.dataValues, DATA_VALUE_NAMES, DATA_VALUE_FLAGS),
    notes: valuesOf(old.notes, NOTE_NAMES),
  });

/** An enrollment, without its events. */
export const enrollmentToTracker = (old: Json): Json =>
  defined({
    ...renamed(old, ENROLLMENT_NAMES, ENROLLMENT_FLAGS),
    status: textOf(old.status),
    geometry: geometryOf(old).geometry,
    attributes: valuesOf(old.attributes, ATTRIBUTE_NAMES),
    notes: valuesOf(old.notes, NOTE_NAMES),
  });

/** A tracked entity, without its enrollments. */
export const trackedEntityToTracker = (old: Json): Json =>
  defined({
    ...renamed(old, TRACKED_ENTITY_NAMES, TRACKED_ENTITY_FLAGS),
    geometry: geometryOf(old).geometry,
    attributes: valuesOf(old.attributes, ATTRIBUTE_NAMES),
  });

export const relationshipToTracker = (old: Json): Json =>
  defined({
    ...renamed(old, RELATIONSHIP_NAMES, RELATIONSHIP_FLAGS),
    from: endToTracker(old.from),
    to: endToTracker(old.to),
  });

/** One end: the old form has whole objects there, of which the uid counts. */
function endToTracker(end: unknown): Json | undefined {
  if (!isObject(end)) return undefined;
  const uidIn = (key: string): unknown => {
    const value = end[key];
    return isObject(value) ? value[key] : textOf(value);
  };
  const [entity, enrollment, event] = [uidIn('trackedEntityInstance'), uidIn('enrollment'), uidIn('event')];
  return defined({
    trackedEntity: entity === undefined ? undefined : { trackedEntity: entity },
    enrollment: enrollment === undefined ? undefined : { enrollment },
    event: event === undefined ? undefined : { event },
  });
}

function assignedUserOf({ assignedUser, assignedUserUsername }: Json): Json | undefined {
  const [uid, username] = [textOf(assignedUser), textOf(assignedUserUsername)];
  return uid === undefined && username === undefined ? undefined : defined({ uid, username });
}

const valuesOf = (list: unknown, names: Names, flags: Names = []): readonly Json[] =>
  objectsOf(list).map((one) => defined(renamed(one, names, flags)));

function renamed(object: Json, names: Names, flags: Names): Json {
  return {
    ...Object.fromEntries(
      names.map(([old, now]) => [now, old === 'value' ? (object.value ?? undefined) : said(object[old])]),
    ),
    ...Object.fromEntries(flags.map(([old, now]) => [now, flagOf(object[old])])),
  };
}

/** XML has empty attributes where nothing is meant; only of values does that say something. */
const said = (value: unknown): unknown =>
  value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value;
