import { type MetadataType, minMaxDataElement } from '../../metadata/index.js';

/** Types that have a schema and no descriptor among the metadata types. */
export const OTHER_TYPES: readonly MetadataType[] = [minMaxDataElement];
