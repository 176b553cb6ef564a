import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { CurrentUser, FieldSelection } from '../../http/index.js';
import { readContext } from '../model/read-context.js';
import type { MetadataObject, MetadataType } from '../model/type.js';
import { readList } from '../read/read.js';
import { preset } from '../read/selection.js';
import { type BundleObject, bundleObject } from '../write/bundle.js';
import { checkAttributes } from '../write/check-attributes.js';
import { checkObject } from '../write/check-object.js';
import { checkTranslations } from '../write/check-translations.js';
import { checkUnique } from '../write/check-unique.js';
import { KnownObjects } from '../write/known.js';
import { DEFAULT_OPTIONS } from '../write/options.js';
import type { ErrorReport } from '../write/report.js';

/** Objects that are read at once: what one page takes is all that a validation ever holds. */
const PAGE = 500;

/** Nobody reads: the rules are the same whoever asks. */
const NOBODY: CurrentUser = { id: 0, uid: '', username: '', name: '', authorities: new Set(), isSuper: true };

export interface FaultyObject {
  readonly uid: string;
  readonly name: string | undefined;
  /** Its place among the objects of its type, in the order in which they are looked at. */
  readonly index: number;
  readonly errors: readonly ErrorReport[];
}

/** What a page of stored objects is like. */
export interface ValidatedPage {
  readonly checked: number;
  readonly faulty: readonly FaultyObject[];
}

/**
 * The stored objects of a type, page by page in the order of their keys, with the errors that an import of them would report (contract: maintenance.md §7). Writes nothing.
 */
export async function* validateStored(db: Db, type: MetadataType): AsyncGenerator<ValidatedPage> {
  let after: number | undefined = Number.MIN_SAFE_INTEGER;
  let index = 0;
  while (after !== undefined) {
    const from: number = after;
    // One state of the database: what an object refers to must not go between the two.
    const { objects, last } = await transaction(db, (handle) => checkPage(handle, type, from), {
      isolation: 'repeatable read',
    });
    const faulty = objects.flatMap(({ uid, source, errors }, position) =>
      errors.length > 0
        ? [{ uid, name: typeof source.name === 'string' ? source.name : undefined, index: index + position, errors }]
        : [],
    );
    yield { checked: objects.length, faulty };
    index += objects.length;
    after = last;
  }
}

async function checkPage(
  db: Db,
  type: MetadataType,
  after: number,
): Promise<{ readonly objects: readonly BundleObject[]; readonly last: number | undefined }> {
  const key = sql.ref(`stored.${type.key}`);
  const { rows } = await sql<{ key: number }>`
    select ${key} as key from ${sql.table(type.source)} as stored where ${key} > ${after} order by ${key} limit ${PAGE}
  `.execute(db);
  const keys = rows.map((row) => row.key);
  const objects = keys.length > 0 ? await checkObjects(db, type, await readObjects(db, type, keys)) : [];
  return { objects, last: keys.length < PAGE ? undefined : keys.at(-1) };
}

/** Geometries may be large, and no rule looks into them; sharing is no property that could be missing. */
const FIELDS: FieldSelection = { ...preset('owner'), dropped: new Set(['geometry', 'sharing']) };

async function readObjects(db: Db, type: MetadataType, keys: readonly number[]): Promise<readonly MetadataObject[]> {
  const where = (alias: string) => sql<boolean>`${sql.ref(`${alias}.${type.key}`)} = any (${keys})`;
  const context = readContext(NOBODY, '', { translate: false });
  const { objects } = await readList(db, type, { fields: FIELDS, where, everything: true }, context);
  return JSON.parse(`[${objects}]`) as readonly MetadataObject[];
}

/** The same checks as those of an import that updates every object with what is stored of it. */
async function checkObjects(
  db: Db,
  type: MetadataType,
  stored: readonly MetadataObject[],
): Promise<readonly BundleObject[]> {
  const objects = stored.map((object, index) => bundleObject(type, object, index));
  const known = await KnownObjects.load(db, new Map([[type, objects]]), DEFAULT_OPTIONS);
  for (const object of objects) object.action = 'update';
  await checkUnique({ db, known }, type, objects);
  await checkAttributes(db, type, objects);
  checkTranslations(type, objects);
  for (const object of objects) {
    object.errors.push(...checkObject(object, known));
    // Of two on one page each is told that the other is stored, which says it all.
    const said = object.errors.filter(({ errorCode }) => errorCode !== 'E5005');
    object.errors.splice(0, object.errors.length, ...said);
  }
  return objects;
}
