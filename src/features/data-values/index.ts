export { attributeOptionCombo, combosByOptions } from './attribute-option-combo.js';
export { isCaptured, isViewed } from './capture.js';
export {
  type DataValueKeys,
  dataValueKeys,
  defaultOptionCombo,
  type UnknownPart,
  type WireDataValue,
} from './data-value-keys.js';
export { entryLocks } from './locking/entry-locks.js';
export { CODE_OF_SINGLE_VALUES, type EntryLockCode, type EntryRules } from './locking/entry-rules.js';
export { type DataSetPlaces, lockedDataSets } from './locking/locked-data-sets.js';
export { optionUnits } from './locking/option-units.js';
export { changeValues, insertNewValues } from './merge-values.js';
export { type DataValueRow, type StoredCounts, storeDataValues } from './store-values.js';
export { normalValue, valueProblem } from './value-problem.js';
export { hasEmptyZeros, isZero } from './zeros.js';
