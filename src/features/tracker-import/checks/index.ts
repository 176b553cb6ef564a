import { ENROLLMENT_ACCESS, ENTITY_ACCESS } from './access.js';
import { ATTRIBUTES } from './attributes.js';
import type { Check } from './check.js';
import { DATA_VALUES } from './data-values.js';
import { DATES } from './dates.js';
import { ENROLLMENTS } from './enrollments.js';
import { EVENT_ACCESS } from './event-access.js';
import { EVENTS } from './events.js';
import { EXISTENCE } from './existence.js';
import { GEOMETRIES } from './geometries.js';
import { MANDATORY } from './mandatory.js';
import { METADATA } from './metadata.js';
import { NOTES } from './notes.js';
import { OPTION_COMBOS } from './option-combos.js';
import { RELATIONS } from './relations.js';
import { RELATIONSHIPS } from './relationships.js';
import { UPDATABLE } from './updatable.js';

/** All checks; within a stage they tell their findings in this order. */
export const CHECKS: readonly Check[] = [
  ...EXISTENCE,
  ...MANDATORY,
  ...METADATA,
  ...UPDATABLE,
  ...RELATIONS,
  ...OPTION_COMBOS,
  ...ENTITY_ACCESS,
  ...ENROLLMENT_ACCESS,
  ...EVENT_ACCESS,
  ...DATES,
  ...ENROLLMENTS,
  ...GEOMETRIES,
  ...NOTES,
  ...ATTRIBUTES,
  ...DATA_VALUES,
  ...EVENTS,
  ...RELATIONSHIPS,
];
