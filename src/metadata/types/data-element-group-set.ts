import { flag, members, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const dataElementGroupSet = defineType({
  name: 'dataElementGroupSet',
  plural: 'dataElementGroupSets',
  label: 'Data element group set',
  klass: 'org.hisp.dhis.dataelement.DataElementGroupSet',
  table: 'dataelementgroupset',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('DATAELEMENTGROUPSET'),
  naming: { unique: true },
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    compulsory: flag(),
    dataDimension: flag({ fallback: true }),
    dataElementGroups: members('dataElementGroup', {
      table: 'dataelementgroupsetmembers',
      own: 'dataelementgroupsetid',
      item: 'dataelementgroupid',
      sort: 'sort_order',
    }),
  },
});
