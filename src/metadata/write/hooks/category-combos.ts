import { sql } from 'kysely';
import { generateOptionCombos, lockOptionCombos } from '../../option-combos/generate.js';
import type { BundleObject } from '../bundle.js';
import type { HookContext, TypeHook } from './hook.js';

const keysOf = (objects: readonly BundleObject[]): readonly number[] => objects.map((object) => object.key);

/** Before anything is written: whoever waited with rows in hand could be waited for. */
const prepare = (_objects: readonly BundleObject[], { db }: HookContext): Promise<void> => lockOptionCombos(db);

/** A combo that is saved has its option combos (contract: schema.md §2.7). */
export const categoryComboHook: TypeHook = {
  prepare,
  async after(objects, { db }) {
    await generateOptionCombos(db, keysOf(objects));
  },
};

/** So have the combos that use a category which is saved. */
export const categoryHook: TypeHook = {
  prepare,
  async after(objects, { db }) {
    const { rows } = await sql<{ key: number }>`
      select distinct categorycombos_categories.categorycomboid as key
      from categorycombos_categories
      where categorycombos_categories.categoryid = any (${keysOf(objects)})
    `.execute(db);
    await generateOptionCombos(
      db,
      rows.map(({ key }) => key),
    );
  },
};
