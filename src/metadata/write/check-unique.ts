import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { ValueProperty } from '../model/property.js';
import type { MetadataType } from '../model/type.js';
import { type BundleObject, described } from './bundle.js';
import { errorReport } from './report.js';

/** Finds values that must be unique and are not: among the objects of a payload, and against what is stored. */
export async function checkUnique(db: Db, type: MetadataType, objects: readonly BundleObject[]): Promise<void> {
  for (const [name, property] of type.properties) {
    if (property.kind !== 'value' || property.unique !== true || name === 'id') continue;
    const holders = byValue(name, objects);
    if (holders.size === 0) continue;
    withinPayload(type, name, holders);
    await againstStored(db, type, name, property, holders);
  }
}

function byValue(name: string, objects: readonly BundleObject[]): ReadonlyMap<string, readonly BundleObject[]> {
  const holders = new Map<string, BundleObject[]>();
  for (const object of objects) {
    const value = object.source[name];
    if (value === undefined || value === null || value === '' || typeof value === 'object') continue;
    const list = holders.get(String(value)) ?? [];
    holders.set(String(value), [...list, object]);
  }
  return holders;
}

function withinPayload(type: MetadataType, name: string, holders: ReadonlyMap<string, readonly BundleObject[]>): void {
  for (const objects of holders.values()) {
    if (objects.length < 2) continue;
    const named = `[${objects.map((object) => object.uid).join(', ')}]`;
    for (const object of objects)
      object.errors.push(errorReport(type, 'E5005', [name, named], { property: name, id: object.uid }));
  }
}

async function againstStored(
  db: Db,
  type: MetadataType,
  name: string,
  property: ValueProperty,
  holders: ReadonlyMap<string, readonly BundleObject[]>,
): Promise<void> {
  const column = sql.ref(`${type.table}.${property.column}`);
  const { rows } = await sql<{ uid: string; value: string }>`
    select ${sql.ref(`${type.table}.uid`)} as uid, ${column}::text as value
    from ${sql.table(type.table)}
    where ${column}::text = any (${[...holders.keys()]})
  `.execute(db);
  for (const { uid, value } of rows) {
    for (const object of holders.get(value) ?? []) {
      if (object.uid === uid) continue;
      const args = [name, value, described(object), uid];
      object.errors.push(errorReport(type, 'E5003', args, { property: name, id: object.uid, value }));
    }
  }
}
