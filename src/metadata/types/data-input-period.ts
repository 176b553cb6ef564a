import { moment, reference } from '../model/property.js';
import { defineType } from '../model/type.js';

/** When data of a period may be entered. */
export const dataInputPeriod = defineType({
  name: 'dataInputPeriod',
  plural: 'dataInputPeriods',
  label: 'Data input period',
  klass: 'org.hisp.dhis.dataset.DataInputPeriod',
  table: 'datainputperiod',
  identifiable: false,
  properties: {
    period: reference('period', { required: true }),
    openingDate: moment(),
    closingDate: moment(),
  },
});
