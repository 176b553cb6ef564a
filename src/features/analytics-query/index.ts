import type { Feature, Services } from '../feature.js';
import { outlierRoutes } from './outliers/routes.js';
import { QueryGate } from './query-gate.js';
import { analyticsQueryRoutes } from './routes.js';

export { type AnalyticsGrid, analyticsParameters, answerQuery, type QueryContext } from './answer-query.js';
export { type AggregatedValue, answerDataValues } from './data-value-set.js';
export { formatValue } from './format.js';
export type { AnalyticsParameters } from './parameters.js';
export { resolveOrgUnits } from './resolve-org-units.js';

/** `GET /api/analytics` for aggregate data (contract: analytics-query.md). */
export function createAnalyticsQuery({ config, database, clock }: Services): Feature {
  // The other half of the connections is for everybody else.
  const gate = new QueryGate(Math.floor(config.poolSize / 2));
  return {
    name: 'analytics-query',
    routes(api) {
      analyticsQueryRoutes(api, database.db, clock, gate);
      outlierRoutes(api, database.db, clock, gate);
    },
  };
}
