import { constant, memberOf, members, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';
import { DATA_DIMENSION_TYPES } from './constants.js';

export const categoryOptionGroup = defineType({
  name: 'categoryOptionGroup',
  plural: 'categoryOptionGroups',
  label: 'Category option group',
  klass: 'org.hisp.dhis.category.CategoryOptionGroup',
  table: 'categoryoptiongroup',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('CATEGORY_OPTION_GROUP'),
  naming: { unique: true },
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    dataDimensionType: constant(DATA_DIMENSION_TYPES, { fallback: 'DISAGGREGATION' }),
    categoryOptions: members('categoryOption', {
      table: 'categoryoptiongroupmembers',
      own: 'categoryoptiongroupid',
      item: 'categoryoptionid',
    }),
    groupSets: memberOf('categoryOptionGroupSet', {
      table: 'categoryoptiongroupsetmembers',
      own: 'categoryoptiongroupid',
      item: 'categoryoptiongroupsetid',
    }),
  },
});
