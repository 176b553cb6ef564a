import type { Apps } from '../apps/index.js';
import type { Feature, Services } from '../feature.js';
import { dhis2ServerOf } from '../remote/index.js';
import { maintenanceJob } from './job.js';
import { maintenanceRoutes } from './routes.js';

export { BATCH_OPERATIONS } from './operations/index.js';

/** Every maintenance operation: at once, as a preview, as a job (contract: maintenance.md). */
export function createMaintenance(given: Services, { reloadApps }: Apps): Feature {
  const services = { ...given, reloadApps, dhis2Server: dhis2ServerOf(given.config) };
  services.jobs.register(maintenanceJob(services));
  return { name: 'maintenance', routes: (api) => maintenanceRoutes(api, services) };
}
