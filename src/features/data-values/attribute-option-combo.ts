import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';
import { defaultOptionCombo } from './data-value-keys.js';

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
  const uids = [...new Set(parts.split(';').map((part) => part.trim()))];
  if (!isUid(combo) || !uids.every(isUid)) throw catalogued('E2041');
  const { rows } = await sql<{ key: number }>`
    select link.categoryoptioncomboid as key
    from categorycombo
    join categorycombos_optioncombos as link on link.categorycomboid = categorycombo.categorycomboid
    join categoryoptioncombos_categoryoptions as own on own.categoryoptioncomboid = link.categoryoptioncomboid
    join categoryoption on categoryoption.categoryoptionid = own.categoryoptionid
    where categorycombo.uid = ${combo}
    group by link.categoryoptioncomboid
    having count(*) = ${uids.length} and bool_and(categoryoption.uid = any (${uids}::text[]))
    order by link.categoryoptioncomboid
    limit 1
  `.execute(db);
  const [found] = rows;
  if (!found) throw catalogued('E2041');
  return found.key;
}
