import { constant, json, reference } from '../model/property.js';
import { defineType } from '../model/type.js';

export const relationshipConstraint = defineType({
  name: 'relationshipConstraint',
  plural: 'relationshipConstraints',
  label: 'Relationship constraint',
  klass: 'org.hisp.dhis.relationship.RelationshipConstraint',
  table: 'relationshipconstraint',
  identifiable: false,
  properties: {
    relationshipEntity: constant(['TRACKED_ENTITY_INSTANCE', 'PROGRAM_INSTANCE', 'PROGRAM_STAGE_INSTANCE'], {
      column: 'entity',
      required: true,
    }),
    trackedEntityType: reference('trackedEntityType'),
    program: reference('program'),
    programStage: reference('programStage'),
    trackerDataView: json({ column: 'dataview' }),
  },
});
