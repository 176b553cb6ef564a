import type { AnalyticsTableDefinition } from '../definition.js';
import { completenessTable } from './completeness.js';
import { completenessTargetTable } from './completeness-target.js';
import { dataValueTable } from './data-value.js';
import { enrollmentTables } from './enrollment.js';
import { eventTables } from './event.js';
import { orgUnitTargetTable } from './org-unit-target.js';

/** The analytics table types that this version builds; a request for another one is told so by the run. */
export const ANALYTICS_TABLES: readonly AnalyticsTableDefinition[] = [
  dataValueTable,
  completenessTable,
  completenessTargetTable,
  orgUnitTargetTable,
  eventTables,
  enrollmentTables,
];
