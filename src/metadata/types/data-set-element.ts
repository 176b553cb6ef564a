import { reference } from '../model/property.js';
import { defineType } from '../model/type.js';

/** A data element in a data set, with the category combo that it has there. */
export const dataSetElement = defineType({
  name: 'dataSetElement',
  plural: 'dataSetElements',
  label: 'Data set element',
  klass: 'org.hisp.dhis.dataset.DataSetElement',
  table: 'datasetelement',
  identifiable: false,
  properties: {
    dataElement: reference('dataElement', { required: true }),
    dataSet: reference('dataSet', { readOnly: true }),
    categoryCombo: reference('categoryCombo'),
  },
});
