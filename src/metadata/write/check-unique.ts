import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { Property } from '../model/property.js';
import { typeNamed } from '../model/registry.js';
import type { MetadataType } from '../model/type.js';
import { type BundleObject, described } from './bundle.js';
import type { KnownObjects } from './known.js';
import { referenceOf } from './references.js';
import { type ErrorReport, errorReport } from './report.js';

interface Context {
  readonly db: Db;
  readonly known: KnownObjects;
}

type Holders = ReadonlyMap<string, readonly BundleObject[]>;

/** Finds values that must be unique and are not: among the objects of a payload, and against what is stored (contract: imports.md §8.5). */
export async function checkUnique(
  { db, known }: Context,
  type: MetadataType,
  objects: readonly BundleObject[],
): Promise<void> {
  for (const key of uniqueKeys(type)) {
    const holders = holdersOf(type, key, objects, known);
    if (holders.size === 0) continue;
    withinPayload(type, key, holders);
    await againstStored(db, type, key, holders);
  }
}

/** Properties that no two objects have in common, alone or together. */
function* uniqueKeys(type: MetadataType): Generator<readonly string[]> {
  for (const [name, property] of type.properties)
    if (property.kind === 'value' && property.unique === true && name !== 'id') yield [name];
  yield* type.uniqueTogether;
}

/** The objects by what they say, in the form of {@link storedForm}. Those that leave something out are alike to none. */
function holdersOf(
  type: MetadataType,
  key: readonly string[],
  objects: readonly BundleObject[],
  known: KnownObjects,
): Holders {
  const holders = new Map<string, BundleObject[]>();
  for (const object of objects) {
    const values = key.flatMap((name) => comparable(type.properties.get(name), object.source[name], known) ?? []);
    if (values.length < key.length) continue;
    const text = JSON.stringify(values);
    const list = holders.get(text);
    if (list) list.push(object);
    else holders.set(text, [object]);
  }
  return holders;
}

function comparable(property: Property | undefined, value: unknown, known: KnownObjects): string | undefined {
  if (property?.kind === 'reference') {
    const reference = referenceOf(value);
    return reference && known.find(typeNamed(property.to), reference)?.uid;
  }
  if (value === undefined || value === null || value === '' || typeof value === 'object') return undefined;
  return String(value);
}

function withinPayload(type: MetadataType, key: readonly string[], holders: Holders): void {
  for (const objects of holders.values()) {
    if (objects.length < 2) continue;
    const named = `[${objects.map((object) => object.uid).join(', ')}]`;
    for (const object of objects) object.errors.push(complaint(type, 'E5005', key, object, [key.join(', '), named]));
  }
}

async function againstStored(db: Db, type: MetadataType, key: readonly string[], holders: Holders): Promise<void> {
  const columns = key.map((name) => storedForm(type, type.properties.get(name)));
  const wanted = [...holders.keys()].map((text) => JSON.parse(text) as readonly string[]);
  const { rows } = await sql<{ uid: string; values: readonly string[] }>`
    select ${sql.ref(`${type.table}.uid`)} as uid, array[${sql.join(columns)}] as values
    from ${sql.table(type.table)}
    where ${sql.join(
      columns.map((column, index) => sql`${column} = any (${wanted.map((values) => values[index])})`),
      sql` and `,
    )}
  `.execute(db);
  for (const { uid, values } of rows) {
    for (const object of holders.get(JSON.stringify(values)) ?? []) {
      if (object.uid === uid) continue;
      const value = values.join(', ');
      object.errors.push(complaint(type, 'E5003', key, object, [key.join(', '), value, described(object), uid], value));
    }
  }
}

/** A column as text; a reference as the uid that it leads to. */
function storedForm(type: MetadataType, property: Property | undefined): RawBuilder<string> {
  if (property?.kind === 'reference') {
    const target = typeNamed(property.to);
    return sql`(
      select target.uid from ${sql.table(target.table)} as target
      where ${sql.ref(`target.${target.key}`)} = ${sql.ref(`${type.table}.${property.column}`)}
    )::text`;
  }
  if (property?.kind === 'value') return sql`${sql.ref(`${type.table}.${property.column}`)}::text`;
  throw new Error(`A property of ${type.name} that is neither a value nor a reference cannot be unique.`);
}

function complaint(
  type: MetadataType,
  code: 'E5003' | 'E5005',
  key: readonly string[],
  object: BundleObject,
  args: readonly string[],
  value?: string,
): ErrorReport {
  return errorReport(type, code, args, { property: key[0], id: object.uid, ...(value !== undefined && { value }) });
}
