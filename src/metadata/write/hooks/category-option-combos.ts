import { sql } from 'kysely';
import { typeNamed } from '../../model/registry.js';
import { nameOptionCombos } from '../../option-combos/names.js';
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
