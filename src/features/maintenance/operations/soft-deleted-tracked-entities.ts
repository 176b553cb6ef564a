import type { MaintenanceOperation } from '../operation.js';
import { previewPurge, purge } from '../purge/index.js';
import { TRACKER_READERS } from './tracker-readers.js';

/** Soft-deleted tracked entities with all their enrollments, events and what hangs on any of them (contract: maintenance.md §4.10, schema.md §3.3). */
export const softDeletedTrackedEntityRemoval: MaintenanceOperation = {
  name: 'softDeletedTrackedEntityRemoval',
  otherPaths: ['softDeletedTrackedEntityInstanceRemoval'],
  otherFlags: ['softDeletedTrackedEntityInstanceRemoval'],
  label: 'Remove soft deleted tracked entities',
  description:
    'Removes tracked entities that users deleted, with their attribute values, enrollments, events, ownership, messages and relationships, for good.',
  refusedDuring: TRACKER_READERS,
  preview: (context) => previewPurge(context, 'trackedentity'),
  run: (context) => purge(context, 'trackedentity'),
};
