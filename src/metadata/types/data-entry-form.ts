import { constant, integer, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const dataEntryForm = defineType({
  name: 'dataEntryForm',
  plural: 'dataEntryForms',
  label: 'Data entry form',
  klass: 'org.hisp.dhis.dataentryform.DataEntryForm',
  table: 'dataentryform',
  traits: ['translations'],
  authorities: sharedAuthorities('DATASET'),
  naming: { max: 160, unique: true },
  properties: {
    style: constant(['COMFORTABLE', 'NORMAL', 'COMPACT', 'NONE']),
    htmlCode: text(),
    format: integer({ fallback: 2 }),
  },
});
