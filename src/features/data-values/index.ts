export {
  type DataValueKeys,
  dataValueKeys,
  defaultOptionCombo,
  type UnknownPart,
  type WireDataValue,
} from './data-value-keys.js';
export { type DataValueRow, type StoredCounts, storeDataValues } from './store-values.js';
