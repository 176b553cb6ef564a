import type { Feature, Services } from '../feature.js';
import { trackerImportJob } from './job.js';
import { trackerRoutes } from './routes.js';

export type { CheckContext } from './checks/check.js';
export { importTracker, type TrackerImportContext } from './import-tracker.js';
export { DEFAULT_OPTIONS, type IdScheme, type IdSchemes, type TrackerImportOptions } from './options.js';
export type * from './payload/payload.js';
export { wktGeometry } from './payload/wkt.js';
export {
  type Finding,
  failedReport,
  type TrackerError,
  type TrackerReport,
  type TrackerStats,
  type TrackerType,
  type TrackerWarning,
} from './report.js';

/** Import of tracked entities, enrollments, events and relationships (contract: imports.md §7). */
export function createTrackerImport({ database, jobs, clock, config }: Services): Feature {
  jobs.register(trackerImportJob(database, clock));
  return {
    name: 'tracker-import',
    routes: (api) => trackerRoutes(api, database, jobs, clock, config.bodyLimitMegabytes),
  };
}
