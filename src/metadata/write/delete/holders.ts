import { type RawBuilder, sql } from 'kysely';
import type { Property } from '../../model/property.js';
import type { MetadataType } from '../../model/type.js';
import { ALL_TYPES } from '../../types/index.js';
import type { Referrer } from './foreign-keys.js';

/** How the rows of a referring table stand to metadata objects. */
export type Relation =
  /** They belong to the object that is to go, and go with it. */
  | { readonly kind: 'own' }
  /** They say that it is a member of something, which goes on without it. */
  | { readonly kind: 'membership' }
  /** They belong to another object, which cannot go on without it. */
  | { readonly kind: 'held'; readonly holder: MetadataType; readonly key: RawBuilder<unknown> }
  /** They are data, or of a table that no descriptor knows. */
  | { readonly kind: 'data' };

/** The alias under which statements call the referring rows. */
export const REFERRING = 'referring';

const column = (name: string): RawBuilder<unknown> => sql.ref(`${REFERRING}.${name}`);

/** What the rows of `referrer` are to objects of `type`. */
export function relationOf(type: MetadataType, referrer: Referrer): Relation {
  return linkTable(type, referrer) ?? partTable(type, referrer) ?? objectTable(referrer) ?? { kind: 'data' };
}

function* ownedProperties(): Generator<{ readonly owner: MetadataType; readonly property: Property }> {
  for (const owner of ALL_TYPES)
    for (const property of owner.properties.values()) if (property.owner) yield { owner, property };
}

/** Tables between objects, and tables of plain values. */
function linkTable(type: MetadataType, { table, column: by }: Referrer): Relation | undefined {
  for (const { owner, property } of ownedProperties()) {
    if ((property.kind !== 'members' && property.kind !== 'values') || property.table !== table) continue;
    if (owner === type && property.own === by) return { kind: 'own' };
    if (property.kind !== 'members' || property.item !== by) continue;
    return property.guarding === true
      ? { kind: 'held', holder: owner, key: column(property.own) }
      : { kind: 'membership' };
  }
  return undefined;
}

/** Tables of parts: rows that live with their owners. */
function partTable(type: MetadataType, { table, column: by }: Referrer): Relation | undefined {
  for (const { owner, property } of ownedProperties()) {
    if (!('to' in property)) continue;
    const part = ALL_TYPES.find(({ name }) => name === property.to);
    if (part?.table !== table) continue;
    if (property.kind === 'children' && property.embedded) {
      if (owner === type && property.by === by) return { kind: 'own' };
      return { kind: 'held', holder: owner, key: column(property.by) };
    }
    const partKey = column(part.key);
    if (property.kind === 'embedded') {
      const key = sql`(select holder.${sql.id(owner.key)} from ${sql.table(owner.table)} as holder where holder.${sql.id(property.column)} = ${partKey} limit 1)`;
      return { kind: 'held', holder: owner, key };
    }
    if (property.kind === 'members' && property.embedded === true) {
      const key = sql`(select link.${sql.id(property.own)} from ${sql.table(property.table)} as link where link.${sql.id(property.item)} = ${partKey} limit 1)`;
      return { kind: 'held', holder: owner, key };
    }
  }
  return undefined;
}

function objectTable({ table }: Referrer): Relation | undefined {
  const holder = ALL_TYPES.find((type) => type.table === table && type.identifiable);
  return holder && { kind: 'held', holder, key: column(holder.key) };
}
