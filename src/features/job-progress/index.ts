import type { Feature, Services } from '../feature.js';
import { errorRoutes } from './error-routes.js';
import { progressRoutes } from './progress-routes.js';
import { runRoutes } from './run-routes.js';
import { schedulingRoutes } from './scheduling-routes.js';

/** What jobs do and did: stages and items, errors of the data, live or asked for (contract: scheduling.md §10). */
export function createJobProgress({ database: { db }, jobs }: Services): Feature {
  return {
    name: 'job-progress',
    routes(api) {
      progressRoutes(api, db, jobs);
      errorRoutes(api, db);
      runRoutes(api, db);
      schedulingRoutes(api, db, jobs);
    },
  };
}
