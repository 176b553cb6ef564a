import type { Feature, Services } from '../feature.js';
import { monitoringJob } from './job.js';
import { monitoringRoutes } from './monitoring-routes.js';
import { resultRoutes } from './result-routes.js';

/** Validation rules at work: looking for data that break them, and what was found (contract: tables.md §6). */
export function createValidation({ database, jobs, clock }: Services): Feature {
  jobs.register(monitoringJob(clock));
  return {
    name: 'validation',
    routes(api) {
      monitoringRoutes(api, database, jobs);
      resultRoutes(api, database.db);
    },
  };
}
