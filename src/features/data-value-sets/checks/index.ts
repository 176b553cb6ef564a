import type { ValueCheck } from './check.js';
import { ENTRY_CHECKS } from './entry.js';
import { OBJECT_CHECKS } from './objects.js';
import { STRICT_CHECKS } from './strict.js';
import { CONTENT_CHECKS, FILE_CHECK, STORED_BY_CHECK } from './values.js';

export type { ImportRules, ValueCheck } from './check.js';
export { OBJECT_CHECKS } from './objects.js';

/** All checks of a value, in the order in which they are told (contract: imports.md §2.4). */
export const VALUE_CHECKS: readonly ValueCheck[] = [
  ...OBJECT_CHECKS,
  ...CONTENT_CHECKS,
  ...STRICT_CHECKS,
  STORED_BY_CHECK,
  ...ENTRY_CHECKS,
  FILE_CHECK,
];
