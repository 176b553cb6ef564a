import { sql } from 'kysely';
import { children, computed, day, email, integer, json, memberOf, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { plainAuthorities } from './authorities.js';

/** A place where data come from, in one tree (contract: schema.md §2.6). Path and level are the database's to keep. */
export const organisationUnit = defineType({
  name: 'organisationUnit',
  plural: 'organisationUnits',
  label: 'Organisation unit',
  klass: 'org.hisp.dhis.organisationunit.OrganisationUnit',
  table: 'organisationunit',
  traits: ['translations', 'attributes', 'author'],
  authorities: plainAuthorities('ORGANISATIONUNIT'),
  shortName: {},
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    parent: reference('organisationUnit', { column: 'parentid' }),
    openingDate: day({ required: true }),
    closedDate: day(),
    comment: text(),
    url: text({ max: 255 }),
    contactPerson: text({ max: 255 }),
    address: text({ max: 255 }),
    email: email({ max: 150 }),
    phoneNumber: text({ max: 150 }),
    geometry: json(),
    image: reference('fileResource', { column: 'image' }),
    path: text({ readOnly: true }),
    level: integer({ column: 'hierarchylevel', readOnly: true }),
    leaf: computed(
      'BOOLEAN',
      (alias) => sql`not exists (
        select from organisationunit as below where below.parentid = ${sql.ref(`${alias}.organisationunitid`)}
      )`,
    ),
    children: children('organisationUnit', { by: 'parentid' }),
    ancestors: computed(
      'COMPLEX',
      (alias) => sql`(
        select coalesce(json_agg(json_build_object('id', above.uid) order by above.hierarchylevel), '[]')
        from organisationunit as above
        where above.uid = any (string_to_array(${sql.ref(`${alias}.path`)}, '/')) and above.uid <> ${sql.ref(`${alias}.uid`)}
      )`,
    ),
    organisationUnitGroups: memberOf('organisationUnitGroup', {
      table: 'orgunitgroupmembers',
      own: 'organisationunitid',
      item: 'orgunitgroupid',
    }),
    dataSets: memberOf('dataSet', { table: 'datasetsource', own: 'sourceid', item: 'datasetid' }),
    programs: memberOf('program', { table: 'program_organisationunits', own: 'organisationunitid', item: 'programid' }),
    users: memberOf('user', { table: 'usermembership', own: 'organisationunitid', item: 'userinfoid' }),
  },
});
