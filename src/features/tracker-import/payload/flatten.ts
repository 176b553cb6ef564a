import { generateUid } from '../../../kernel/uid.js';
import { isGeometry } from '../../geo-json/index.js';
import type { Subject, TrackerType } from '../report.js';
import type { TrackerPayload } from './payload.js';
import { readRelationship } from './relationship.js';
import type {
  AttributeRow,
  DataValueRow,
  EnrollmentRow,
  EntityRow,
  EventRow,
  NoteRow,
  RelationshipRow,
} from './rows.js';
import {
  flagOf,
  listOf,
  type Members,
  membersOf,
  momentOf,
  nameOf,
  textOf,
  uidOf,
  unreadable,
  wordOf,
} from './values.js';

/** The objects of a payload side by side. Positions number them: tracked entities first, then enrollments, events and relationships. */
export interface FlatPayload {
  /** By position. */
  readonly subjects: readonly Subject[];
  readonly entities: readonly EntityRow[];
  readonly enrollments: readonly EnrollmentRow[];
  readonly events: readonly EventRow[];
  readonly relationships: readonly RelationshipRow[];
  readonly attributes: readonly AttributeRow[];
  readonly dataValues: readonly DataValueRow[];
  readonly notes: readonly NoteRow[];
}

/**
 * Takes a payload apart. Objects without uid get one; nested objects refer to those that they are in.
 *
 * @throws OrderlyError 400 for what is not of the form of a payload
 */
export function flatten(payload: TrackerPayload): FlatPayload {
  const root = membersOf(payload, 'The payload') ?? {};
  const found: Found = { entities: [], enrollments: [], events: [], relationships: [] };
  collect(found, root);
  const subjects: Subject[] = [];
  const attributes: AttributeRow[] = [];
  const notes: NoteRow[] = [];
  const dataValues: DataValueRow[] = [];
  const place = (type: TrackerType, uid: string, path: string): number => subjects.push({ type, uid, path }) - 1;

  const entities = found.entities.map(({ given, uid, path }): EntityRow => {
    const position = place('TRACKED_ENTITY', uid, path);
    readAttributes(attributes, given, path, position, uid);
    return {
      position,
      uid,
      type: nameOf(given.trackedEntityType, `${path}.trackedEntityType`),
      unit: nameOf(given.orgUnit, `${path}.orgUnit`),
      inactive: flagOf(given.inactive, `${path}.inactive`),
      potentialDuplicate: flagOf(given.potentialDuplicate, `${path}.potentialDuplicate`),
      ...common(given, path),
    };
  });
  const enrollments = found.enrollments.map(({ given, uid, path, parent }): EnrollmentRow => {
    const position = place('ENROLLMENT', uid, path);
    const entity = parent ?? uidOf(given.trackedEntity, `${path}.trackedEntity`);
    readAttributes(attributes, given, path, position, entity);
    readNotes(notes, given, path, position);
    return {
      position,
      uid,
      entity,
      program: nameOf(given.program, `${path}.program`),
      unit: nameOf(given.orgUnit, `${path}.orgUnit`),
      enrolledAt: momentOf(given.enrolledAt, `${path}.enrolledAt`),
      occurredAt: momentOf(given.occurredAt, `${path}.occurredAt`),
      completedAt: momentOf(given.completedAt, `${path}.completedAt`),
      completedBy: personOf(given.completedBy, `${path}.completedBy`),
      status: wordOf(given.status, ['ACTIVE', 'COMPLETED', 'CANCELLED'], `${path}.status`),
      followUp: flagOf(given.followUp, `${path}.followUp`),
      ...common(given, path),
    };
  });
  const events = found.events.map(({ given, uid, path, parent }): EventRow => {
    const position = place('EVENT', uid, path);
    readDataValues(dataValues, given, path, position);
    readNotes(notes, given, path, position);
    const assigned = membersOf(given.assignedUser, `${path}.assignedUser`);
    return {
      position,
      uid,
      enrollment: parent ?? uidOf(given.enrollment || null, `${path}.enrollment`),
      program: nameOf(given.program, `${path}.program`),
      stage: nameOf(given.programStage, `${path}.programStage`),
      unit: nameOf(given.orgUnit, `${path}.orgUnit`),
      status: statusOf(given.status, path),
      occurredAt: momentOf(given.occurredAt, `${path}.occurredAt`),
      scheduledAt: momentOf(given.scheduledAt, `${path}.scheduledAt`),
      completedAt: momentOf(given.completedAt, `${path}.completedAt`),
      completedBy: personOf(given.completedBy, `${path}.completedBy`),
      optionCombo: nameOf(given.attributeOptionCombo, `${path}.attributeOptionCombo`),
      options: nameOf(given.attributeCategoryOptions, `${path}.attributeCategoryOptions`),
      assignedUid: nameOf(assigned?.uid, `${path}.assignedUser.uid`),
      assignedName: nameOf(assigned?.username, `${path}.assignedUser.username`),
      ...common(given, path),
    };
  });
  const relationships = found.relationships.map(
    ({ given, uid, path }): RelationshipRow => readRelationship(given, path, uid, place('RELATIONSHIP', uid, path)),
  );
  return { subjects, entities, enrollments, events, relationships, attributes, dataValues, notes };
}

