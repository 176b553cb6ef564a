import { members, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const programIndicatorGroup = defineType({
  name: 'programIndicatorGroup',
  plural: 'programIndicatorGroups',
  label: 'Program indicator group',
  klass: 'org.hisp.dhis.program.ProgramIndicatorGroup',
  table: 'programindicatorgroup',
  traits: ['sharing', 'translations', 'author'],
  authorities: sharedAuthorities('PROGRAM_INDICATOR_GROUP'),
  naming: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    programIndicators: members('programIndicator', {
      table: 'programindicatorgroupmembers',
      own: 'programindicatorgroupid',
      item: 'programindicatorid',
    }),
  },
});
