import { constant, flag, integer, json, parts, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { FEATURE_TYPES } from './constants.js';

export const trackedEntityType = defineType({
  name: 'trackedEntityType',
  plural: 'trackedEntityTypes',
  label: 'Tracked entity type',
  klass: 'org.hisp.dhis.trackedentity.TrackedEntityType',
  table: 'trackedentitytype',
  traits: ['dataSharing', 'sharing', 'translations', 'attributes', 'author'],
  authorities: {
    createPublic: ['F_TRACKED_ENTITY_ADD'],
    delete: ['F_TRACKED_ENTITY_DELETE'],
  },
  naming: { unique: true },
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    formName: text({ translatedAs: 'FORM_NAME' }),
    style: json(),
    minAttributesRequiredToSearch: integer({ fallback: 1 }),
    maxTeiCountToReturn: integer({ fallback: 0 }),
    allowAuditLog: flag(),
    featureType: constant(FEATURE_TYPES),
    trackedEntityTypeAttributes: parts('trackedEntityTypeAttribute', {
      by: 'trackedentitytypeid',
      sort: 'sort_order',
      distinctBy: 'trackedEntityAttribute',
    }),
  },
});
