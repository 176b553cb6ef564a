import { day, json, memberOf, members, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const categoryOption = defineType({
  name: 'categoryOption',
  plural: 'categoryOptions',
  label: 'Category option',
  klass: 'org.hisp.dhis.category.CategoryOption',
  table: 'categoryoption',
  traits: ['dataSharing', 'sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('CATEGORY_OPTION'),
  naming: { unique: true },
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    formName: text({ max: 230, translatedAs: 'FORM_NAME' }),
    startDate: day(),
    endDate: day(),
    style: json(),
    organisationUnits: members('organisationUnit', {
      table: 'categoryoption_organisationunits',
      own: 'categoryoptionid',
      item: 'organisationunitid',
    }),
    categories: memberOf('category', {
      table: 'categories_categoryoptions',
      own: 'categoryoptionid',
      item: 'categoryid',
    }),
    categoryOptionCombos: memberOf('categoryOptionCombo', {
      table: 'categoryoptioncombos_categoryoptions',
      own: 'categoryoptionid',
      item: 'categoryoptioncomboid',
    }),
    categoryOptionGroups: memberOf('categoryOptionGroup', {
      table: 'categoryoptiongroupmembers',
      own: 'categoryoptionid',
      item: 'categoryoptiongroupid',
    }),
  },
});
