import type { Feature, Services } from '../feature.js';
import { dataValueImportJob } from './import-job.js';
import { importRoutes } from './import-routes.js';

export { importDataValues } from './import.js';

/** Data values in bulk: import from JSON, XML and CSV (contract: imports.md §2). */
export function createDataValueSets({ database, jobs, clock }: Services): Feature {
  jobs.register(dataValueImportJob(database, clock));
  return {
    name: 'data-value-sets',
    routes(api) {
      importRoutes(api, database, jobs, clock);
    },
  };
}
