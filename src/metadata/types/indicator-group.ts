import { memberReference, members, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const indicatorGroup = defineType({
  name: 'indicatorGroup',
  plural: 'indicatorGroups',
  label: 'Indicator group',
  klass: 'org.hisp.dhis.indicator.IndicatorGroup',
  table: 'indicatorgroup',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('INDICATORGROUP'),
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    indicators: members('indicator', { table: 'indicatorgroupmembers', own: 'indicatorgroupid', item: 'indicatorid' }),
    indicatorGroupSet: memberReference('indicatorGroupSet', {
      table: 'indicatorgroupsetmembers',
      own: 'indicatorgroupid',
      item: 'indicatorgroupsetid',
      owner: false,
      readOnly: true,
    }),
  },
});
