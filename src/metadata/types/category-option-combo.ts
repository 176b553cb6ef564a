import { flag, memberReference, members } from '../model/property.js';
import { defineType } from '../model/type.js';

/** One option of each category of a combo. Its combo is kept in a table between the two (contract: schema.md §2.7). */
export const categoryOptionCombo = defineType({
  name: 'categoryOptionCombo',
  plural: 'categoryOptionCombos',
  label: 'Category option combination',
  klass: 'org.hisp.dhis.category.CategoryOptionCombo',
  table: 'categoryoptioncombo',
  traits: ['translations', 'attributes'],
  authorities: {
    create: ['F_CATEGORY_COMBO_PUBLIC_ADD', 'F_CATEGORY_COMBO_PRIVATE_ADD'],
    delete: ['F_CATEGORY_COMBO_DELETE'],
  },
  naming: { max: 255, required: false },
  properties: {
    ignoreApproval: flag(),
    categoryCombo: memberReference('categoryCombo', {
      table: 'categorycombos_optioncombos',
      own: 'categoryoptioncomboid',
      item: 'categorycomboid',
      required: true,
      guarding: true,
    }),
    categoryOptions: members('categoryOption', {
      table: 'categoryoptioncombos_categoryoptions',
      own: 'categoryoptioncomboid',
      item: 'categoryoptionid',
      guarding: true,
    }),
  },
});
