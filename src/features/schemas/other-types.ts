import type { MetadataType } from '../../metadata/index.js';
import { flag, integer, reference } from '../../metadata/model/property.js';
import { defineType } from '../../metadata/model/type.js';

/** The range in which values are expected (contract: data-admin.md §1). */
const minMaxDataElement = defineType({
  name: 'minMaxDataElement',
  plural: 'minMaxDataElements',
  label: 'Min max data element',
  klass: 'org.hisp.dhis.minmax.MinMaxDataElement',
  table: 'minmaxdataelement',
  identifiable: false,
  standalone: true,
  authorities: { create: ['F_MINMAX_DATAELEMENT_ADD'], delete: ['F_MINMAX_DATAELEMENT_ADD'] },
  properties: {
    source: reference('organisationUnit', { required: true }),
    dataElement: reference('dataElement', { required: true }),
    optionCombo: reference('categoryOptionCombo', { column: 'categoryoptioncomboid', required: true }),
    min: integer({ column: 'minimumvalue', required: true }),
    max: integer({ column: 'maximumvalue', required: true }),
    generated: flag({ column: 'generatedvalue' }),
  },
});

/** Types that have a schema and no descriptor among the metadata types. */
export const OTHER_TYPES: readonly MetadataType[] = [minMaxDataElement];
