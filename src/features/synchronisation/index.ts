import type { Feature, Services } from '../feature.js';
import { dataSyncJob } from './data-sync-job.js';
import { synchronisationRoutes } from './routes.js';
import { trackerSyncJobs } from './tracker-sync-jobs.js';

export { REMOTE_CLASS, reachRemote, sendAggregateData } from './data-sync-job.js';

/** Sending data to the remote server of the settings (contract: job-types.md §3.1). */
export function createSynchronisation({ config, database, jobs, clock }: Services): Feature {
  jobs.register(dataSyncJob(clock));
  for (const type of trackerSyncJobs(clock)) jobs.register(type);
  const services = { database, jobs, clock, pullFrom: config.metadataPullFrom };
  return { name: 'synchronisation', routes: (api) => synchronisationRoutes(api, services) };
}
