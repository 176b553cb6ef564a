import { constant, flag, integer, json, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';
import { VALUE_TYPES } from './constants.js';
import { objectTypesFromFlags } from './object-types.js';

/** A property that an installation adds to objects of its choice. */
export const attribute = defineType({
  name: 'attribute',
  plural: 'attributes',
  label: 'Attribute',
  klass: 'org.hisp.dhis.attribute.Attribute',
  table: 'attribute',
  traits: ['sharing', 'translations', 'author'],
  authorities: sharedAuthorities('ATTRIBUTE'),
  naming: { unique: true },
  shortName: { required: false },
  normalize: objectTypesFromFlags,
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    valueType: constant(VALUE_TYPES, { required: true, fallback: 'TEXT' }),
    mandatory: flag(),
    unique: flag({ column: 'isunique' }),
    sortOrder: integer(),
    optionSet: reference('optionSet'),
    objectTypes: json({ fallback: [] }),
  },
});
