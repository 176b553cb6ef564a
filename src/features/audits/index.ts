import type { Feature, Services } from '../feature.js';
import { auditRoutes } from './audit-routes.js';

/** What data values and approvals were before they were changed. */
export function createAudits({ database }: Services): Feature {
  return { name: 'audits', routes: (api) => auditRoutes(api, database.db) };
}
