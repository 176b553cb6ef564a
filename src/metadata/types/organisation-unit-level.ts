import { integer } from '../model/property.js';
import { defineType } from '../model/type.js';

/** The name of a level of the tree. */
export const organisationUnitLevel = defineType({
  name: 'organisationUnitLevel',
  plural: 'organisationUnitLevels',
  label: 'Organisation unit level',
  klass: 'org.hisp.dhis.organisationunit.OrganisationUnitLevel',
  table: 'orgunitlevel',
  traits: ['translations'],
  authorities: {
    create: ['F_ORGANISATIONUNITLEVEL_UPDATE'],
    delete: ['F_ORGANISATIONUNITLEVEL_UPDATE'],
  },
  properties: {
    level: integer({ required: true, unique: true, min: 1, max: 999 }),
    offlineLevels: integer({ min: 0 }),
  },
});
