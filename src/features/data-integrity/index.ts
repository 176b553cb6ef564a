import type { Feature, Services } from '../feature.js';
import { CheckList } from './check-list.js';
import { CHECKS } from './checks/index.js';
import { dataIntegrityDetailsJob, dataIntegrityJob } from './job.js';
import { readOwnChecks } from './own-checks.js';
import { dataIntegrityRoutes } from './routes.js';

/**
 * Checks of what is stored: their descriptions, the jobs that run them and what they found (contract: data-admin.md §7). Checks of the operator's own are read here, once.
 */
export function createDataIntegrity({ config, database, jobs, log }: Services): Feature {
  const list = new CheckList([...CHECKS, ...readOwnChecks(config.home, CHECKS, log)]);
  jobs.register(dataIntegrityJob(database, list));
  jobs.register(dataIntegrityDetailsJob(database, list));
  return { name: 'data-integrity', routes: (api) => dataIntegrityRoutes(api, database, jobs, list) };
}
