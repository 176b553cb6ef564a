import type { Feature, Services } from '../feature.js';
import { analyticsQueryRoutes } from './routes.js';

/** `GET /api/analytics` for aggregate data (contract: analytics-query.md). */
export function createAnalyticsQuery({ database, clock }: Services): Feature {
  return { name: 'analytics-query', routes: (api) => analyticsQueryRoutes(api, database.db, clock) };
}
