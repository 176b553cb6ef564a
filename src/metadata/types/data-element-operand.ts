import { reference } from '../model/property.js';
import { defineType } from '../model/type.js';

/** A data element with one of its option combos. */
export const dataElementOperand = defineType({
  name: 'dataElementOperand',
  plural: 'dataElementOperands',
  label: 'Data element operand',
  klass: 'org.hisp.dhis.dataelement.DataElementOperand',
  table: 'dataelementoperand',
  identifiable: false,
  properties: {
    dataElement: reference('dataElement', { required: true }),
    categoryOptionCombo: reference('categoryOptionCombo'),
  },
});