interface FoundObject {
  readonly given: Members;
  readonly uid: string;
  readonly path: string;
  /** uid of the object that it is nested in. */
  readonly parent?: string;
}
interface Found {
  readonly entities: FoundObject[];
  readonly enrollments: FoundObject[];
  readonly events: FoundObject[];
  readonly relationships: FoundObject[];
}

function collect(found: Found, root: Members): void {
  const relationships = (holder: Members, prefix: string): void => {
    for (const [index, given] of listOf(holder.relationships, `${prefix}relationships`).entries()) {
      const path = `${prefix}relationships[${index}]`;
      found.relationships.push({ given, path, uid: newUid(given.relationship, `${path}.relationship`) });
    }
  };
  const events = (holder: Members, prefix: string, parent?: string): void => {
    for (const [index, given] of listOf(holder.events, `${prefix}events`).entries()) {
      const path = `${prefix}events[${index}]`;
      const uid = newUid(given.event, `${path}.event`);
      found.events.push({ given, path, uid, ...(parent !== undefined && { parent }) });
      relationships(given, `${path}.`);
    }
  };
  const enrollments = (holder: Members, prefix: string, parent?: string): void => {
    for (const [index, given] of listOf(holder.enrollments, `${prefix}enrollments`).entries()) {
      const path = `${prefix}enrollments[${index}]`;
      const uid = newUid(given.enrollment, `${path}.enrollment`);
      found.enrollments.push({ given, path, uid, ...(parent !== undefined && { parent }) });
      events(given, `${path}.`, uid);
      relationships(given, `${path}.`);
    }
  };
  for (const [index, given] of listOf(root.trackedEntities, 'trackedEntities').entries()) {
    const path = `trackedEntities[${index}]`;
    const uid = newUid(given.trackedEntity, `${path}.trackedEntity`);
    found.entities.push({ given, path, uid });
    enrollments(given, `${path}.`, uid);
    relationships(given, `${path}.`);
  }
  enrollments(root, '');
  events(root, '');
  relationships(root, '');
}

const newUid = (value: unknown, path: string): string => uidOf(value === '' ? null : value, path) ?? generateUid();

function common(given: Members, path: string) {
  return {
    geometry: geometryOf(given.geometry, path),
    createdAtClient: momentOf(given.createdAtClient, `${path}.createdAtClient`),
    updatedAtClient: momentOf(given.updatedAtClient, `${path}.updatedAtClient`),
    storedBy: personOf(given.storedBy, `${path}.storedBy`),
  };
}

/** Who did something, as the client says; the tables have place for 255 characters. */
const personOf = (value: unknown, path: string): string | null => nameOf(value, path)?.slice(0, 255) ?? null;

function geometryOf(value: unknown, path: string): string | null {
  if (value === undefined || value === null) return null;
  if (!isGeometry(value)) throw unreadable(`${path}.geometry must be a geometry of GeoJSON`);
  return JSON.stringify(value);
}

/** `VISITED` of old clients is the same as `ACTIVE` (contract: schema.md §2.8). */
function statusOf(value: unknown, path: string): EventRow['status'] {
  const status = wordOf(value, ['ACTIVE', 'COMPLETED', 'VISITED', 'SCHEDULE', 'OVERDUE', 'SKIPPED'], `${path}.status`);
  return status === 'VISITED' ? 'ACTIVE' : status;
}

function readAttributes(
  rows: AttributeRow[],
  given: Members,
  path: string,
  position: number,
  entity: string | null,
): void {
  for (const [ordinal, one] of listOf(given.attributes, `${path}.attributes`).entries()) {
    const own = `${path}.attributes[${ordinal}]`;
    rows.push({
      position,
      ordinal,
      entity,
      attribute: nameOf(one.attribute, `${own}.attribute`),
      value: textOf(one.value, `${own}.value`),
      storedBy: personOf(one.storedBy, `${own}.storedBy`),
    });
  }
}

function readDataValues(rows: DataValueRow[], given: Members, path: string, position: number): void {
  const list = listOf(given.dataValues, `${path}.dataValues`);
  const last = new Map(list.map((one, ordinal) => [one.dataElement, ordinal]));
  for (const [ordinal, one] of list.entries()) {
    // Of several values of one data element the last counts.
    if (last.get(one.dataElement) !== ordinal) continue;
    const own = `${path}.dataValues[${ordinal}]`;
    rows.push({
      position,
      ordinal,
      element: nameOf(one.dataElement, `${own}.dataElement`),
      value: textOf(one.value, `${own}.value`),
      providedElsewhere: flagOf(one.providedElsewhere, `${own}.providedElsewhere`),
      storedBy: personOf(one.storedBy, `${own}.storedBy`),
    });
  }
}

/** Notes without a text are none. */
function readNotes(rows: NoteRow[], given: Members, path: string, position: number): void {
  for (const [ordinal, one] of listOf(given.notes, `${path}.notes`).entries()) {
    const own = `${path}.notes[${ordinal}]`;
    const value = textOf(one.value, `${own}.value`);
    if (value === null || value === '') continue;
    rows.push({
      position,
      ordinal,
      uid: newUid(one.note, `${own}.note`),
      value,
      storedBy: personOf(one.storedBy, `${own}.storedBy`),
    });
  }
}
