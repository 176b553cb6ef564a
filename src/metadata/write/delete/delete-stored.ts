import { type Db, inSavepoint } from '../../../database/index.js';
import { errorText } from '../../../kernel/errors/index.js';
import type { MetadataType } from '../../model/type.js';
import { bundleObject } from '../bundle.js';
import { type Tally, tally } from '../statements.js';
import type { SoftDeleted } from './along.js';
import { type Deleter, deleteObjects } from './delete.js';

export interface StoredRow {
  readonly key: number;
  readonly uid: string;
}

export interface Deletion {
  /** Why rows stayed, by their keys: the peer's sentence of `E4030` with what refers to them. */
  readonly refused: ReadonlyMap<number, string>;
  /** The rows that went or changed, by table. */
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * Deletes stored objects in the caller's transaction, for whoever may: rights are not looked at. One that something refers to stays and does not keep the others,
 * even where the database finds the reference and no list knows it.
 */
export async function deleteStored(
  db: Db,
  type: MetadataType,
  rows: readonly StoredRow[],
  by: Deleter,
  softDeleted: SoftDeleted = 'purged',
): Promise<Deletion> {
  if (rows.length === 0) return { refused: new Map(), counts: new Map() };
  try {
    return await inSavepoint(db, () => attempt(db, type, rows, by, softDeleted));
  } catch (error) {
    const reason = refusalOf(error);
    const [first] = rows;
    if (reason === undefined || !first) throw error;
    if (rows.length === 1) return { refused: new Map([[first.key, reason]]), counts: new Map() };
    const middle = Math.ceil(rows.length / 2);
    const one = await deleteStored(db, type, rows.slice(0, middle), by, softDeleted);
    const other = await deleteStored(db, type, rows.slice(middle), by, softDeleted);
    const counts: Tally = new Map(one.counts);
    for (const [table, count] of other.counts) tally(counts, table, count);
    return { refused: new Map([...one.refused, ...other.refused]), counts };
  }
}

async function attempt(
  db: Db,
  type: MetadataType,
  rows: readonly StoredRow[],
  by: Deleter,
  softDeleted: SoftDeleted,
): Promise<Deletion> {
  const objects = rows.map(({ key, uid }) => ({ ...bundleObject(type, { id: uid }), key }));
  const counts = await deleteObjects(db, objects, by, softDeleted);
  const refused = objects.flatMap(({ key, errors }) =>
    errors.length > 0 ? [[key, errors.map(({ message }) => message).join(' ')] as const] : [],
  );
  return { refused: new Map(refused), counts };
}

/** What the database says where it would not let rows go; undefined for every other failure. */
function refusalOf(error: unknown): string | undefined {
  const { code, schema, table, message } = error as Readonly<Record<'code' | 'schema' | 'table' | 'message', unknown>>;
  if (typeof code !== 'string') return undefined;
  if (code === '23503' && typeof table === 'string') {
    const place = schema === 'public' ? table : `${String(schema)}.${table}`;
    return errorText('E4030', `rows of ${place}`);
  }
  // Rules of the installation: checks, and what its triggers raise.
  return code.startsWith('23') || code === 'P0001' ? errorText('E4060', String(message)) : undefined;
}
