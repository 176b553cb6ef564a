import { flag, members, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const organisationUnitGroupSet = defineType({
  name: 'organisationUnitGroupSet',
  plural: 'organisationUnitGroupSets',
  label: 'Organisation unit group set',
  klass: 'org.hisp.dhis.organisationunit.OrganisationUnitGroupSet',
  table: 'orgunitgroupset',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('ORGUNITGROUPSET'),
  naming: { unique: true },
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    compulsory: flag(),
    includeSubhierarchyInAnalytics: flag(),
    dataDimension: flag({ fallback: true }),
    organisationUnitGroups: members('organisationUnitGroup', {
      table: 'orgunitgroupsetmembers',
      own: 'orgunitgroupsetid',
      item: 'orgunitgroupid',
    }),
  },
});
