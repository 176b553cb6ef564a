import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import type { Fault } from './integrity-objects.js';
import {
  addCategory,
  addOption,
  addOptionCombo,
  category,
  combo,
  holdOption,
  option,
  optionCombo,
  optionGroup,
  uidOf,
  wholeCombo,
} from './integrity-objects.js';
import { type MadeRow, makeRow } from './make-row.js';

const oneDefault =
  (make: (db: Db, row: object) => Promise<MadeRow>, table: string): Fault =>
  async (db) => {
    // Names are unique in a sound database.
    await sql`update ${sql.table(table)} set name = 'other' where name = 'default'`.execute(db);
    return await uidOf(make(db, { name: 'default' }));
  };

export const CATEGORY_FAULTS: Readonly<Record<string, Fault>> = {
  categories_no_options: (db) => uidOf(category(db)),
  categories_dimensions_no_visualizations: (db) => uidOf(category(db, { datadimension: true })),
  categories_one_default_category: oneDefault(category, 'category'),
  categories_one_default_category_option: oneDefault(option, 'categoryoption'),
  categories_one_default_category_combo: oneDefault(combo, 'categorycombo'),
  categories_one_default_category_option_combo: (db) => uidOf(optionCombo(db, { name: 'default' })),
  category_options_no_categories: (db) => uidOf(option(db)),
  categories_same_category_options: async (db) => {
    const [one, other, what] = [await category(db), await category(db), await option(db)];
    await addOption(db, one, what);
    await addOption(db, other, what);
    return one.uid;
  },
  category_options_excess_groupset_membership: async (db) => {
    const set = await makeRow(db, 'categoryoptiongroupset', { datadimension: false });
    const what = await option(db);
    await optionGroup(db, set, what, 1);
    await optionGroup(db, set, what, 2);
    return what.uid;
  },
  category_option_group_sets_incomplete: async (db) => {
    const [of, one, other] = [await category(db), await option(db), await option(db)];
    await addOption(db, of, one, 1);
    await addOption(db, of, other, 2);
    const set = await makeRow(db, 'categoryoptiongroupset', { datadimension: false });
    await optionGroup(db, set, one, 1);
    return set.uid;
  },
  category_options_default_incorrect_sharing: async (db) => {
    await sql`update categoryoption set sharing = '{"public": "r-------"}' where name = 'default'`.execute(db);
    return 'xYerKDKCefk';
  },
  categories_unique_category_combo: async (db) => {
    const [{ combo: one, category: of }, other] = [await wholeCombo(db), await combo(db)];
    await addCategory(db, other, of);
    return one.uid;
  },
  category_combos_unused: (db) => uidOf(combo(db)),
  category_option_combos_have_duplicates: async (db) => {
    const made = await wholeCombo(db);
    const again = await optionCombo(db);
    await addOptionCombo(db, made.combo, again);
    await holdOption(db, again, made.option);
    return again.uid;
  },
  cocs_wrong_cardinality: async (db) => {
    const made = await wholeCombo(db);
    await holdOption(db, made.optionCombo, await option(db));
    return made.combo.uid;
  },
  category_options_shared_within_category_combo: async (db) => {
    const made = await wholeCombo(db);
    const second = await category(db);
    await addOption(db, second, made.option);
    await addCategory(db, made.combo, second, 2);
    return made.combo.uid;
  },
  category_option_combos_disjoint: async (db) => {
    const made = await wholeCombo(db);
    await holdOption(db, made.optionCombo, await option(db));
    return made.optionCombo.uid;
  },
  catoptioncombos_no_catcombo: (db) => uidOf(optionCombo(db)),
  invalid_category_combos: async (db) => {
    const made = await wholeCombo(db);
    await addCategory(db, made.combo, await category(db), 2);
    return made.combo.uid;
  },
  category_option_combos_no_names: (db) => uidOf(optionCombo(db, { name: ' ' })),
};
