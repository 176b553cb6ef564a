/** How a payload is taken (contract: imports.md §8.1). */
export interface ImportOptions {
  readonly importMode: 'COMMIT' | 'VALIDATE';
  readonly identifier: 'UID' | 'CODE' | 'AUTO';
  readonly importStrategy: 'CREATE' | 'UPDATE' | 'CREATE_AND_UPDATE' | 'DELETE';
  readonly atomicMode: 'ALL' | 'NONE';
  readonly importReportMode: 'ERRORS' | 'ERRORS_NOT_OWNER' | 'FULL' | 'DEBUG';
  readonly skipSharing: boolean;
  readonly skipTranslation: boolean;
  readonly skipValidation: boolean;
}

export const DEFAULT_OPTIONS: ImportOptions = {
  importMode: 'COMMIT',
  identifier: 'UID',
  importStrategy: 'CREATE_AND_UPDATE',
  atomicMode: 'ALL',
  importReportMode: 'ERRORS',
  skipSharing: false,
  skipTranslation: false,
  skipValidation: false,
};
