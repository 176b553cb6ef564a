import { integer, json, members, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const programStageSection = defineType({
  name: 'programStageSection',
  plural: 'programStageSections',
  label: 'Program stage section',
  klass: 'org.hisp.dhis.program.ProgramStageSection',
  table: 'programstagesection',
  traits: ['translations'],
  authorities: sharedAuthorities('PROGRAM'),
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    formName: text({ translatedAs: 'FORM_NAME' }),
    style: json(),
    renderType: json(),
    programStage: reference('programStage'),
    sortOrder: integer({ fallback: 0 }),
    dataElements: members('dataElement', {
      table: 'programstagesection_dataelements',
      own: 'programstagesectionid',
      item: 'dataelementid',
      sort: 'sort_order',
    }),
    programIndicators: members('programIndicator', {
      table: 'programstagesection_programindicators',
      own: 'programstagesectionid',
      item: 'programindicatorid',
      sort: 'sort_order',
    }),
  },
});
