import { type RawBuilder, sql } from 'kysely';
import { badRequest } from '../../kernel/errors/index.js';
import { generateUid } from '../../kernel/uid.js';
import { STANDALONE_TYPES } from '../model/registry.js';
import type { MetadataObject, MetadataType } from '../model/type.js';
import type { ErrorReport } from './report.js';
import { storable } from './storable.js';

/** What an import does with an object. */
export type Action = 'create' | 'update' | 'delete';

/** The stored row of an object that a payload names. */
export interface StoredObject {
  readonly key: number;
  readonly uid: string;
  readonly code: string | null;
  readonly name: string | null;
  readonly created: string | null;
  readonly author: number | null;
  readonly sharing: unknown;
  readonly translations: unknown;
  readonly attributeValues: unknown;
}

/** One object of a payload on its way into the database. */
export interface BundleObject {
  readonly type: MetadataType;
  /** Its position in the payload's list. */
  readonly index: number;
  /** What the payload says, in the form in which it is stored. */
  source: MetadataObject;
  uid: string;
  /** Key of its row: the stored one, or the one that it will get. */
  key: number;
  stored: StoredObject | undefined;
  action: Action;
  readonly errors: ErrorReport[];
  /** Values that were taken out of the payload because no column takes them, by their properties. */
  readonly unstorable: ReadonlyMap<string, string>;
  /** Columns that something else than the payload decides, e.g. the hash of a password. */
  readonly columns: Record<string, unknown>;
  /** Soft-deleted data values that went with it when it was deleted. */
  purgedDataValues: number;
}

/** The objects of a payload by type, in the payload's order. */
export type Bundle = ReadonlyMap<MetadataType, readonly BundleObject[]>;

/** Objects that are the same in every installation and are never written (contract: schema.md §2.7). */
const DEFAULT_OBJECTS = new Set(['xYerKDKCefk', 'GLevLNI9wkl', 'bjDvmb4bfuf', 'HllvX50cXC0']);

export const isDefaultUid = (uid: string): boolean => DEFAULT_OBJECTS.has(uid);

/** Whether the row is one of them. */
export const isDefaultObject = (alias: string): RawBuilder<boolean> =>
  sql`${sql.ref(`${alias}.uid`)} = any (${[...DEFAULT_OBJECTS]})`;

/**
 * Reads `{"<plural>": [ … ]}`; members that are no metadata type are passed over, as are the default objects.
 *
 * @throws OrderlyError 400 when the member of a type is no list of objects
 */
export function readBundle(payload: MetadataObject): Bundle {
  const bundle = new Map<MetadataType, BundleObject[]>();
  for (const type of STANDALONE_TYPES) {
    const list = payload[type.plural];
    if (list === undefined || list === null) continue;
    if (!Array.isArray(list) || !list.every(isObject))
      throw badRequest(`JSON parse error: ${type.plural} has to be a list of objects.`);
    const objects = list.flatMap((object: MetadataObject, index) =>
      typeof object.id === 'string' && isDefaultUid(object.id) ? [] : [bundleObject(type, object, index)],
    );
    if (objects.length > 0) bundle.set(type, objects);
  }
  return bundle;
}

/** A bundle of one object, for the paths of a type. */
export function singleBundle(type: MetadataType, payload: MetadataObject): Bundle {
  return new Map([[type, [bundleObject(type, payload)]]]);
}

export function bundleObject(type: MetadataType, payload: MetadataObject, index = 0): BundleObject {
  const { object, unstorable } = storable(payload);
  const source = type.normalize(object);
  const uid = typeof source.id === 'string' && source.id !== '' ? source.id : generateUid();
  return {
    type,
    index,
    source,
    uid,
    key: 0,
    stored: undefined,
    action: 'create',
    errors: [],
    unstorable,
    columns: {},
    purgedDataValues: 0,
  };
}

export const isObject = (value: unknown): value is MetadataObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `Name [uid] (Class)`, as the peer names objects in its reports. */
export function described(object: BundleObject): string {
  const { name } = object.source;
  const title = typeof name === 'string' && name !== '' ? `${name} ` : '';
  return `${title}[${object.uid}] (${object.type.simpleName})`;
}
