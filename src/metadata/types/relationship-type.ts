import { embedded, flag, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const relationshipType = defineType({
  name: 'relationshipType',
  plural: 'relationshipTypes',
  label: 'Relationship type',
  klass: 'org.hisp.dhis.relationship.RelationshipType',
  table: 'relationshiptype',
  traits: ['dataSharing', 'sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('RELATIONSHIPTYPE'),
  naming: { unique: true },
  properties: {
    description: text({ max: 255, translatedAs: 'DESCRIPTION' }),
    fromConstraint: embedded('relationshipConstraint', { column: 'from_relationshipconstraintid', required: true }),
    toConstraint: embedded('relationshipConstraint', { column: 'to_relationshipconstraintid', required: true }),
    bidirectional: flag(),
    referral: flag(),
    fromToName: text({ max: 255, required: true, translatedAs: 'RELATIONSHIP_FROM_TO_NAME' }),
    toFromName: text({ max: 255, translatedAs: 'RELATIONSHIP_TO_FROM_NAME' }),
  },
});
