import { integer, json, members, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const programSection = defineType({
  name: 'programSection',
  plural: 'programSections',
  label: 'Program section',
  klass: 'org.hisp.dhis.program.ProgramSection',
  table: 'programsection',
  traits: ['translations'],
  authorities: sharedAuthorities('PROGRAM'),
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    formName: text({ translatedAs: 'FORM_NAME' }),
    style: json(),
    renderType: json(),
    program: reference('program'),
    sortOrder: integer({ fallback: 0 }),
    trackedEntityAttributes: members('trackedEntityAttribute', {
      table: 'programsection_attributes',
      own: 'programsectionid',
      item: 'trackedentityattributeid',
      sort: 'sort_order',
    }),
  },
});
