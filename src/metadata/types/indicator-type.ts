import { flag, integer } from '../model/property.js';
import { defineType } from '../model/type.js';
import { plainAuthorities } from './authorities.js';

export const indicatorType = defineType({
  name: 'indicatorType',
  plural: 'indicatorTypes',
  label: 'Indicator type',
  klass: 'org.hisp.dhis.indicator.IndicatorType',
  table: 'indicatortype',
  traits: ['translations'],
  authorities: plainAuthorities('INDICATORTYPE'),
  naming: { unique: true },
  properties: {
    factor: integer({ column: 'indicatorfactor', required: true }),
    number: flag({ column: 'indicatornumber' }),
  },
});
