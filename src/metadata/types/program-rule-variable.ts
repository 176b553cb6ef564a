import { constant, flag, reference } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';
import { VALUE_TYPES } from './constants.js';

export const programRuleVariable = defineType({
  name: 'programRuleVariable',
  plural: 'programRuleVariables',
  label: 'Program rule variable',
  klass: 'org.hisp.dhis.programrule.ProgramRuleVariable',
  table: 'programrulevariable',
  traits: ['translations'],
  authorities: sharedAuthorities('PROGRAM'),
  properties: {
    program: reference('program', { required: true }),
    programRuleVariableSourceType: constant(
      [
        'DATAELEMENT_NEWEST_EVENT_PROGRAM_STAGE',
        'DATAELEMENT_NEWEST_EVENT_PROGRAM',
        'DATAELEMENT_CURRENT_EVENT',
        'DATAELEMENT_PREVIOUS_EVENT',
        'CALCULATED_VALUE',
        'TEI_ATTRIBUTE',
      ],
      { column: 'sourcetype', required: true },
    ),
    trackedEntityAttribute: reference('trackedEntityAttribute'),
    dataElement: reference('dataElement'),
    useCodeForOptionSet: flag(),
    programStage: reference('programStage'),
    valueType: constant(VALUE_TYPES, { fallback: 'TEXT' }),
  },
});
