import { isUid } from '../../kernel/uid.js';
import { conflicting, described, type OldProblem } from './conflicts.js';
import { geometryOf } from './geometry.js';
import {
  ATTRIBUTE_NAMES,
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
import type { Kind } from './resources.js';
import type { OldNode } from './tree.js';
import { flagOf, isObject, type Json, objectsOf, textOf } from './values.js';

export const TITLES: Readonly<Record<Kind, string>> = {
  TRACKED_ENTITY: 'TrackedEntity',
  ENROLLMENT: 'Enrollment',
  EVENT: 'Event',
  RELATIONSHIP: 'Relationship',
};

const NAMES: Readonly<Record<Kind, Names>> = {
  TRACKED_ENTITY: TRACKED_ENTITY_NAMES,
  ENROLLMENT: ENROLLMENT_NAMES,
  EVENT: EVENT_NAMES,
  RELATIONSHIP: RELATIONSHIP_NAMES,
};

const LISTS: Readonly<Record<Kind, readonly string[]>> = {
  TRACKED_ENTITY: ['attributes', 'enrollments', 'relationships'],
  ENROLLMENT: ['attributes', 'events', 'notes'],
  EVENT: ['dataValues', 'notes'],
  RELATIONSHIP: [],
};

const FLAGS: Readonly<Record<Kind, Names>> = {
  TRACKED_ENTITY: TRACKED_ENTITY_FLAGS,
  ENROLLMENT: ENROLLMENT_FLAGS,
  EVENT: EVENT_FLAGS,
  RELATIONSHIP: RELATIONSHIP_FLAGS,
};

const isFlag = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || flagOf(value) !== undefined;

/** Moments of an object and what the peer calls each where it cannot be read. */
const MOMENTS: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  TRACKED_ENTITY: { createdAtClient: 'created at client date', lastUpdatedAtClient: 'last updated at client date' },
  ENROLLMENT: {
    enrollmentDate: 'enrollment date',
    incidentDate: 'enrollment incident date',
    completedDate: 'enrollment completed date',
    createdAtClient: 'enrollment created at client date',
    lastUpdatedAtClient: 'enrollment last updated at client date',
  },
  EVENT: {
    eventDate: 'event date',
    dueDate: 'event due date',
    completedDate: 'event completed date',
    createdAtClient: 'event created at client date',
    lastUpdatedAtClient: 'event last updated at client date',
  },
  RELATIONSHIP: {},
};

const STATUSES: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  ENROLLMENT: ['ACTIVE', 'COMPLETED', 'CANCELLED'],
  EVENT: ['ACTIVE', 'COMPLETED', 'VISITED', 'SCHEDULE', 'OVERDUE', 'SKIPPED'],
};

/** What of an object cannot be read at all. The first of it ends the object, and leaves the others of the payload alone. */
export function unreadable({ kind, old }: OldNode): OldProblem | undefined {
  return shapeProblem(kind, old) ?? momentProblem(kind, old) ?? statusProblem(kind, old) ?? referenceProblem(kind, old);
}

function shapeProblem(kind: Kind, old: Json): OldProblem | undefined {
  const title = TITLES[kind];
  if (holdsZero(ownMembers(kind, old))) return conflicting(title, 'The character U+0000 cannot be stored');
  for (const [name, now] of NAMES[kind]) {
    if (isNested(old[name]) && !isPerson(now)) return conflicting(`${title}.${name}`, `${name} must be a text`);
  }
  for (const name of LISTS[kind]) {
    const value = old[name] ?? [];
    if (!Array.isArray(value) || !value.every(isObject))
      return conflicting(`${title}.${name}`, `${name} must be a list of objects`);
  }
  const flag = FLAGS[kind].find(([name]) => !isFlag(old[name]));
  if (flag) return conflicting(`${title}.${flag[0]}`, `${flag[0]} must be true or false`);
  const part = partProblem(kind, old);
  if (part) return part;
  const { fault } = geometryOf(old);
  return fault === undefined ? undefined : conflicting(title, fault);
}

