export {
  type DataValueKeys,
  dataValueKeys,
  defaultOptionCombo,
  type UnknownPart,
  type WireDataValue,
} from './data-value-keys.js';
export { entryLocks } from './locking/entry-locks.js';
export { CODE_OF_SINGLE_VALUES, type EntryLockCode, type EntryRules } from './locking/entry-rules.js';
export { type DataValueRow, type StoredCounts, storeDataValues } from './store-values.js';
export { isCaptureUnit, isViewUnit } from './user-units.js';
export { normalValue, valueProblem } from './value-problem.js';
export { hasEmptyZeros, isZero } from './zeros.js';
