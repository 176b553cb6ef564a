import { memberOf, members, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const dataElementGroup = defineType({
  name: 'dataElementGroup',
  plural: 'dataElementGroups',
  label: 'Data element group',
  klass: 'org.hisp.dhis.dataelement.DataElementGroup',
  table: 'dataelementgroup',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('DATAELEMENTGROUP'),
  naming: { unique: true },
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    dataElements: members('dataElement', {
      table: 'dataelementgroupmembers',
      own: 'dataelementgroupid',
      item: 'dataelementid',
    }),
    groupSets: memberOf('dataElementGroupSet', {
      table: 'dataelementgroupsetmembers',
      own: 'dataelementgroupid',
      item: 'dataelementgroupsetid',
    }),
  },
});
