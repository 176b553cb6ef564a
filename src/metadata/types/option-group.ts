import { members, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const optionGroup = defineType({
  name: 'optionGroup',
  plural: 'optionGroups',
  label: 'Option group',
  klass: 'org.hisp.dhis.option.OptionGroup',
  table: 'optiongroup',
  traits: ['sharing', 'translations', 'author'],
  authorities: sharedAuthorities('OPTIONGROUP'),
  naming: { unique: true },
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    optionSet: reference('optionSet'),
    options: members('option', { table: 'optiongroupmembers', own: 'optiongroupid', item: 'optionid' }),
  },
});