/** Members of what stands in lists, and the members that need more than another name. */
const PARTS: Readonly<Record<string, Names>> = {
  attributes: ATTRIBUTE_NAMES,
  dataValues: DATA_VALUE_NAMES,
  notes: NOTE_NAMES,
};
const WORDS = ['status', 'attributeCategoryOptions', 'assignedUser', 'assignedUserUsername'];

function partProblem(kind: Kind, old: Json): OldProblem | undefined {
  const title = TITLES[kind];
  const word = WORDS.find((name) => isNested(old[name]));
  if (word !== undefined) return conflicting(`${title}.${word}`, `${word} must be a text`);
  for (const list of LISTS[kind])
    for (const part of objectsOf(old[list]))
      for (const [name, now] of PARTS[list] ?? [])
        if (isNested(part[name]) && !isPerson(now))
          return conflicting(`${title}.${list}.${name}`, `${name} must be a text`);
  return undefined;
}

const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null;
/** Who created or changed something is told with a whole object, which is not read. */
const isPerson = (now: string): boolean => now === 'createdBy' || now === 'updatedBy';

/** Whether the one character that PostgreSQL keeps in no text is somewhere in a value. */
function holdsZero(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsZero);
}

/** Without the objects that stand in it, which are judged themselves. */
const ownMembers = (kind: Kind, { enrollments, events, relationships, ...own }: Json): Json =>
  kind === 'RELATIONSHIP' ? { relationship: own.relationship } : own;

function momentProblem(kind: Kind, old: Json): OldProblem | undefined {
  for (const [name, words] of Object.entries(MOMENTS[kind])) {
    const value = textOf(old[name]);
    if (value !== undefined && !isMoment(value)) return conflicting(TITLES[kind], `Invalid ${words}: ${value}`);
  }
  return undefined;
}

const MOMENT =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?)?\s?(?:Z|[-+]\d\d(?::?\d\d)?)?)?)?$/;

/** Whether a text is a moment of ISO 8601 that the calendar and the clock have. */
export function isMoment(text: string): boolean {
  const found = MOMENT.exec(text);
  if (!found) return false;
  const [year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  const inCalendar = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return year > 0 && inCalendar && hour < 24 && minute < 60 && second < 60;
}

function statusProblem(kind: Kind, { status }: Json): OldProblem | undefined {
  const words = STATUSES[kind];
  if (!words || status === undefined || status === null || status === '' || words.includes(String(status)))
    return undefined;
  return conflicting(
    `${TITLES[kind]}.status`,
    `Value '${String(status).slice(0, 50)}' is not a valid status; valid values are: [${words.join(', ')}]`,
  );
}

/** References to tracker objects are uids; what is none points to nothing. */
function referenceProblem(kind: Kind, old: Json): OldProblem | undefined {
  const wrong = (key: string): string | undefined => {
    const uid = textOf(old[key]);
    return uid === undefined || isUid(uid) ? undefined : uid;
  };
  if (kind === 'EVENT') {
    const entity = wrong('trackedEntityInstance');
    if (entity !== undefined) return described(noTrackedEntity(entity));
    if (wrong('enrollment') !== undefined)
      return conflicting('Event', `No enrollment found for event: ${String(old.event)}`);
  }
  if (kind === 'ENROLLMENT') {
    const entity = wrong('trackedEntityInstance');
    if (entity !== undefined) return described(`Invalid tracked entity ID: ${entity}`);
  }
  if (kind === 'RELATIONSHIP') return endProblem(old.from) ?? endProblem(old.to);
  return undefined;
}

export const noTrackedEntity = (uid: string | undefined): string =>
  `Event.trackedEntityInstance does not point to a valid tracked entity instance: ${uid ?? 'null'}`;

function endProblem(end: unknown): OldProblem | undefined {
  if (end === undefined || end === null) return undefined;
  if (!isObject(end)) return conflicting('Relationship', 'from and to must be objects');
  for (const key of ['trackedEntityInstance', 'enrollment', 'event']) {
    const value = end[key];
    const uid = isObject(value) ? value[key] : value;
    if (uid !== undefined && uid !== null && !(typeof uid === 'string' && isUid(uid)))
      return conflicting('Relationship', `${key} does not point to a valid object: ${String(textOf(uid))}`);
  }
  return undefined;
}
