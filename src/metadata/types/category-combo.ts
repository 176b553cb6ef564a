import { sql } from 'kysely';
import { computed, constant, flag, memberOf, members } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';
import { DATA_DIMENSION_TYPES, DEFAULT_CATEGORY_COMBO } from './constants.js';

/** Categories taken together. Its option combos are made when it is saved (contract: schema.md §2.7). */
export const categoryCombo = defineType({
  name: 'categoryCombo',
  plural: 'categoryCombos',
  label: 'Category combination',
  klass: 'org.hisp.dhis.category.CategoryCombo',
  table: 'categorycombo',
  traits: ['sharing', 'translations', 'author'],
  authorities: sharedAuthorities('CATEGORY_COMBO'),
  naming: { unique: true },
  properties: {
    dataDimensionType: constant(DATA_DIMENSION_TYPES, { required: true, fallback: 'DISAGGREGATION' }),
    skipTotal: flag(),
    categories: members('category', {
      table: 'categorycombos_categories',
      own: 'categorycomboid',
      item: 'categoryid',
      sort: 'sort_order',
      guarding: true,
    }),
    categoryOptionCombos: memberOf('categoryOptionCombo', {
      table: 'categorycombos_optioncombos',
      own: 'categorycomboid',
      item: 'categoryoptioncomboid',
      // They are made with the combo: nobody could delete one that would have to be without them first.
      goesAlong: true,
    }),
    isDefault: computed('BOOLEAN', (alias) => sql`${sql.ref(`${alias}.uid`)} = ${DEFAULT_CATEGORY_COMBO}`),
  },
});
