import { sql } from 'kysely';
import {
  children,
  computed,
  constant,
  flag,
  json,
  memberOf,
  members,
  reference,
  text,
  values,
} from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';
import { AGGREGATION_TYPES, DEFAULT_CATEGORY_COMBO, VALUE_TYPES } from './constants.js';

export const dataElement = defineType({
  name: 'dataElement',
  plural: 'dataElements',
  label: 'Data element',
  klass: 'org.hisp.dhis.dataelement.DataElement',
  table: 'dataelement',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('DATAELEMENT'),
  naming: { unique: true },
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    formName: text({ max: 230, translatedAs: 'FORM_NAME' }),
    style: json(),
    valueType: constant(VALUE_TYPES, { required: true }),
    domainType: constant(['AGGREGATE', 'TRACKER'], { required: true }),
    aggregationType: constant(AGGREGATION_TYPES, { required: true }),
    categoryCombo: reference('categoryCombo', { fallback: DEFAULT_CATEGORY_COMBO }),
    url: text({ max: 255 }),
    zeroIsSignificant: flag(),
    optionSet: reference('optionSet'),
    commentOptionSet: reference('optionSet'),
    fieldMask: text({ max: 255 }),
    valueTypeOptions: json(),
    aggregationLevels: values('INTEGER', {
      table: 'dataelementaggregationlevels',
      own: 'dataelementid',
      column: 'aggregationlevel',
      sort: 'sort_order',
    }),
    legendSets: members('legendSet', {
      table: 'dataelementlegendsets',
      own: 'dataelementid',
      item: 'legendsetid',
      sort: 'sort_order',
    }),
    dataElementGroups: memberOf('dataElementGroup', {
      table: 'dataelementgroupmembers',
      own: 'dataelementid',
      item: 'dataelementgroupid',
    }),
    dataSetElements: children('dataSetElement', { by: 'dataelementid' }),
    optionSetValue: computed('BOOLEAN', (alias) => sql`${sql.ref(`${alias}.optionsetid`)} is not null`),
    dimensionItem: computed('TEXT', (alias) => sql.ref(`${alias}.uid`)),
    dimensionItemType: computed('CONSTANT', () => sql`'DATA_ELEMENT'`),
  },
});
