import { sql } from 'kysely';
import { computed, flag, integer, json, reference } from '../model/property.js';
import { defineType } from '../model/type.js';

export const programTrackedEntityAttribute = defineType({
  name: 'programTrackedEntityAttribute',
  plural: 'programTrackedEntityAttributes',
  label: 'Program attribute',
  klass: 'org.hisp.dhis.program.ProgramTrackedEntityAttribute',
  table: 'program_attributes',
  key: 'programtrackedentityattributeid',
  naming: false,
  standalone: false,
  properties: {
    program: reference('program'),
    trackedEntityAttribute: reference('trackedEntityAttribute', { required: true }),
    displayInList: flag(),
    mandatory: flag(),
    sortOrder: integer({ column: 'sort_order' }),
    allowFutureDate: flag(),
    renderOptionsAsRadio: flag(),
    renderType: json(),
    searchable: flag(),
    skipIndividualAnalytics: flag(),
    valueType: computed(
      'CONSTANT',
      (alias) => sql`(
        select trackedentityattribute.valuetype from trackedentityattribute
        where trackedentityattribute.trackedentityattributeid = ${sql.ref(`${alias}.trackedentityattributeid`)}
      )`,
    ),
  },
});
