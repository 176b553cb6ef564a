import type { Feature, Services } from '../feature.js';
import { bulkRoutes } from './bulk-routes.js';
import { generationJob } from './generation-job.js';
import { generationRoutes } from './generation-routes.js';
import { listRoutes } from './list-routes.js';
import { valueRoutes } from './value-routes.js';

/** The ranges in which data values are expected, set by people or worked out from what is there (contract: data-admin.md §1). */
export function createMinMax({ database: { db }, jobs }: Services): Feature {
  jobs.register(generationJob());
  return {
    name: 'min-max',
    routes(api) {
      listRoutes(api, db);
      valueRoutes(api, db);
      bulkRoutes(api, db);
      generationRoutes(api, db, jobs);
    },
  };
}
