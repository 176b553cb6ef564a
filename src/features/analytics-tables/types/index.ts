import type { AnalyticsTableDefinition } from '../definition.js';
import { completenessTable } from './completeness.js';
import { completenessTargetTable } from './completeness-target.js';
import { dataValueTable } from './data-value.js';
import { enrollmentTables } from './enrollment.js';
import { eventTables } from './event.js';
import { orgUnitTargetTable } from './org-unit-target.js';
import { ownershipTables } from './ownership.js';
import { trackedEntityTables } from './tracked-entity.js';
import { trackedEntityEnrollmentTables } from './tracked-entity-enrollments.js';
import { trackedEntityEventTables } from './tracked-entity-events.js';
import { validationResultTable } from './validation-result.js';

/** The analytics table types in the order in which a full run takes them (contract: tables.md §3.1). */
export const ANALYTICS_TABLES: readonly AnalyticsTableDefinition[] = [
  trackedEntityTables,
  trackedEntityEventTables,
  trackedEntityEnrollmentTables,
  dataValueTable,
  completenessTable,
  completenessTargetTable,
  orgUnitTargetTable,
  ownershipTables,
  eventTables,
  validationResultTable,
  enrollmentTables,
];
