import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { typeNamed } from '../model/registry.js';
import { isDefaultObject } from '../write/bundle.js';
import type { Deleter } from '../write/delete/delete.js';
import { type Deletion, deleteStored } from '../write/delete/delete-stored.js';
import { type Tally, tally } from '../write/statements.js';
import { type Composition, compositionsOf, MOST_COMBINATIONS } from './composition.js';
import { generateOptionCombos, lockOptionCombos, type MadeCombo } from './generate.js';
import { nameOptionCombos } from './names.js';
import { wantedAndPresent } from './wanted.js';

export interface Named {
  readonly uid: string;
  readonly name: string;
}

/** What became of one option combo, or of a category combo of which there can be none. */
export type OptionComboEvent =
  | { readonly kind: 'added' | 'removed' | 'renamed'; readonly optionCombo: Named; readonly combo: Named }
  /** Obsolete, but something refers to it: it stays with its combo. */
  | { readonly kind: 'refused'; readonly optionCombo: Named; readonly combo: Named; readonly reason: string }
  | { readonly kind: 'invalid'; readonly combo: Named; readonly reason: string };

export interface OptionComboUpdate {
  readonly events: readonly OptionComboEvent[];
  /** Rows that went, changed or came, by table. */
  readonly counts: ReadonlyMap<string, number>;
}

/** An option combo with its combo. */
interface OptionCombo extends Named {
  readonly key: number;
  readonly combo: number;
}

/**
 * Brings option combos in line with the categories of their combos (contract: maintenance.md §4.14): removes what no options give any more and nothing refers to, names
 * the rest after its options, makes what is missing. In the caller's transaction; a second caller waits.
 *
 * @param combos keys of category combos; the default one is passed over
 */
export async function updateOptionCombos(db: Db, combos: readonly number[], by: Deleter): Promise<OptionComboUpdate> {
  await lockOptionCombos(db);
  const compositions = await compositionsOf(db, combos);
  const events: OptionComboEvent[] = [];
  const valid = new Map<number, Named>();
  for (const composition of compositions) {
    const { key, uid, name } = composition;
    const reason = faultOf(composition);
    if (reason === undefined) valid.set(key, { uid, name });
    else events.push({ kind: 'invalid', combo: { uid, name }, reason });
  }
  const keys = [...valid.keys()];
  const comboOf = ({ combo }: { readonly combo: number }): Named => valid.get(combo) ?? { uid: '', name: '' };
  const { obsolete, right } = await storedCombos(db, keys);
  const deletion = await deleteStored(db, typeNamed('categoryOptionCombo'), obsolete, by, 'kept');
  for (const optionCombo of obsolete) events.push(fateOf(optionCombo, comboOf(optionCombo), deletion));
  const renamed = await nameOptionCombos(
    db,
    right.map(({ key }) => key),
  );
  const byKey = new Map(right.map((optionCombo) => [optionCombo.key, optionCombo]));
  for (const { key, uid, name } of renamed)
    events.push({ kind: 'renamed', optionCombo: { uid, name }, combo: comboOf(byKey.get(key) ?? { combo: 0 }) });
  const made = await generateOptionCombos(db, keys);
  for (const optionCombo of made)
    events.push({ kind: 'added', optionCombo: named(optionCombo), combo: comboOf(optionCombo) });
  return { events, counts: countsOf(deletion, renamed.length, made) };
}

/** Why a combo can have no option combos; undefined when it can. */
function faultOf({ categories, fewestOptions, combinations }: Composition): string | undefined {
  if (categories === 0) return 'it has no categories';
  if (fewestOptions === 0) return 'one of its categories has no options';
  if (combinations <= MOST_COMBINATIONS) return undefined;
  return `its options can be combined in ${combinations} ways, and ${MOST_COMBINATIONS} are the most`;
}

/** What is stored: what no options of the combo give, and the rest. */
async function storedCombos(
  db: Db,
  combos: readonly number[],
): Promise<{ readonly obsolete: readonly OptionCombo[]; readonly right: readonly OptionCombo[] }> {
  const { rows } = await sql<OptionCombo & { obsolete: boolean }>`
    ${wantedAndPresent(combos)}
    select optioncombo.categoryoptioncomboid as key, optioncombo.uid, coalesce(optioncombo.name, optioncombo.uid) as name, present.combo,
      wanted.combo is null as obsolete
    from present
    left join wanted on wanted.combo = present.combo and wanted.key = present.key
    join categoryoptioncombo as optioncombo on optioncombo.categoryoptioncomboid = present.optioncombo
    where not ${isDefaultObject('optioncombo')}
    order by optioncombo.name, optioncombo.uid
  `.execute(db);
  return { obsolete: rows.filter(({ obsolete }) => obsolete), right: rows.filter(({ obsolete }) => !obsolete) };
}

function fateOf(optionCombo: OptionCombo, combo: Named, { refused }: Deletion): OptionComboEvent {
  const reason = refused.get(optionCombo.key);
  return reason === undefined
    ? { kind: 'removed', optionCombo: named(optionCombo), combo }
    : { kind: 'refused', optionCombo: named(optionCombo), combo, reason };
}

const named = ({ uid, name }: Named): Named => ({ uid, name });

function countsOf(deletion: Deletion, renamed: number, made: readonly MadeCombo[]): Tally {
  const counts: Tally = new Map(deletion.counts);
  tally(counts, 'categoryoptioncombo', renamed + made.length);
  tally(counts, 'categorycombos_optioncombos', made.length);
  tally(
    counts,
    'categoryoptioncombos_categoryoptions',
    made.reduce((sum, { options }) => sum + options.length, 0),
  );
  return counts;
}
