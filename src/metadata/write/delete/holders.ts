import { type RawBuilder, sql } from 'kysely';
import type { Keeper } from '../../../database/index.js';
import type { Property } from '../../model/property.js';
import type { MetadataType } from '../../model/type.js';
import { ALL_TYPES } from '../../types/index.js';
import { isEmbedded } from '../references.js';

/** An object that rows of a referring table belong to. */
export interface Holder {
  readonly type: MetadataType;
  /** Its key, as an expression over the referring row; null where that row belongs to no such object. */
  readonly key: RawBuilder<unknown>;
}

/** How the rows of a referring table stand to metadata objects. */
export type Relation =
  /** They belong to the object that is to go, and go with it. */
  | { readonly kind: 'own' }
  /** They say that it is a member of something, which goes on without it. */
  | { readonly kind: 'membership' }
  /** They belong to other objects, which cannot go on without it. Parts of one table may belong to objects of several types. */
  | { readonly kind: 'held'; readonly holders: readonly Holder[] }
  /** They are data, or of a table that no descriptor knows. */
  | { readonly kind: 'data' };

/** The alias under which statements call the referring rows. */
export const REFERRING = 'referring';

const column = (name: string): RawBuilder<unknown> => sql.ref(`${REFERRING}.${name}`);

const RELATIONS = new Map<string, Relation>();

/** What the rows of `referrer` are to objects of `type`. */
export function relationOf(type: MetadataType, referrer: Keeper): Relation {
  const name = `${type.name} ${referrer.name} ${referrer.column}`;
  const known = RELATIONS.get(name);
  if (known) return known;
  const relation = linkTable(type, referrer) ?? partTable(type, referrer) ?? objectTable(referrer) ?? { kind: 'data' };
  RELATIONS.set(name, relation);
  return relation;
}

function* ownedProperties(): Generator<{ readonly owner: MetadataType; readonly property: Property }> {
  for (const owner of ALL_TYPES)
    for (const property of owner.properties.values()) if (property.owner) yield { owner, property };
}

/** Tables between objects, and tables of plain values. */
function linkTable(type: MetadataType, { name: table, column: by }: Keeper): Relation | undefined {
  for (const { owner, property } of ownedProperties()) {
    if ((property.kind !== 'members' && property.kind !== 'values') || property.table !== table) continue;
    if (owner === type && property.own === by) return { kind: 'own' };
    if (property.kind !== 'members' || property.item !== by) continue;
    if (property.guarding !== true) return { kind: 'membership' };
    return { kind: 'held', holders: [{ type: owner, key: column(property.own) }] };
  }
  return undefined;
}

/** Tables of parts: rows that live with their owners. */
function partTable(type: MetadataType, { name: table, column: by }: Keeper): Relation | undefined {
  const part = ALL_TYPES.find((candidate) => candidate.table === table && isPart(candidate));
  if (!part) return undefined;
  for (const { owner, property } of ownedProperties())
    if (property.kind === 'children' && property.embedded && property.to === part.name)
      if (owner === type && property.by === by) return { kind: 'own' };
  return { kind: 'held', holders: ownersOf(part, column(part.key)) };
}

const isPart = (type: MetadataType): boolean => !type.standalone && ownersOf(type, sql`null`).length > 0;

/** The independent objects that a part belongs to, or that the part belongs to of which it is a part. */
function ownersOf(part: MetadataType, key: RawBuilder<unknown>): readonly Holder[] {
  const owners = [...ownedProperties()].flatMap(({ owner, property }) => {
    if (!('to' in property) || property.to !== part.name || !isEmbedded(property)) return [];
    const ownerKey = keyOfOwner(owner, part, property, key);
    return ownerKey === undefined ? [] : [{ type: owner, key: ownerKey }];
  });
  return owners.flatMap((owner) => (owner.type.standalone ? [owner] : ownersOf(owner.type, owner.key)));
}

function keyOfOwner(
  owner: MetadataType,
  part: MetadataType,
  property: Property,
  key: RawBuilder<unknown>,
): RawBuilder<unknown> | undefined {
  const wanted = (name: string, table: string, by: string): RawBuilder<unknown> =>
    sql`(select above.${sql.id(name)} from ${sql.table(table)} as above where above.${sql.id(by)} = ${key} limit 1)`;
  switch (property.kind) {
    case 'children':
      return wanted(property.by, part.table, part.key);
    case 'embedded':
      return wanted(owner.key, owner.table, property.column);
    case 'members':
      return wanted(property.own, property.table, property.item);
    default:
      return undefined;
  }
}

function objectTable({ name: table }: Keeper): Relation | undefined {
  const holder = ALL_TYPES.find((type) => type.table === table && type.identifiable);
  return holder && { kind: 'held', holders: [{ type: holder, key: column(holder.key) }] };
}
