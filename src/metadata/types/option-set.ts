import { children, constant, integer, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';
import { VALUE_TYPES } from './constants.js';

export const optionSet = defineType({
  name: 'optionSet',
  plural: 'optionSets',
  label: 'Option set',
  klass: 'org.hisp.dhis.option.OptionSet',
  table: 'optionset',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('OPTIONSET'),
  naming: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    valueType: constant(VALUE_TYPES, { required: true }),
    version: integer({ fallback: 0 }),
    options: children('option', { by: 'optionsetid', sort: 'sort_order', owner: true }),
  },
});
