import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { MetadataType } from '../model/type.js';
import { type BundleObject, isObject } from './bundle.js';
import { elementsOf, referenceOf } from './references.js';
import { errorReport } from './report.js';
import { textual } from './values.js';

interface AttributeRule {
  readonly uid: string;
  readonly objectTypes: readonly string[] | null;
  readonly mandatory: boolean;
  readonly unique: boolean | null;
}

/** `dataElement` → `DATA_ELEMENT`, as attributes name what they belong to. */
export const objectTypeOf = (type: MetadataType): string =>
  type.name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** `[{"attribute": {"id": …}, "value": …}]` as values by the uid of their attribute. */
export function attributeValuesOf(raw: unknown): ReadonlyMap<string, string> {
  return new Map(
    elementsOf(raw).flatMap((entry) => {
      if (!isObject(entry)) return [];
      const attribute = referenceOf(entry.attribute)?.id;
      const { value } = entry;
      if (attribute === undefined || value === undefined || value === null || value === '') return [];
      return [[attribute, typeof value === 'object' ? JSON.stringify(value) : String(value)] as const];
    }),
  );
}

/**
 * Attribute values have to belong to the type, mandatory ones have to be there, unique ones to be so (contract: imports.md §8.5).
 *
 * @param attributes those that come with the objects, which may have values of them already; values of a new one are not demanded
 */
export async function checkAttributes(
  db: Db,
  type: MetadataType,
  objects: readonly BundleObject[],
  attributes: readonly BundleObject[] = [],
): Promise<void> {
  if (!type.traits.has('attributes')) return;
  for (const object of objects) {
    const { attributeValues } = object.source;
    if (elementsOf(attributeValues).every((entry) => isObject(entry) && referenceOf(entry.attribute) !== undefined))
      continue;
    object.errors.push(complaint(object, 'E4027', [textual(attributeValues), 'attributeValues']));
  }
  const objectType = objectTypeOf(type);
  const given = new Map(objects.map((object) => [object, attributeValuesOf(object.source.attributeValues)]));
  const named = [...new Set([...given.values()].flatMap((values) => [...values.keys()]))];
  const rules = withComing(await attributeRules(db, objectType, named), attributes);
  if (rules.length === 0 && named.length === 0) return;
  const byUid = new Map(rules.map((rule) => [rule.uid, rule]));
  for (const [object, values] of given) {
    for (const uid of values.keys()) {
      const rule = byUid.get(uid);
      if (!rule) object.errors.push(complaint(object, 'E4015', ['attribute', uid]));
      else if (!rule.objectTypes?.includes(objectType))
        object.errors.push(complaint(object, 'E6012', [uid, type.simpleName]));
    }
    for (const rule of rules) {
      if (rule.mandatory && rule.objectTypes?.includes(objectType) && !values.has(rule.uid) && requiresValues(object))
        object.errors.push(complaint(object, 'E4011', [rule.uid]));
    }
  }
  for (const rule of rules) if (rule.unique === true) await checkUniqueAttribute(db, type, rule.uid, given);
}

/** An update that says nothing of attribute values keeps the stored ones. */
const requiresValues = (object: BundleObject): boolean =>
  object.action === 'create' || object.source.attributeValues !== undefined;

const complaint = (
  object: BundleObject,
  code: 'E4009' | 'E4011' | 'E4015' | 'E4027' | 'E6012',
  args: readonly string[],
) => errorReport(object.type, code, args, { property: 'attributeValues', id: object.uid });

async function attributeRules(db: Db, objectType: string, uids: readonly string[]): Promise<readonly AttributeRule[]> {
  const { rows } = await sql<AttributeRule>`
    select attribute.uid, attribute.objecttypes as "objectTypes", attribute.mandatory, attribute.isunique as unique
    from attribute
    where attribute.uid = any (${uids}) or attribute.mandatory and attribute.objecttypes ? ${objectType}
  `.execute(db);
  return rows;
}

/** The stored attributes as the payload changes them, and its new ones. */
function withComing(stored: readonly AttributeRule[], attributes: readonly BundleObject[]): readonly AttributeRule[] {
  const rules = new Map(stored.map((rule) => [rule.uid, rule]));
  for (const { uid, action, errors, source } of attributes) {
    const before = rules.get(uid);
    if (errors.length > 0 || (!before && action !== 'create')) continue;
    const { objectTypes, unique } = source;
    rules.set(uid, {
      uid,
      objectTypes: Array.isArray(objectTypes) ? objectTypes.map(String) : (before?.objectTypes ?? null),
      mandatory: before?.mandatory ?? false,
      unique: typeof unique === 'boolean' ? unique : (before?.unique ?? null),
    });
  }
  return [...rules.values()];
}

async function checkUniqueAttribute(
  db: Db,
  type: MetadataType,
  attribute: string,
  given: ReadonlyMap<BundleObject, ReadonlyMap<string, string>>,
): Promise<void> {
  const holders = new Map<string, BundleObject>();
  for (const [object, values] of given) {
    const value = values.get(attribute);
    if (value === undefined) continue;
    if (holders.has(value)) object.errors.push(complaint(object, 'E4009', [attribute, value]));
    else holders.set(value, object);
  }
  const stored = sql`${sql.ref(`${type.table}.attributevalues`)} -> ${attribute}::text ->> 'value'`;
  const { rows } = await sql<{ uid: string; value: string }>`
    select ${sql.ref(`${type.table}.uid`)} as uid, ${stored} as value
    from ${sql.table(type.table)}
    where ${stored} = any (${[...holders.keys()]})
  `.execute(db);
  for (const { uid, value } of rows) {
    const object = holders.get(value);
    if (object && object.uid !== uid) object.errors.push(complaint(object, 'E4009', [attribute, value]));
  }
}
