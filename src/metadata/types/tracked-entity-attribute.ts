import { sql } from 'kysely';
import { computed, constant, flag, integer, json, members, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';
import { AGGREGATION_TYPES, VALUE_TYPES } from './constants.js';

export const trackedEntityAttribute = defineType({
  name: 'trackedEntityAttribute',
  plural: 'trackedEntityAttributes',
  label: 'Tracked entity attribute',
  klass: 'org.hisp.dhis.trackedentity.TrackedEntityAttribute',
  table: 'trackedentityattribute',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('TRACKED_ENTITY_ATTRIBUTE'),
  naming: { unique: true },
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    formName: text({ translatedAs: 'FORM_NAME' }),
    valueType: constant(VALUE_TYPES, { required: true }),
    aggregationType: constant(AGGREGATION_TYPES, { required: true, fallback: 'NONE' }),
    optionSet: reference('optionSet'),
    inherit: flag(),
    expression: text({ max: 255 }),
    displayOnVisitSchedule: flag(),
    sortOrderInVisitSchedule: integer(),
    displayInListNoProgram: flag(),
    sortOrderInListNoProgram: integer(),
    confidential: flag(),
    unique: flag({ column: 'uniquefield' }),
    generated: flag(),
    pattern: text({ max: 255, fallback: '' }),
    style: json(),
    orgunitScope: flag(),
    skipSynchronization: flag(),
    fieldMask: text({ max: 255 }),
    legendSets: members('legendSet', {
      table: 'trackedentityattributelegendsets',
      own: 'trackedentityattributeid',
      item: 'legendsetid',
      sort: 'sort_order',
    }),
    optionSetValue: computed('BOOLEAN', (alias) => sql`${sql.ref(`${alias}.optionsetid`)} is not null`),
    dimensionItem: computed('TEXT', (alias) => sql.ref(`${alias}.uid`)),
    dimensionItemType: computed('CONSTANT', () => sql`'PROGRAM_ATTRIBUTE'`),
  },
});
