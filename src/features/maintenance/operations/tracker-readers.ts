/** Jobs that read soft-deleted objects to tell other servers of them, or write below them: they must not disappear while one runs. */
export const TRACKER_READERS = [
  'SINGLE_EVENT_DATA_SYNC',
  'TRACKED_ENTITY_DATA_SYNC',
  // of a DHIS2 up to 2.41 (contract: job-types.md §1)
  'TRACKER_PROGRAMS_DATA_SYNC',
  'EVENT_PROGRAMS_DATA_SYNC',
  'TRACKER_IMPORT_JOB',
  'EVENT_IMPORT',
  'ENROLLMENT_IMPORT',
  'TEI_IMPORT',
  'PROGRAM_NOTIFICATIONS',
] as const;
