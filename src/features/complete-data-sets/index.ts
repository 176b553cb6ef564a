import type { Feature, Services } from '../feature.js';
import { deleteRoutes } from './delete-routes.js';
import { exportRoutes } from './export-routes.js';
import { registrationImportJob } from './import-job.js';
import { importRoutes } from './import-routes.js';

export { type Registration, registerCompleteness } from './register.js';

/** Which data sets are complete, for which period and organisation unit (contract: imports.md §4). */
export function createCompleteDataSets({ database, jobs, clock }: Services): Feature {
  jobs.register(registrationImportJob(database));
  return {
    name: 'complete-data-sets',
    routes(api) {
      exportRoutes(api, database.db, clock);
      deleteRoutes(api, database.db, clock);
      importRoutes(api, database.db, jobs);
    },
  };
}
