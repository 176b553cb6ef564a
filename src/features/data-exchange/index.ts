import type { Feature, Services } from '../feature.js';
import { exchangeJob } from './exchange-job.js';
import { dataExchangeRoutes } from './routes.js';

/** Aggregated data for other servers, or for this one: exchanges, by hand and as a job (contract: job-types.md §3.1). */
export function createDataExchange({ database, jobs, clock }: Services): Feature {
  jobs.register(exchangeJob(database, clock));
  return { name: 'data-exchange', routes: (api) => dataExchangeRoutes(api, database, clock) };
}
