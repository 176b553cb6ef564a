import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { generateUid } from '../../kernel/uid.js';
import { typeNamed } from '../model/registry.js';
import type { MetadataType } from '../model/type.js';
import type { Bundle, BundleObject, StoredObject } from './bundle.js';
import type { ImportOptions } from './options.js';
import { identifiersOf, type Reference, referencePlaces } from './references.js';

/** An object that references may lead to: stored already, or about to be. */
export interface KnownObject {
  readonly key: number;
  readonly uid: string;
}

/** What is in the database of all that a payload names, read with one statement for each type. */
export class KnownObjects {
  readonly #options: ImportOptions;
  readonly #byUid = new Map<MetadataType, Map<string, KnownObject>>();
  readonly #byCode = new Map<MetadataType, Map<string, KnownObject>>();
  /** Keys of `periodtype` by name. */
  readonly periodTypes: ReadonlyMap<string, number>;

  private constructor(options: ImportOptions, periodTypes: ReadonlyMap<string, number>) {
    this.#options = options;
    this.periodTypes = periodTypes;
  }

  static async load(db: Db, bundle: Bundle, options: ImportOptions): Promise<KnownObjects> {
    const { rows } = await sql<{ key: number; name: string }>`
      select periodtype.periodtypeid as key, periodtype.name from periodtype
    `.execute(db);
    const known = new KnownObjects(options, new Map(rows.map(({ key, name }) => [name, key])));
    for (const [type, objects] of bundle) await known.#loadStored(db, type, objects);
    await known.#loadReferenced(db, bundle);
    return known;
  }

