import { QueryGate } from '../analytics-query/index.js';
import type { Feature, Services } from '../feature.js';
import { dimensionRoutes } from './dimension-routes.js';
import { eventAnalyticsRoutes } from './routes.js';

/** Aggregate queries may have half of the connections; these leave the rest of them to everybody else. */
const SHARE_OF_POOL = 4;

/** `/api/analytics/events`, `/enrollments` and `/trackedEntities`: queries on the tables of programs (contract: analytics-query.md §7). */
export function createEventAnalytics({ config, database, clock }: Services): Feature {
  const gate = new QueryGate(Math.floor(config.poolSize / SHARE_OF_POOL));
  return {
    name: 'event-analytics',
    routes(api) {
      dimensionRoutes(api, database.db);
      eventAnalyticsRoutes(api, database, gate, clock);
    },
  };
}
