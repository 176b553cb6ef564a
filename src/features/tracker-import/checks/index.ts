import type { Check } from './check.js';
import { EXISTENCE } from './existence.js';
import { MANDATORY } from './mandatory.js';
import { METADATA } from './metadata.js';

/** All checks; within a stage they tell their findings in this order. */
export const CHECKS: readonly Check[] = [...EXISTENCE, ...MANDATORY, ...METADATA];
