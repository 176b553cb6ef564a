import { constant, flag, members, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';
import { DATA_DIMENSION_TYPES } from './constants.js';

export const categoryOptionGroupSet = defineType({
  name: 'categoryOptionGroupSet',
  plural: 'categoryOptionGroupSets',
  label: 'Category option group set',
  klass: 'org.hisp.dhis.category.CategoryOptionGroupSet',
  table: 'categoryoptiongroupset',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('CATEGORY_OPTION_GROUP_SET'),
  naming: { unique: true },
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    dataDimension: flag({ fallback: true }),
    dataDimensionType: constant(DATA_DIMENSION_TYPES, { fallback: 'DISAGGREGATION' }),
    categoryOptionGroups: members('categoryOptionGroup', {
      table: 'categoryoptiongroupsetmembers',
      own: 'categoryoptiongroupsetid',
      item: 'categoryoptiongroupid',
      sort: 'sort_order',
    }),
  },
});
