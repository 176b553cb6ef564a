import type { MaintenanceOperation } from '../operation.js';
import { previewPurge, purge } from '../purge/index.js';
import { TRACKER_READERS } from './tracker-readers.js';

/** Soft-deleted enrollments with all their events and what hangs on either (contract: maintenance.md §4.9, schema.md §3.3). */
export const softDeletedEnrollmentRemoval: MaintenanceOperation = {
  name: 'softDeletedEnrollmentRemoval',
  otherPaths: ['softDeletedProgramInstanceRemoval'],
  otherFlags: ['softDeletedProgramInstanceRemoval'],
  label: 'Remove soft deleted enrollments',
  description:
    'Removes enrollments that users deleted, with all their events and what hangs on either: notes, messages, scheduled notifications, relationships, for good.',
  refusedDuring: TRACKER_READERS,
  preview: (context) => previewPurge(context, 'enrollment'),
  run: (context) => purge(context, 'enrollment'),
};
