import { sql } from 'kysely';
import { computed, flag, integer, json, memberOf, members, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const indicator = defineType({
  name: 'indicator',
  plural: 'indicators',
  label: 'Indicator',
  klass: 'org.hisp.dhis.indicator.Indicator',
  table: 'indicator',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('INDICATOR'),
  shortName: {},
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    formName: text({ translatedAs: 'FORM_NAME' }),
    annualized: flag(),
    decimals: integer({ min: 0, max: 5 }),
    indicatorType: reference('indicatorType', { required: true }),
    numerator: text({ required: true, min: 1 }),
    numeratorDescription: text({ translatedAs: 'NUMERATOR_DESCRIPTION' }),
    denominator: text({ required: true, min: 1 }),
    denominatorDescription: text({ translatedAs: 'DENOMINATOR_DESCRIPTION' }),
    url: text({ max: 255 }),
    style: json(),
    aggregateExportCategoryOptionCombo: text({ max: 255 }),
    aggregateExportAttributeOptionCombo: text({ max: 255 }),
    legendSets: members('legendSet', {
      table: 'indicatorlegendsets',
      own: 'indicatorid',
      item: 'legendsetid',
      sort: 'sort_order',
    }),
    indicatorGroups: memberOf('indicatorGroup', {
      table: 'indicatorgroupmembers',
      own: 'indicatorid',
      item: 'indicatorgroupid',
    }),
    dataSets: memberOf('dataSet', { table: 'datasetindicators', own: 'indicatorid', item: 'datasetid' }),
    dimensionItem: computed('TEXT', (alias) => sql.ref(`${alias}.uid`)),
    dimensionItemType: computed('CONSTANT', () => sql`'INDICATOR'`),
  },
});
