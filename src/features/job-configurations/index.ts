import type { ApiServer } from '../../http/index.js';
import { typeNamed } from '../../metadata/index.js';
import type { Feature, Services } from '../feature.js';
import { gistRoutes, readRoutes } from '../metadata/index.js';
import { cronRoutes } from './cron-routes.js';
import { dhis2JobRoute } from './dhis2-job-route.js';
import { listRoutes } from './list-routes.js';
import { queueRoutes } from './queue-routes.js';
import { repairRoutes } from './repair-routes.js';
import { jobRoutes } from './routes.js';
import { ensureSystemJobs } from './system-jobs.js';

export { addressedJob, removeFinishedOnce } from './once.js';
export { type OwnJob, storeOwnJob } from './own-jobs.js';
export { removeJob } from './removal.js';

/** Jobs and their schedules (contract: scheduling.md). They are read as metadata are. */
export function createJobConfigurations({ database, jobs, clock }: Services): Feature {
  const services = { db: database.db, jobs };
  return {
    name: 'job-configurations',
    routes(api: ApiServer) {
      listRoutes(api, services);
      cronRoutes(api, clock);
      repairRoutes(api, services);
      queueRoutes(api, services);
      dhis2JobRoute(api, services, database.dhis2);
      jobRoutes(api, services);
      readRoutes(api, database.db, typeNamed('jobConfiguration'));
      gistRoutes(api, database.db, typeNamed('jobConfiguration'));
    },
    start: () => ensureSystemJobs(services, database.dhis2 !== undefined),
  };
}
