import { flag, integer, reference } from '../model/property.js';
import { defineType } from '../model/type.js';

export const trackedEntityTypeAttribute = defineType({
  name: 'trackedEntityTypeAttribute',
  plural: 'trackedEntityTypeAttributes',
  label: 'Tracked entity type attribute',
  klass: 'org.hisp.dhis.trackedentity.TrackedEntityTypeAttribute',
  table: 'trackedentitytypeattribute',
  naming: false,
  standalone: false,
  properties: {
    trackedEntityType: reference('trackedEntityType'),
    trackedEntityAttribute: reference('trackedEntityAttribute', { required: true }),
    displayInList: flag(),
    mandatory: flag(),
    searchable: flag(),
    sortOrder: integer({ column: 'sort_order', hidden: true }),
  },
});
