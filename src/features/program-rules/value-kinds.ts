import { NUMERIC_VALUE_TYPES } from '../../metadata/index.js';

const NUMERIC: ReadonlySet<string> = new Set(NUMERIC_VALUE_TYPES);
const BOOLEAN = new Set(['BOOLEAN', 'TRUE_ONLY']);
const DATE = new Set(['DATE', 'DATETIME', 'AGE']);

export type ValueKind = 'NUMERIC' | 'BOOLEAN' | 'DATE' | 'TEXT';

/** As what rules take a value. */
export function valueKind(valueType: string): ValueKind {
  if (NUMERIC.has(valueType)) return 'NUMERIC';
  if (BOOLEAN.has(valueType)) return 'BOOLEAN';
  return DATE.has(valueType) ? 'DATE' : 'TEXT';
}
