import { conflicting, described, type OldProblem } from './conflicts.js';
import { eventPayload } from './event-payload.js';
import type { Known, Stored } from './known.js';
import { oldStrategy, type Strategy } from './options.js';
import { merged, type Prepared, type Rules, withOwnNotes, without } from './prepared.js';
import { unreadable } from './problems.js';
import { ID_KEYS, type Kind } from './resources.js';
import { enrollmentToTracker, relationshipToTracker, trackedEntityToTracker } from './to-tracker.js';
import type { OldNode } from './tree.js';
import { flagOf, type Json, objectsOf } from './values.js';

/** What is to be done with an object of a payload. */
export interface Decision {
  readonly node: OldNode;
  readonly action: 'create' | 'update' | 'delete' | 'none';
  /** In the form of `/api/tracker`. */
  readonly payload: Json;
  /** Why nothing is done. */
  readonly problem?: OldProblem | undefined;
  /** What is left out of what is done. */
  readonly warning?: string | undefined;
  /** Decisions on what stands in it; none of an object with which nothing is done, or that is deleted. */
  readonly children: readonly Decision[];
}

/** Tells what is to be done with each object (contract: imports.md §5). */
export const decide = (nodes: readonly OldNode[], known: Known, rules: Rules): readonly Decision[] => {
  const seen = new Set<string>();
  return nodes.map((node) => decideOne(node, known, rules, seen, rules.mustExist ?? false));
};

function decideOne(node: OldNode, known: Known, rules: Rules, seen: Set<string>, mustExist: boolean): Decision {
  const strategy = oldStrategy(rules.options);
  const stored = storedOf(node, known);
  const isThere = stored !== undefined && !stored.deleted;
  if (strategy === 'DELETE' || (strategy === 'SYNC' && flagOf(node.old.deleted) === true)) {
    const again = repeatedProblem(node, seen);
    return again ? nothing(node, again) : deletion(node, isThere);
  }
  const problem =
    unreadable(node) ?? existenceProblem(node, stored, mustExist ? 'UPDATE' : strategy) ?? repeatedProblem(node, seen);
  if (problem) return nothing(node, problem);
  const prepared = prepare(node, known, rules);
  if (prepared.problem) return nothing(node, prepared.problem);
  return {
    node,
    action: stored ? 'update' : 'create',
    payload: prepared.payload,
    warning: prepared.warning,
    children: node.children.map((child) => decideOne(child, known, rules, seen, false)),
  };
}

const nothing = (node: OldNode, problem: OldProblem): Decision => ({
  node,
  action: 'none',
  payload: {},
  problem,
  children: [],
});

/** An object that is not there is gone as wanted: no error, but nothing is counted as deleted either. */
const deletion = (node: OldNode, isThere: boolean): Decision =>
  isThere ? { node, action: 'delete', payload: { [newIdKey(node.kind)]: node.uid }, children: [] } : nothing(node, {});

export const newIdKey = (kind: Kind): string => (kind === 'TRACKED_ENTITY' ? 'trackedEntity' : ID_KEYS[kind]);

function storedOf({ kind, uid }: OldNode, known: Known): Stored | undefined {
  if (kind === 'TRACKED_ENTITY') return known.entities.get(uid);
  if (kind === 'ENROLLMENT') return known.enrollments.get(uid);
  return kind === 'EVENT' ? known.events.get(uid) : undefined;
}

const EARLIER: Readonly<Record<Kind, string>> = {
  TRACKED_ENTITY: 'Tracked entity instance',
  ENROLLMENT: 'Enrollment',
  EVENT: 'Event',
  RELATIONSHIP: 'Relationship',
};

export const existsAlready = (kind: Kind, uid: string): string =>
  `${EARLIER[kind]} ${uid} already exists or was deleted earlier`;

