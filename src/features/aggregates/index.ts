import type { Feature, Services } from '../feature.js';
import { MAINTENANCE_JOB } from '../roll-ups/index.js';
import { adminRoutes } from './admin-routes.js';
import { atScaleDialect } from './dialect.js';
import { type AggregatesServices, serve } from './endpoint.js';
import { batchEndpoints } from './endpoints/batches.js';
import { definitionEndpoints } from './endpoints/definitions.js';
import { maintenanceEndpoints } from './endpoints/maintenance.js';
import { projectEndpoints } from './endpoints/projects.js';
import { scheduleEndpoints } from './endpoints/schedules.js';
import { userDefinedEndpoints } from './endpoints/user-defined.js';
import { organizationRoutes } from './organization-routes.js';
import { addDefaultSchedules } from './schedules.js';
import { tokenRoutes } from './token-routes.js';
import { Tokens } from './tokens.js';

const ENDPOINTS = [
  ...maintenanceEndpoints,
  ...scheduleEndpoints,
  ...definitionEndpoints,
  ...batchEndpoints,
  ...projectEndpoints,
  ...userDefinedEndpoints,
];

/** AtScale's API over roll-ups: its paths, its envelope, its tokens and organizations (contract: aggregates.md §1–§3). */
export function createAggregates({ database, jobs, clock }: Services): Feature {
  const tokens = new Tokens(database, clock);
  const services: AggregatesServices = { db: database.db, jobs, tokens };
  return {
    name: 'aggregates',
    dialect: atScaleDialect(database.db, tokens),
    routes(api) {
      organizationRoutes(api, services);
      adminRoutes(api, services);
    },
    pages(server) {
      tokenRoutes(server, services);
      for (const endpoint of ENDPOINTS) serve(server, services, endpoint);
    },
    async start() {
      if (jobs.types().some(({ type }) => type === MAINTENANCE_JOB)) await addDefaultSchedules(database.db);
    },
  };
}
