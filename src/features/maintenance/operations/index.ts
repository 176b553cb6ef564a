import type { MaintenanceOperation } from '../operation.js';
import { analyticsTablesAnalyze } from './analytics-tables-analyze.js';
import { analyticsTablesClear } from './analytics-tables-clear.js';
import { appReload } from './app-reload.js';
import { cacheClear } from './cache-clear.js';
import { categoryOptionComboUpdate, categoryOptionComboUpdateOfCombo } from './category-option-combo-update.js';
import { dataElementPruning, organisationUnitPruning } from './data-pruning.js';
import { expiredInvitationsClear } from './expired-invitations-clear.js';
import { ouPathsUpdate } from './ou-paths-update.js';
import { periodPruning } from './period-pruning.js';
import { resourceTableUpdate } from './resource-table-update.js';
import { softDeletedDataValueRemoval } from './soft-deleted-data-values.js';
import { softDeletedEnrollmentRemoval } from './soft-deleted-enrollments.js';
import { softDeletedEventRemoval } from './soft-deleted-events.js';
import { softDeletedRelationshipRemoval } from './soft-deleted-relationships.js';
import { softDeletedTrackedEntityRemoval } from './soft-deleted-tracked-entities.js';
import { sqlViewsCreate } from './sql-views-create.js';
import { sqlViewsDrop } from './sql-views-drop.js';
import { zeroDataValueRemoval } from './zero-data-values.js';

/**
 * All operations, those of the batch in the order in which it runs them. It is the peer's but for the periods, which follow all that can free some
 * (contract: maintenance.md §3).
 */
export const MAINTENANCE_OPERATIONS: readonly MaintenanceOperation[] = [
  analyticsTablesClear,
  analyticsTablesAnalyze,
  expiredInvitationsClear,
  ouPathsUpdate,
  zeroDataValueRemoval,
  softDeletedDataValueRemoval,
  softDeletedRelationshipRemoval,
  softDeletedEventRemoval,
  softDeletedEnrollmentRemoval,
  softDeletedTrackedEntityRemoval,
  periodPruning,
  sqlViewsDrop,
  sqlViewsCreate,
  categoryOptionComboUpdate,
  cacheClear,
  appReload,
  resourceTableUpdate,
  organisationUnitPruning,
  dataElementPruning,
  categoryOptionComboUpdateOfCombo,
];

/** Those that anybody may schedule who may do maintenance: the ones on a single object are asked for by name. */
export const BATCH_OPERATIONS = MAINTENANCE_OPERATIONS.filter(({ object }) => object === undefined);
