import type { Feature, Services } from '../feature.js';
import { dataIntegrityDetailsJob, dataIntegrityJob } from './job.js';
import { dataIntegrityRoutes } from './routes.js';

/** Checks of what is stored: their descriptions, the jobs that run them and what they found (contract: data-admin.md §7). */
export function createDataIntegrity({ database, jobs }: Services): Feature {
  jobs.register(dataIntegrityJob(database));
  jobs.register(dataIntegrityDetailsJob(database));
  return { name: 'data-integrity', routes: (api) => dataIntegrityRoutes(api, database, jobs) };
}