/** Whether the object is, or is not, there as the strategy needs it; in the peer's words for each kind. */
function existenceProblem(node: OldNode, stored: Stored | undefined, strategy: Strategy): OldProblem | undefined {
  const { kind, uid, sent } = node;
  // Relationships have no update: those that are there stay.
  if (kind === 'RELATIONSHIP') return undefined;
  if (strategy === 'CREATE') return stored ? described(existsAlready(kind, uid)) : undefined;
  if (stored) return stored.deleted ? deletedProblem(kind, uid) : undefined;
  if (strategy !== 'UPDATE') return undefined;
  if (sent === undefined) return described(`No ${NOUNS[kind]} or ${NOUNS[kind]} ID was supplied`);
  return missingProblem(kind, sent);
}

const NOUNS: Readonly<Record<Kind, string>> = {
  TRACKED_ENTITY: 'tracked entity instance',
  ENROLLMENT: 'enrollment',
  EVENT: 'event',
  RELATIONSHIP: 'relationship',
};

export function missingProblem(kind: Kind, uid: string): OldProblem {
  if (kind === 'EVENT')
    return {
      description: `Event ID ${uid} doesn't point to valid event`,
      conflict: { object: 'Invalid Event ID', value: uid },
      code: 'E1032',
    };
  if (kind === 'ENROLLMENT') return described(`ID ${uid} doesn't point to a valid enrollment.`);
  return {
    ...conflicting('TrackedEntity', `Tracked entity instance ${uid} does not exist`),
    code: 'E1063',
  };
}

function deletedProblem(kind: Kind, uid: string): OldProblem {
  if (kind === 'EVENT')
    return described(`Event ID ${uid} was already used and/or deleted. This event can not be modified.`);
  if (kind === 'ENROLLMENT') return described(existsAlready(kind, uid));
  const text = `You are trying to add or update tracked entity instance ${uid} that has already been deleted`;
  return { ...conflicting('TrackedEntity', text), code: 'E1114' };
}

/** The first of several objects with one uid counts. */
function repeatedProblem({ kind, uid }: OldNode, seen: Set<string>): OldProblem | undefined {
  const key = `${kind} ${uid}`;
  if (seen.has(key)) return described(`${EARLIER[kind]} ${uid} is in the payload more than once`);
  seen.add(key);
  return undefined;
}

function prepare(node: OldNode, known: Known, rules: Rules): Prepared {
  switch (node.kind) {
    case 'EVENT':
      return eventPayload(node, known, rules);
    case 'ENROLLMENT':
      return { payload: enrollmentPayload(node, known) };
    case 'TRACKED_ENTITY':
      return { payload: entityPayload(node, known, rules) };
    default:
      return { payload: relationshipToTracker(node.old) };
  }
}

/** With a program, its attributes that are stored and not sent are taken away; an empty list may be taken for one that says nothing. */
function entityPayload(node: OldNode, known: Known, { options }: Rules): Json {
  const payload = merged(known.entities.get(node.uid)?.members, trackedEntityToTracker(node.old));
  const attributes = objectsOf(payload.attributes);
  if (attributes.length === 0 && options.ignoreEmptyCollection) return payload;
  const sent = attributes.map(({ attribute }) => attribute);
  const gone = (known.programAttributes.get(node.uid) ?? []).filter((attribute) => !sent.includes(attribute));
  return { ...payload, attributes: [...attributes, ...gone.map((attribute) => ({ attribute, value: '' }))] };
}

function enrollmentPayload(node: OldNode, known: Known): Json {
  const payload = merged(known.enrollments.get(node.uid)?.members, withOwnNotes(enrollmentToTracker(node.old)));
  return payload.status === 'COMPLETED' || payload.status === 'CANCELLED' ? payload : without(payload, 'completedAt');
}

/** Every decision, those on what stands in an object after it. */
export const allDecisions = (decisions: readonly Decision[]): readonly Decision[] =>
  decisions.flatMap((decision) => [decision, ...allDecisions(decision.children)]);
