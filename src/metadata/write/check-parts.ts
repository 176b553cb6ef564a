import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { type LinkProperty, typeNamed } from '../model/registry.js';
import type { MetadataType } from '../model/type.js';
import { type BundleObject, described } from './bundle.js';
import { isEmbedded, partsIn } from './references.js';
import { errorReport } from './report.js';

/** What no two parts of one type have in common, whoever owns them. */
const IDENTITIES = ['id', 'code'] as const;

type Identity = (typeof IDENTITIES)[number];

/** Parts have uids and codes of their own: one that is part of another object already is refused, as it cannot belong to two (contract: imports.md §8.5). */
export async function checkParts(db: Db, type: MetadataType, objects: readonly BundleObject[]): Promise<void> {
  for (const [name, property] of type.properties) {
    if (!('to' in property) || !isEmbedded(property) || property.readOnly === true) continue;
    const part = typeNamed(property.to);
    if (!part.identifiable) continue;
    for (const identity of IDENTITIES) {
      const definition = part.properties.get(identity);
      if (definition?.kind !== 'value' || definition.unique !== true) continue;
      const owners = ownersOf(name, property, identity, objects);
      if (owners.size === 0) continue;
      const column = definition.column;
      for (const { value, owner } of await storedParts(db, type, property, part, column, [...owners.keys()], objects)) {
        const object = owners.get(value);
        object?.errors.push(complaint(object, name, identity, value, owner ?? part.label));
      }
    }
  }
}

/** Who owns each part of the payload; a second owner is told so. */
function ownersOf(
  name: string,
  property: LinkProperty,
  identity: Identity,
  objects: readonly BundleObject[],
): ReadonlyMap<string, BundleObject> {
  const owners = new Map<string, BundleObject>();
  for (const object of objects) {
    for (const part of partsIn(property, object.source[name])) {
      const value = part[identity];
      if (typeof value !== 'string' || value === '') continue;
      const other = owners.get(value);
      if (other) object.errors.push(complaint(object, name, identity, value, other.uid));
      else owners.set(value, object);
    }
  }
  return owners;
}

const complaint = (object: BundleObject, name: string, identity: Identity, value: string, holder: string) =>
  errorReport(object.type, 'E5003', [`${name}.${identity}`, value, described(object), holder], {
    property: name,
    id: object.uid,
    value,
  });

/** Stored parts with these values, but for those whose owners are updated and let go of them. */
async function storedParts(
  db: Db,
  type: MetadataType,
  property: LinkProperty,
  part: MetadataType,
  column: string,
  values: readonly string[],
  objects: readonly BundleObject[],
): Promise<readonly { readonly value: string; readonly owner: string | null }[]> {
  const key = sql.ref(`part.${part.key}`);
  const link =
    property.kind === 'members'
      ? sql`
          left join ${sql.table(property.table)} as link on ${sql.ref(`link.${property.item}`)} = ${key}
          left join ${sql.table(type.table)} as owner on ${sql.ref(`owner.${type.key}`)} = ${sql.ref(`link.${property.own}`)}`
      : property.kind === 'children'
        ? sql`left join ${sql.table(type.table)} as owner on ${sql.ref(`owner.${type.key}`)} = ${sql.ref(`part.${property.by}`)}`
        : sql`left join ${sql.table(type.table)} as owner on ${'column' in property ? sql.ref(`owner.${property.column}`) : sql`null`} = ${key}`;
  const updated = objects.filter(({ stored }) => stored !== undefined).map((object) => object.key);
  const { rows } = await sql<{ value: string; owner: string | null }>`
    select ${sql.ref(`part.${column}`)} as value, owner.uid as owner
    from ${sql.table(part.table)} as part ${link}
    where ${sql.ref(`part.${column}`)} = any (${values})
      and (${sql.ref(`owner.${type.key}`)} is null or ${sql.ref(`owner.${type.key}`)} <> all (${updated}))
  `.execute(db);
  return rows;
}
