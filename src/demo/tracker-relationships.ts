import { type Country, PUBLIC } from './country.js';
import type { Client } from './tracker-model.js';

/** Relationships between every two neighbouring clients; some are soft-deleted. */
export async function loadRelationships(
  { load, sizes, id, uid, now }: Country,
  clients: readonly Client[],
): Promise<void> {
  const constraints = [id(), id()];
  const type = { id: id(), uid: uid() };
  await load(
    'relationshipconstraint',
    ['relationshipconstraintid', 'entity'],
    constraints.map((constraint) => [constraint, 'TRACKED_ENTITY_INSTANCE']),
  );
  await load(
    'relationshiptype',
    [
      'relationshiptypeid',
      'uid',
      'created',
      'lastupdated',
      'name',
      'bidirectional',
      'fromtoname',
      'tofromname',
      'referral',
      'from_relationshipconstraintid',
      'to_relationshipconstraintid',
      'sharing',
    ],
    [
      [
        type.id,
        type.uid,
        now,
        now,
        'Mother and child',
        true,
        'Mother of',
        'Child of',
        false,
        constraints[0],
        constraints[1],
        PUBLIC,
      ],
    ],
  );
  const pairs = Array.from({ length: Math.min(sizes.relationships, Math.floor(clients.length / 2)) }, (_, index) => ({
    id: id(),
    uid: uid(),
    from: { item: id(), client: clients[index * 2] },
    to: { item: id(), client: clients[index * 2 + 1] },
    deleted: index % 50 === 0,
  }));
  const items = pairs.flatMap((pair) => [pair.from, pair.to].map((end) => ({ ...end, relationship: pair.id })));
  // Relationships and their items refer to each other: relationships get theirs when everything is loaded.
  await load(
    'relationship',
    ['relationshipid', 'uid', 'created', 'lastupdated', 'relationshiptypeid', 'key', 'inverted_key', 'deleted'],
    pairs.map(({ id: pair, uid: own, from, to, deleted }) => [
      pair,
      own,
      now,
      now,
      type.id,
      `${type.uid}_${from.client?.uid}_${to.client?.uid}`,
      `${type.uid}_${to.client?.uid}_${from.client?.uid}`,
      deleted,
    ]),
  );
  await load(
    'relationshipitem',
    ['relationshipitemid', 'relationshipid', 'trackedentityid'],
    items.map((item) => [item.item, item.relationship, item.client?.id]),
  );
}
