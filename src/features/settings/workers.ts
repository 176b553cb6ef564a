import { availableParallelism } from 'node:os';
import type { SettingValues } from './settings.js';

/** The setting for parallel work, else that for the database's processors, else those of this machine, one left free (contract: tables.md §2.1). */
export function workerCount(
  settings: Pick<SettingValues, 'keyParallelJobsInAnalyticsTableExport' | 'keyDatabaseServerCpus'>,
): number {
  if (settings.keyParallelJobsInAnalyticsTableExport > 0) return settings.keyParallelJobsInAnalyticsTableExport;
  if (settings.keyDatabaseServerCpus > 0) return settings.keyDatabaseServerCpus;
  const processors = availableParallelism();
  return processors > 2 ? processors - 1 : processors;
}
