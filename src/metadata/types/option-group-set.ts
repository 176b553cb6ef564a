import { flag, members, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const optionGroupSet = defineType({
  name: 'optionGroupSet',
  plural: 'optionGroupSets',
  label: 'Option group set',
  klass: 'org.hisp.dhis.option.OptionGroupSet',
  table: 'optiongroupset',
  traits: ['sharing', 'translations', 'author'],
  authorities: sharedAuthorities('OPTIONGROUPSET'),
  naming: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    dataDimension: flag({ fallback: true }),
    optionSet: reference('optionSet'),
    optionGroups: members('optionGroup', {
      table: 'optiongroupsetmembers',
      own: 'optiongroupsetid',
      item: 'optiongroupid',
      sort: 'sort_order',
    }),
  },
});
