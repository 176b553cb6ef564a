import { children, integer, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const programRule = defineType({
  name: 'programRule',
  plural: 'programRules',
  label: 'Program rule',
  klass: 'org.hisp.dhis.programrule.ProgramRule',
  table: 'programrule',
  traits: ['translations'],
  authorities: sharedAuthorities('PROGRAM'),
  properties: {
    description: text({ max: 255, translatedAs: 'DESCRIPTION' }),
    program: reference('program', { required: true }),
    programStage: reference('programStage'),
    condition: text({ column: 'rulecondition' }),
    priority: integer(),
    programRuleActions: children('programRuleAction', { by: 'programruleid', owner: true }),
  },
});
