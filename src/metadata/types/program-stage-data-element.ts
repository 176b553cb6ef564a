import { flag, integer, json, reference } from '../model/property.js';
import { defineType } from '../model/type.js';

export const programStageDataElement = defineType({
  name: 'programStageDataElement',
  plural: 'programStageDataElements',
  label: 'Program stage data element',
  klass: 'org.hisp.dhis.program.ProgramStageDataElement',
  table: 'programstagedataelement',
  naming: false,
  standalone: false,
  properties: {
    programStage: reference('programStage'),
    dataElement: reference('dataElement', { required: true }),
    compulsory: flag(),
    allowProvidedElsewhere: flag(),
    sortOrder: integer({ column: 'sort_order' }),
    displayInReports: flag(),
    allowFutureDate: flag(),
    renderOptionsAsRadio: flag(),
    renderType: json(),
    skipSynchronization: flag(),
    skipAnalytics: flag(),
  },
});
