import { combined, errorSummary, type ImportOptions } from '../imports/index.js';

type Summary = Readonly<Record<string, unknown>>;

const COUNTS = { created: 0, updated: 0, deleted: 0, ignored: 0, total: 0 };

const ofData = (reason: string, options: ImportOptions): Summary => ({
  ...errorSummary(`The import process failed: ${reason}`, options),
});

const ofOldTracker = (reason: string): Summary => ({
  ...combined([errorSummary(`The import process failed: ${reason}`)]),
});

/**
 * What stands for the summary of an import that ended without one, because it was cancelled, or its server died twice: clients wait for it (contract: imports.md §9 no. 1). Each in
 * the shape of its type (contract: system.md §7).
 */
export const SUMMARY_OF_FAILURE: Readonly<Record<string, (reason: string, options: ImportOptions) => Summary>> = {
  DATAVALUE_IMPORT: ofData,
  COMPLETE_DATA_SET_REGISTRATION_IMPORT: ofData,
  EVENT_IMPORT: ofOldTracker,
  ENROLLMENT_IMPORT: ofOldTracker,
  TEI_IMPORT: ofOldTracker,
  TRACKER_IMPORT_JOB: (message) => ({
    status: 'ERROR',
    validationReport: { errorReports: [], warningReports: [] },
    stats: COUNTS,
    message,
  }),
  METADATA_IMPORT: (message) => ({
    responseType: 'ImportReport',
    status: 'ERROR',
    stats: COUNTS,
    typeReports: [],
    message,
  }),
};
