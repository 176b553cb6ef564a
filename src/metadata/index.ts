export { readWithDependencies } from './export/dependencies.js';
export type { Authorities } from './model/authorities.js';
export type { Property, ValueType } from './model/property.js';
export { type ReadContext, readContext } from './model/read-context.js';
export {
  findByKlass,
  findByPlural,
  findType,
  isCollection,
  isLink,
  STANDALONE_TYPES,
  typeNamed,
} from './model/registry.js';
export { isDataReadable, isReadable, isShared, type Sharing } from './model/sharing.js';
export type { MetadataObject, MetadataType } from './model/type.js';
export { type Composition, compositionsOf, MOST_COMBINATIONS } from './option-combos/composition.js';
export { type OptionComboEvent, updateOptionCombos } from './option-combos/update.js';
export { applyPatch, readPatch } from './patch/json-patch.js';
export { timestamp } from './read/filter-dates.js';
export { type Filter, type FilterOperator, parseFilters } from './read/filter-parser.js';
export { linkedRows } from './read/links.js';
export { exists, type ListQuery, type ListResult, readList, readOne, type SingleResult } from './read/read.js';
export { isSecret, isSimple, preset, properties } from './read/selection.js';
export { refuseUnknownNames } from './read/strict.js';
export * from './sql-views/index.js';
export { AGGREGATION_TYPES, CACHE_STRATEGIES, NUMERIC_VALUE_TYPES } from './types/constants.js';
export { ALL_TYPES } from './types/index.js';
export { isSystemJobType } from './types/job-configuration.js';
export { minMaxDataElement } from './types/min-max-data-element.js';
export { type FaultyObject, type ValidatedPage, validateStored } from './validation/stored.js';
export { WriteAccess } from './write/access.js';
export { keepSuperUser, superUsers } from './write/account-protection.js';
export { type Bundle, isDefaultObject, isDefaultUid, isObject, readBundle, singleBundle } from './write/bundle.js';
export { type CollectionChange, changeCollection } from './write/collections.js';
export { type Deletion, deleteStored, type StoredRow } from './write/delete/delete-stored.js';
export { type ImportContext, importBundle } from './write/import.js';
export { ignoredReport } from './write/import-report.js';
export { storedObjects } from './write/known.js';
export { DEFAULT_OPTIONS, type ImportOptions } from './write/options.js';
export { createPeriods, namedPeriod, periodKeys } from './write/periods.js';
export {
  type ErrorReport,
  errorReport,
  type ImportReport,
  type ObjectReport,
  type TypeReport,
} from './write/report.js';
export { readSharing, type SharedObject, writeSharing } from './write/sharing.js';
export { isTooDeep } from './write/storable.js';
export { isManaged, isStronger, obstacles } from './write/user-rights.js';
