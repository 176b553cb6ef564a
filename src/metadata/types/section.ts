import { flag, integer, json, members, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const section = defineType({
  name: 'section',
  plural: 'sections',
  label: 'Section',
  klass: 'org.hisp.dhis.dataset.Section',
  table: 'section',
  traits: ['translations', 'attributes'],
  authorities: sharedAuthorities('DATASET'),
  uniqueTogether: [['name', 'dataSet']],
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    dataSet: reference('dataSet', { required: true }),
    sortOrder: integer({ fallback: 0 }),
    showRowTotals: flag(),
    showColumnTotals: flag(),
    disableDataElementAutoGroup: flag(),
    displayOptions: json({ textual: true }),
    dataElements: members('dataElement', {
      table: 'sectiondataelements',
      own: 'sectionid',
      item: 'dataelementid',
      sort: 'sort_order',
    }),
    greyedFields: members('dataElementOperand', {
      table: 'sectiongreyedfields',
      own: 'sectionid',
      item: 'dataelementoperandid',
      embedded: true,
    }),
    indicators: members('indicator', {
      table: 'sectionindicators',
      own: 'sectionid',
      item: 'indicatorid',
      sort: 'sort_order',
    }),
  },
});
