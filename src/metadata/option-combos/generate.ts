import { sql } from 'kysely';
import { type Db, lockInTransaction } from '../../database/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { generateUid } from '../../kernel/uid.js';
import { drawKeys, insertRows } from '../write/statements.js';
import { compositionsOf, MOST_COMBINATIONS } from './composition.js';
import { nameOptionCombos } from './names.js';
import { wantedAndPresent } from './wanted.js';

/** An option combo that was made. */
export interface MadeCombo {
  readonly key: number;
  readonly uid: string;
  readonly name: string;
  /** Key of its category combo. */
  readonly combo: number;
  /** Keys of its options, each once. */
  readonly options: readonly number[];
}

/** Whoever makes option combos holds this lock until its end: of two that look at the same time, both would make the same. */
export const lockOptionCombos = (db: Db): Promise<void> => lockInTransaction(db, 'category option combos');

/**
 * Makes the option combos that the combos lack: one for each way to take one option of every category. What is there already stays, whatever its options; nothing is
 * removed here.
 *
 * @throws OrderlyError 409 E4007 when the options of a combo's categories can be combined in too many ways
 */
export async function generateOptionCombos(db: Db, combos: readonly number[]): Promise<readonly MadeCombo[]> {
  if (combos.length === 0) return [];
  await refuseTooMany(db, combos);
  await lockOptionCombos(db);
  const { rows: missing } = await sql<{ combo: number; options: readonly number[] }>`
    ${wantedAndPresent(combos)}
    select wanted.combo, wanted.options
    from wanted
    where not exists (select from present where present.combo = wanted.combo and present.key = wanted.key)
    order by wanted.combo, wanted.options
  `.execute(db);
  if (missing.length === 0) return [];
  const keys = await drawKeys(db, missing.length);
  const made = missing.map(({ combo, options }, index) => ({
    key: keys[index] ?? 0,
    uid: generateUid(),
    combo,
    options: [...new Set(options)],
  }));
  const now = await currentTimestamp(db);
  await insertRows(
    db,
    'categoryoptioncombo',
    made.map(({ key, uid }) => ({
      categoryoptioncomboid: key,
      uid,
      created: now,
      lastupdated: now,
      ignoreapproval: false,
      attributevalues: {},
    })),
  );
  await insertRows(
    db,
    'categorycombos_optioncombos',
    made.map(({ key, combo }) => ({ categoryoptioncomboid: key, categorycomboid: combo })),
  );
  await insertRows(
    db,
    'categoryoptioncombos_categoryoptions',
    made.flatMap(({ key, options }) =>
      options.map((option) => ({ categoryoptioncomboid: key, categoryoptionid: option })),
    ),
  );
  const names = new Map((await nameOptionCombos(db, keys)).map(({ key, name }) => [key, name]));
  return made.map((row) => ({ ...row, name: names.get(row.key) ?? '' }));
}

async function refuseTooMany(db: Db, combos: readonly number[]): Promise<void> {
  const combinations = Math.max(0, ...(await compositionsOf(db, combos)).map((combo) => combo.combinations));
  if (combinations > MOST_COMBINATIONS)
    throw catalogued('E4007', 'categoryOptionCombos', 0, MOST_COMBINATIONS, combinations);
}

async function currentTimestamp(db: Db): Promise<string> {
  const { rows } = await sql<{ now: string }>`select localtimestamp as now`.execute(db);
  return rows[0]?.now ?? '';
}
