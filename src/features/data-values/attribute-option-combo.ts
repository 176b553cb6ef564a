import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';
import { defaultOptionCombo } from './default-option-combo.js';

/**
 * The option combos that a category combo and exactly these of its options stand for, as a relation `(category_combo, category_options, key)`; pairs that stand for none are left out.
 *
 * @param pairs a relation with the columns `category_combo`, a uid, and `category_options`, uids separated by semicolons
 */
export const combosByOptions = (pairs: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select pair.category_combo, pair.category_options, min(link.categoryoptioncomboid) as key
  from (
    select distinct pairs.category_combo, pairs.category_options from (${pairs}) as pairs
    where pairs.category_combo is not null and pairs.category_options is not null
  ) as pair
  join categorycombo on categorycombo.uid = pair.category_combo
  join categorycombos_optioncombos as link on link.categorycomboid = categorycombo.categorycomboid
  where (
    select array_agg(distinct categoryoption.uid::text order by categoryoption.uid::text)
    from categoryoptioncombos_categoryoptions as own
    join categoryoption on categoryoption.categoryoptionid = own.categoryoptionid
    where own.categoryoptioncomboid = link.categoryoptioncomboid
  ) = (
    select array_agg(distinct trim(part.uid) order by trim(part.uid))
    from unnest(string_to_array(pair.category_options, ';')) as part (uid)
  )
  group by pair.category_combo, pair.category_options
`;

/**
 * Key of the option combo that a category combo and exactly these of its options, separated by semicolons, stand for; the default one without either (contract: imports.md §3).
 *
 * @throws OrderlyError 409 E2040 for one without the other, E2041 when there is no such combo
 */
export async function attributeOptionCombo(
  db: Db,
  categoryCombo: string | undefined,
  options: string | undefined,
): Promise<number> {
  const [combo = '', parts = ''] = [categoryCombo?.trim(), options?.trim()];
  if (combo === '' && parts === '') return await defaultOptionCombo(db);
  if (combo === '' || parts === '') throw catalogued('E2040');
  if (!isUid(combo) || !parts.split(';').every((part) => isUid(part.trim()))) throw catalogued('E2041');
  const { rows } = await sql<{ key: number }>`
    ${combosByOptions(sql`select ${combo}::text as category_combo, ${parts}::text as category_options`)}
  `.execute(db);
  const [found] = rows;
  if (!found) throw catalogued('E2041');
  return found.key;
}
