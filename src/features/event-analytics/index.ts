import type { Feature, Services } from '../feature.js';
import { dimensionRoutes } from './dimension-routes.js';
import { eventAnalyticsRoutes } from './routes.js';

/** `/api/analytics/events`, `/enrollments` and `/trackedEntities`: queries on the tables of programs (contract: analytics-query.md §7). */
export function createEventAnalytics({ database, clock }: Services): Feature {
  return {
    name: 'event-analytics',
    routes(api) {
      dimensionRoutes(api, database.db);
      eventAnalyticsRoutes(api, database, clock);
    },
  };
}
