import { sql } from 'kysely';
import { typeNamed } from '../../model/registry.js';
import { type BundleObject, described } from '../bundle.js';
import { elementsOf, referenceOf } from '../references.js';
import { errorReport } from '../report.js';
import type { HookContext, TypeHook } from './hook.js';

/** An option combo without a name is called after its options. */
export const categoryOptionComboHook: TypeHook = {
  async after(objects: readonly BundleObject[], { db }: HookContext): Promise<void> {
    const nameless = objects.filter(({ source }) => typeof source.name !== 'string' || source.name.trim() === '');
    if (nameless.length > 0)
      await nameOptionCombos(
        db,
        nameless.map((object) => object.key),
      );
  },

  /** A combination that is stored already under another uid would be there twice. */
  async check(objects: readonly BundleObject[], { db, known }: HookContext): Promise<void> {
    const combos = objects.flatMap((object) => {
      const combo = referenceOf(object.source.categoryCombo);
      const found = combo && known.find(typeNamed('categoryCombo'), combo);
      return found && found.key !== 0 ? [found.key] : [];
    });
    if (combos.length === 0) return;
    const { rows } = await sql<{ uid: string; combo: string; options: readonly string[] }>`
      select optioncombo.uid, categorycombo.uid as combo, array_agg(categoryoption.uid order by categoryoption.uid) as options
      from categorycombos_optioncombos as link
      join categorycombo on categorycombo.categorycomboid = link.categorycomboid
      join categoryoptioncombo as optioncombo on optioncombo.categoryoptioncomboid = link.categoryoptioncomboid
      join categoryoptioncombos_categoryoptions as member on member.categoryoptioncomboid = optioncombo.categoryoptioncomboid
      join categoryoption on categoryoption.categoryoptionid = member.categoryoptionid
      where link.categorycomboid = any (${combos})
      group by 1, 2
    `.execute(db);
    const holders = new Map(rows.map(({ uid, combo, options }) => [`${combo}/${options.join()}`, uid]));
    for (const object of objects) {
      const combo = referenceOf(object.source.categoryCombo);
      const found = combo && known.find(typeNamed('categoryCombo'), combo);
      const options = elementsOf(object.source.categoryOptions).flatMap((element) => {
        const reference = referenceOf(element);
        return (reference && known.find(typeNamed('categoryOption'), reference)?.uid) ?? [];
      });
      const holder = found && holders.get(`${found.uid}/${options.sort().join()}`);
      if (holder === undefined || holder === object.uid) continue;
      const args = ['categoryOptions', options.join(', '), described(object), holder];
      object.errors.push(errorReport(object.type, 'E5003', args, { property: 'categoryOptions', id: object.uid }));
    }
  },
};

/** Names option combos after their options, in the order of their categories (contract: schema.md §2.7). */
export async function nameOptionCombos(db: HookContext['db'], keys: readonly number[]): Promise<void> {
  await sql`
    update categoryoptioncombo
    set name = named.name
    from (
      select
        link.categoryoptioncomboid,
        left(string_agg(categoryoption.name, ', ' order by place.sort_order, categoryoption.categoryoptionid), 255) as name
      from categorycombos_optioncombos as link
      join categoryoptioncombos_categoryoptions as member on member.categoryoptioncomboid = link.categoryoptioncomboid
      join categoryoption on categoryoption.categoryoptionid = member.categoryoptionid
      left join lateral (
        select min(composition.sort_order) as sort_order
        from categorycombos_categories as composition
        join categories_categoryoptions as choice on choice.categoryid = composition.categoryid
        where composition.categorycomboid = link.categorycomboid and choice.categoryoptionid = member.categoryoptionid
      ) as place on true
      where link.categoryoptioncomboid = any (${keys})
      group by link.categoryoptioncomboid
    ) as named
    where categoryoptioncombo.categoryoptioncomboid = named.categoryoptioncomboid
      and categoryoptioncombo.name is distinct from named.name
  `.execute(db);
}
