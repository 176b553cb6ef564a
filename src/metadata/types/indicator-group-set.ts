import { flag, members, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const indicatorGroupSet = defineType({
  name: 'indicatorGroupSet',
  plural: 'indicatorGroupSets',
  label: 'Indicator group set',
  klass: 'org.hisp.dhis.indicator.IndicatorGroupSet',
  table: 'indicatorgroupset',
  traits: ['sharing', 'translations', 'author'],
  authorities: sharedAuthorities('INDICATORGROUPSET'),
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    compulsory: flag(),
    indicatorGroups: members('indicatorGroup', {
      table: 'indicatorgroupsetmembers',
      own: 'indicatorgroupsetid',
      item: 'indicatorgroupid',
      sort: 'sort_order',
    }),
  },
});
