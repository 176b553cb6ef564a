import { constant, flag, memberOf, members, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';
import { DATA_DIMENSION_TYPES } from './constants.js';

export const category = defineType({
  name: 'category',
  plural: 'categories',
  label: 'Category',
  klass: 'org.hisp.dhis.category.Category',
  table: 'category',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('CATEGORY'),
  naming: { unique: true },
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    dataDimensionType: constant(DATA_DIMENSION_TYPES, { required: true, fallback: 'DISAGGREGATION' }),
    dataDimension: flag(),
    categoryOptions: members('categoryOption', {
      table: 'categories_categoryoptions',
      own: 'categoryid',
      item: 'categoryoptionid',
      sort: 'sort_order',
    }),
    categoryCombos: memberOf('categoryCombo', {
      table: 'categorycombos_categories',
      own: 'categoryid',
      item: 'categorycomboid',
    }),
  },
});
