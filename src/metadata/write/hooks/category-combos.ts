import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { catalogued } from '../../../kernel/errors/index.js';
import { generateUid } from '../../../kernel/uid.js';
import type { BundleObject } from '../bundle.js';
import { drawKeys, insertRows } from '../statements.js';
import { nameOptionCombos } from './category-option-combos.js';
import type { TypeHook } from './hook.js';

const keysOf = (objects: readonly BundleObject[]): readonly number[] => objects.map((object) => object.key);

/** A combo that is saved has its option combos (contract: schema.md §2.7). */
export const categoryComboHook: TypeHook = {
  async after(objects, { db }) {
    await generateOptionCombos(db, keysOf(objects));
  },
};

/** So have the combos that use a category which is saved. */
export const categoryHook: TypeHook = {
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

/**
 * Makes the option combos that the combos lack: one for each way to take one option of every category. What is there already stays, whatever its options; nothing is
 * removed here. Gives the number of rows made.
 */
export async function generateOptionCombos(db: Db, combos: readonly number[]): Promise<number> {
  if (combos.length === 0) return 0;
  await refuseTooMany(db, combos);
  const { rows: missing } = await sql<{ combo: number; options: readonly number[] }>`
    with recursive composition as (
      select
        link.categorycomboid as combo, link.categoryid as category,
        row_number() over (partition by link.categorycomboid order by link.sort_order) as step,
        count(*) over (partition by link.categorycomboid) as steps
      from categorycombos_categories as link
      where link.categorycomboid = any (${combos})
    ),
    choices (combo, step, steps, options) as (
      select composition.combo, composition.step, composition.steps, array[choice.categoryoptionid]
      from composition
      join categories_categoryoptions as choice on choice.categoryid = composition.category
      where composition.step = 1
      union all
      select choices.combo, composition.step, composition.steps, choices.options || choice.categoryoptionid
      from choices
      join composition on composition.combo = choices.combo and composition.step = choices.step + 1
      join categories_categoryoptions as choice on choice.categoryid = composition.category
    ),
    wanted as (
      select distinct on (combo, key) choices.combo, choices.options, sorted.key
      from choices
      cross join lateral (select array_agg(distinct option order by option) as key from unnest(choices.options) as option) as sorted
      where choices.step = choices.steps
    ),
    present as (
      select link.categorycomboid as combo, array_agg(member.categoryoptionid order by member.categoryoptionid) as key
      from categorycombos_optioncombos as link
      join categoryoptioncombos_categoryoptions as member on member.categoryoptioncomboid = link.categoryoptioncomboid
      where link.categorycomboid = any (${combos})
      group by link.categorycomboid, link.categoryoptioncomboid
    )
    select wanted.combo, wanted.options
    from wanted
    where not exists (select from present where present.combo = wanted.combo and present.key = wanted.key)
    order by wanted.combo, wanted.options
  `.execute(db);
  const keys = await drawKeys(db, missing.length);
  const made = missing.map(({ combo, options }, index) => ({
    key: keys[index] ?? 0,
    uid: generateUid(),
    combo,
    options,
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
      [...new Set(options)].map((option) => ({ categoryoptioncomboid: key, categoryoptionid: option })),
    ),
  );
  if (keys.length > 0) await nameOptionCombos(db, keys);
  return made.length;
}

/** As many as nobody means, and as a server still makes in one go. */
const MOST_COMBINATIONS = 50_000;

/** @throws OrderlyError 409 E4007 when the options of a combo's categories can be combined in too many ways */
async function refuseTooMany(db: Db, combos: readonly number[]): Promise<void> {
  const { rows } = await sql<{ combinations: number }>`
    select round(exp(sum(ln(options.count)))) as combinations
    from categorycombos_categories as link
    cross join lateral (
      select count(*) as count from categories_categoryoptions as choice where choice.categoryid = link.categoryid
    ) as options
    where link.categorycomboid = any (${combos}) and options.count > 0
    group by link.categorycomboid
    order by 1 desc
    limit 1
  `.execute(db);
  const combinations = Number(rows[0]?.combinations ?? 0);
  if (combinations > MOST_COMBINATIONS)
    throw catalogued('E4007', 'categoryOptionCombos', 0, MOST_COMBINATIONS, combinations);
}

async function currentTimestamp(db: Db): Promise<string> {
  const { rows } = await sql<{ now: string }>`select localtimestamp as now`.execute(db);
  return rows[0]?.now ?? '';
}
