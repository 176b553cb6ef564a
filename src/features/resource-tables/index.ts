import type { Feature, Services } from '../feature.js';
import { resourceTableJob } from './job.js';
import { resourceTableRoutes } from './routes.js';

export { beforeTables } from './before-tables.js';
export { resourceTableColumns } from './build.js';
export { RESOURCE_TABLES, type ResourceTableKey, resourceTableNames } from './definition.js';
export { type Fingerprints, fingerprints, knownFingerprints } from './fingerprint.js';
export { readHooks, runHook } from './hooks.js';
export { beforeResourceTables, refreshChanged, refreshResourceTables, TABLE_BUILD } from './job.js';
export { COMMON_PERIOD_COLUMNS, PERIOD_COLUMNS } from './period-columns.js';

export function createResourceTables({ database, jobs, clock }: Services): Feature {
  jobs.register(resourceTableJob(database, clock));
  return { name: 'resource-tables', routes: (api) => resourceTableRoutes(api, database, jobs) };
}
