import type { MaintenanceOperation } from '../operation.js';
import { previewPurge, purge } from '../purge/index.js';
import { TRACKER_READERS } from './tracker-readers.js';

/** Soft-deleted events with all that hangs on them (contract: maintenance.md §4.8, schema.md §3.3). */
export const softDeletedEventRemoval: MaintenanceOperation = {
  name: 'softDeletedEventRemoval',
  otherPaths: ['softDeletedProgramStageInstanceRemoval'],
  otherFlags: ['softDeletedProgramStageInstanceRemoval'],
  label: 'Remove soft deleted events',
  description:
    'Removes events that users deleted, with their notes, messages, scheduled notifications, change logs and relationships, for good.',
  refusedDuring: TRACKER_READERS,
  preview: (context) => previewPurge(context, 'event'),
  run: (context) => purge(context, 'event'),
};