  /** What the reference means: an object of the payload first, then one of the database. */
  find(target: MetadataType, reference: Reference): KnownObject | undefined {
    const { uid, code } = identifiersOf(reference, this.#options);
    const byUid = uid === undefined ? undefined : this.#byUid.get(target)?.get(uid);
    return byUid ?? (code === undefined ? undefined : this.#byCode.get(target)?.get(code));
  }

  byUid(target: MetadataType, uid: string): KnownObject | undefined {
    return this.#byUid.get(target)?.get(uid);
  }

  /** Takes an object of the payload for known from now on. */
  add(object: BundleObject): void {
    this.#remember(object.type, object, object.source.code);
  }

  /** An object of the payload that will not be stored is no longer there to refer to, unless it was before. */
  forget(object: BundleObject): void {
    if (object.stored) {
      this.#remember(object.type, object.stored, object.stored.code);
      return;
    }
    this.#byUid.get(object.type)?.delete(object.uid);
    if (typeof object.source.code === 'string') this.#byCode.get(object.type)?.delete(object.source.code);
  }

  #remember(type: MetadataType, object: KnownObject, code: unknown): void {
    mapOf(this.#byUid, type).set(object.uid, object);
    if (typeof code === 'string' && code !== '') mapOf(this.#byCode, type).set(code, object);
  }

  /** Finds the stored rows of the payload's own objects, by the identifier that was asked for. */
  async #loadStored(db: Db, type: MetadataType, objects: readonly BundleObject[]): Promise<void> {
    const { identifier } = this.#options;
    const uids = objects.map((object) => object.uid);
    const codes =
      identifier === 'UID'
        ? []
        : objects.flatMap(({ source }) => (typeof source.code === 'string' ? [source.code] : []));
    const stored = await storedObjects(db, type, uids, codes);
    const byUid = new Map(stored.map((object) => [object.uid, object]));
    const byCode = new Map(stored.flatMap((object) => (object.code === null ? [] : [[object.code, object] as const])));
    for (const object of objects) {
      const found =
        (identifier === 'CODE' ? undefined : byUid.get(object.uid)) ??
        (identifier === 'UID' ? undefined : byCode.get(String(object.source.code)));
      if (!found) {
        // Where codes say who is who, a uid that belongs to another object means nothing.
        if (byUid.has(object.uid)) object.uid = generateUid();
        continue;
      }
      object.stored = found;
      object.uid = found.uid;
      object.key = found.key;
    }
  }

  async #loadReferenced(db: Db, bundle: Bundle): Promise<void> {
    const wanted = new Map<MetadataType, { readonly uids: Set<string>; readonly codes: Set<string> }>();
    const listsOf = (target: MetadataType) => {
      const lists = wanted.get(target) ?? { uids: new Set<string>(), codes: new Set<string>() };
      wanted.set(target, lists);
      return lists;
    };
    const want = (target: MetadataType, reference: Reference): void => {
      const lists = listsOf(target);
      const { uid, code } = identifiersOf(reference, this.#options);
      if (uid !== undefined) lists.uids.add(uid);
      if (code !== undefined) lists.codes.add(code);
    };
    for (const [type, objects] of bundle) {
      for (const { target, id } of fallbacksOf(type)) listsOf(target).uids.add(id);
      for (const object of objects) {
        for (const { target, reference } of referencePlaces(type, object.source)) want(target, reference);
      }
    }
    for (const [target, { uids, codes }] of wanted) {
      const objects = await knownObjects(db, target, [...uids], [...codes]);
      for (const object of objects) this.#remember(target, object, object.code);
    }
  }
}

/** Objects that stand in where a payload of `type` says nothing. They are found by their uid, whatever the identifier. */
function* fallbacksOf(type: MetadataType): Generator<{ readonly target: MetadataType; readonly id: string }> {
  for (const property of type.properties.values()) {
    if (property.kind === 'reference' && property.fallback !== undefined)
      yield { target: typeNamed(property.to), id: property.fallback };
  }
}

function mapOf<K, V>(maps: Map<MetadataType, Map<K, V>>, type: MetadataType): Map<K, V> {
  const map = maps.get(type) ?? new Map<K, V>();
  maps.set(type, map);
  return map;
}

async function knownObjects(
  db: Db,
  type: MetadataType,
  uids: readonly string[],
  codes: readonly string[],
): Promise<readonly (KnownObject & { readonly code: string | null })[]> {
  const code = type.properties.has('code') ? sql.ref(`${type.table}.code`) : sql`null`;
  const { rows } = await sql<KnownObject & { code: string | null }>`
    select ${sql.ref(`${type.table}.${type.key}`)} as key, ${sql.ref(`${type.table}.uid`)} as uid, ${code} as code
    from ${sql.table(type.table)}
    where ${sql.ref(`${type.table}.uid`)} = any (${uids}) or ${code} = any (${codes})
  `.execute(db);
  return rows;
}

/** The stored rows with these uids or codes. */
export async function storedObjects(
  db: Db,
  type: MetadataType,
  uids: readonly string[],
  codes: readonly string[] = [],
): Promise<readonly StoredObject[]> {
  const column = (name: string, present: boolean) => (present ? sql.ref(`${type.table}.${name}`) : sql`null`);
  const has = (name: string): boolean => type.properties.has(name);
  const code = column('code', has('code'));
  const author = type.properties.get('createdBy');
  const shared = type.traits.has('sharing') || type.traits.has('dataSharing');
  const { rows } = await sql<StoredObject>`
    select
      ${sql.ref(`${type.table}.${type.key}`)} as key,
      ${sql.ref(`${type.table}.uid`)} as uid,
      ${code} as code,
      ${column('name', has('name'))} as name,
      ${column('created', true)} as created,
      ${author?.kind === 'reference' ? column(author.column, true) : sql`null`} as author,
      ${column('sharing', shared)} as sharing,
      ${column('translations', type.traits.has('translations'))} as translations,
      ${column('attributevalues', type.traits.has('attributes'))} as "attributeValues"
    from ${sql.table(type.table)}
    where ${sql.ref(`${type.table}.uid`)} = any (${uids}) or ${code} = any (${codes})
  `.execute(db);
  return rows;
}
