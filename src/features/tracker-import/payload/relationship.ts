import type { EndKind, RelationshipRow } from './rows.js';
import { type Members, membersOf, momentOf, nameOf, uidOf } from './values.js';

const KINDS: readonly (readonly [EndKind, string])[] = [
  ['TRACKED_ENTITY', 'trackedEntity'],
  ['ENROLLMENT', 'enrollment'],
  ['EVENT', 'event'],
];

/** A relationship of a payload; what its ends name is told as it is, to be judged by the checks. */
export function readRelationship(given: Members, path: string, uid: string, position: number): RelationshipRow {
  const [from, to] = [endOf(given.from, `${path}.from`), endOf(given.to, `${path}.to`)];
  return {
    position,
    uid,
    type: nameOf(given.relationshipType, `${path}.relationshipType`),
    createdAtClient: momentOf(given.createdAtClient, `${path}.createdAtClient`),
    fromItems: from?.items ?? null,
    fromKind: from?.kind ?? null,
    from: from?.uid ?? null,
    toItems: to?.items ?? null,
    toKind: to?.kind ?? null,
    to: to?.uid ?? null,
  };
}

interface End {
  readonly items: number;
  readonly kind: EndKind | null;
  readonly uid: string | null;
}

/** One end: `{"trackedEntity":{"trackedEntity":"…"}}`, or with the uid in place of the inner object. */
function endOf(value: unknown, path: string): End | undefined {
  const given = membersOf(value, path);
  if (!given) return undefined;
  const items = KINDS.flatMap(([kind, name]) => {
    const item = given[name];
    if (item === undefined || item === null || item === '') return [];
    const own = `${path}.${name}`;
    const uid = uidOf(typeof item === 'string' ? item : membersOf(item, own)?.[name], own);
    return [{ kind, uid }];
  });
  const [first] = items;
  return { items: items.length, kind: first?.kind ?? null, uid: first?.uid ?? null };
}
