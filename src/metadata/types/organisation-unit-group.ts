import { color, json, memberOf, members, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const organisationUnitGroup = defineType({
  name: 'organisationUnitGroup',
  plural: 'organisationUnitGroups',
  label: 'Organisation unit group',
  klass: 'org.hisp.dhis.organisationunit.OrganisationUnitGroup',
  table: 'orgunitgroup',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('ORGUNITGROUP'),
  naming: { unique: true },
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    symbol: text({ max: 255 }),
    color: color({ max: 255 }),
    geometry: json(),
    organisationUnits: members('organisationUnit', {
      table: 'orgunitgroupmembers',
      own: 'orgunitgroupid',
      item: 'organisationunitid',
    }),
    groupSets: memberOf('organisationUnitGroupSet', {
      table: 'orgunitgroupsetmembers',
      own: 'orgunitgroupid',
      item: 'orgunitgroupsetid',
    }),
  },
});
