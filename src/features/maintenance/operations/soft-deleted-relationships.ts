import type { MaintenanceOperation } from '../operation.js';
import { previewPurge, purge } from '../purge/index.js';
import { TRACKER_READERS } from './tracker-readers.js';

/** Soft-deleted relationships with their items (contract: maintenance.md §4.11). */
export const softDeletedRelationshipRemoval: MaintenanceOperation = {
  name: 'softDeletedRelationshipRemoval',
  label: 'Remove soft deleted relationships',
  description: 'Removes relationships that users deleted, for good.',
  refusedDuring: TRACKER_READERS,
  preview: (context) => previewPurge(context, 'relationship'),
  run: (context) => purge(context, 'relationship'),
};
