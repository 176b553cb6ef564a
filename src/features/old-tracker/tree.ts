import { generateUid, isUid } from '../../kernel/uid.js';
import { ID_KEYS, idOf, type Kind } from './resources.js';
import { type Json, objectsOf, textOf } from './values.js';

/** An object of a payload with what stands in it. */
export interface OldNode {
  readonly kind: Kind;
  /** As it came, or made for an object that came without one. */
  readonly uid: string;
  /** What came in its place; undefined when nothing did. */
  readonly sent: string | undefined;
  /** The object in the old form, with references to what it stands in. */
  readonly old: Json;
  readonly children: readonly OldNode[];
}

/** The objects with their enrollments, events and relationships; each refers to the one it stands in. */
export const treeOf = (kind: Kind, objects: readonly Json[]): readonly OldNode[] =>
  objects.map((object) => nodeOf(kind, object));

function nodeOf(kind: Kind, object: Json): OldNode {
  const sent = textOf(idOf(kind, object));
  // As the peer, one of its own for something that can be no uid.
  const uid = sent !== undefined && isUid(sent) ? sent : generateUid();
  const old = { ...object, [ID_KEYS[kind]]: uid };
  return { kind, uid, sent, old, children: childrenOf(kind, old) };
}

function childrenOf(kind: Kind, old: Json): readonly OldNode[] {
  if (kind === 'TRACKED_ENTITY') {
    const { trackedEntityInstance, trackedEntityType } = old;
    const within = { trackedEntityInstance, trackedEntityType };
    return [
      ...objectsOf(old.enrollments).map((one) => nodeOf('ENROLLMENT', { ...one, ...within })),
      ...objectsOf(old.relationships).map((one) => nodeOf('RELATIONSHIP', withFrom(one, trackedEntityInstance))),
    ];
  }
  if (kind === 'ENROLLMENT') {
    const { enrollment, program, trackedEntityInstance } = old;
    return objectsOf(old.events).map((one) =>
      nodeOf('EVENT', { ...one, enrollment, program: program ?? one.program, trackedEntityInstance }),
    );
  }
  return [];
}

/** A relationship goes out from the tracked entity in which it stands, unless it says otherwise. */
const withFrom = (relationship: Json, uid: unknown): Json =>
  relationship.from === undefined || relationship.from === null
    ? { ...relationship, from: { trackedEntityInstance: { trackedEntityInstance: uid } } }
    : relationship;

/** Every object, those that stand in others after them. */
export const allNodes = (nodes: readonly OldNode[]): readonly OldNode[] =>
  nodes.flatMap((node) => [node, ...allNodes(node.children)]);
