export { type ReadContext, readContext } from './model/read-context.js';
export { findByKlass, findByPlural, findType, STANDALONE_TYPES, typeNamed } from './model/registry.js';
export { isDataReadable, isReadable } from './model/sharing.js';
export type { MetadataObject, MetadataType } from './model/type.js';
export { parseFilters } from './read/filter-parser.js';
export { type ListQuery, type ListResult, readList, readOne, type SingleResult } from './read/read.js';
export { preset, properties } from './read/selection.js';
