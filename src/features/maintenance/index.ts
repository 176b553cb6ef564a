import type { Feature, Services } from '../feature.js';
import { maintenanceJob } from './job.js';
import { maintenanceOperations } from './operations/index.js';
import { maintenanceRoutes } from './routes.js';

/** Every maintenance operation: at once, as a preview, as a job (contract: maintenance.md). */
export function createMaintenance(services: Services): Feature {
  const operations = maintenanceOperations(services);
  services.jobs.register(maintenanceJob(operations, services.clock));
  return { name: 'maintenance', routes: (api) => maintenanceRoutes(api, services, operations) };
}
