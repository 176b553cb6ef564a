import type { Feature, Services } from '../feature.js';
import { oldImportJob } from './job.js';
import { readRoutes } from './read-routes.js';
import { OLD_RESOURCES } from './resources.js';
import { writeRoutes } from './write-routes.js';

const MEGABYTE = 1024 * 1024;
/** Old clients send everything they have in one body. */
const LEAST_BODY_LIMIT = 256 * MEGABYTE;

/** The resources `events`, `enrollments` and `trackedEntityInstances` of the seed era, by the rules of `/api/tracker` (contract: imports.md §5, §6). */
export function createOldTracker({ database, jobs, clock, config }: Services): Feature {
  for (const resource of OLD_RESOURCES) jobs.register(oldImportJob(resource, database, clock));
  const bodyLimit = Math.max(LEAST_BODY_LIMIT, config.bodyLimitMegabytes * MEGABYTE);
  return {
    name: 'old-tracker',
    routes: (api) => {
      const { db } = database;
      readRoutes(api, { db, clock });
      writeRoutes(api, { db, clock, jobs, bodyLimit });
    },
  };
}
