import { flag, integer, reference } from '../model/property.js';
import { defineType } from '../model/type.js';

/** The range in which values of a data element are expected at an organisation unit (contract: data-admin.md §1.1). Read as metadata are, and none: no import and no export knows of it. */
export const minMaxDataElement = defineType({
  name: 'minMaxDataElement',
  plural: 'minMaxDataElements',
  label: 'Min max data element',
  klass: 'org.hisp.dhis.minmax.MinMaxDataElement',
  table: 'minmaxdataelement',
  // Rows have three keys together. A sequence that lags behind the data gives the number to two of them, so it only says the order.
  key: 'ctid',
  precedence: 'minmaxdataelementid',
  identifiable: false,
  standalone: true,
  authorities: { create: ['F_MINMAX_DATAELEMENT_ADD'], delete: ['F_MINMAX_DATAELEMENT_ADD'] },
  properties: {
    source: reference('organisationUnit', { required: true }),
    dataElement: reference('dataElement', { required: true }),
    optionCombo: reference('categoryOptionCombo', { column: 'categoryoptioncomboid', required: true }),
    min: integer({ column: 'minimumvalue', required: true }),
    max: integer({ column: 'maximumvalue', required: true }),
    generated: flag({ column: 'generatedvalue' }),
  },
});
