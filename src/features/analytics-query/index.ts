import type { Feature, Services } from '../feature.js';
import type { RollUpReader } from '../roll-ups/index.js';
import { outlierRoutes } from './outliers/routes.js';
import { QueryGate } from './query-gate.js';
import { analyticsQueryRoutes } from './routes.js';

export { type AnalyticsGrid, analyticsParameters, answerQuery, type QueryContext } from './answer-query.js';
export { type AggregatedValue, answerDataValues } from './answers/data-value-set.js';
export { formatValue } from './answers/format.js';
export { ancestors, readHierarchy } from './answers/metadata.js';
export { numberColumn, textColumn } from './answers/rows.js';
export { combinations, layoutOf, namesOf, requireSize, type TableLayout } from './answers/table-layout.js';
export { cachingHeaders } from './caching.js';
export { type IndicatorSql, readIndicatorSql } from './data-kinds/indicator-sql.js';
export { gridRoutes, sendJson } from './form-routes.js';
export type { ColumnDimension, Item, OrgUnitGroup, OrgUnitItem, OrgUnitSelection, QueryPeriod } from './query.js';
export { QueryGate } from './query-gate.js';
export type { AnalyticsParameters } from './request/parameters.js';
export { type DimensionText, parseItems, splitDimensions } from './request/parse.js';
export { resolveColumns } from './request/resolve-columns.js';
export { resolveOrgUnits } from './request/resolve-org-units.js';
export { type PeriodOptions, resolvePeriods } from './request/resolve-periods.js';
export { type Cursors, readThrough } from './statements/cursor.js';

/** `GET /api/analytics` for aggregate data (contract: analytics-query.md). */
export function createAnalyticsQuery(
  { config, database, clock }: Services,
  { reader }: { readonly reader: RollUpReader },
): Feature {
  // The other half of the connections is for everybody else.
  const gate = new QueryGate(Math.floor(config.poolSize / 2));
  return {
    name: 'analytics-query',
    routes(api) {
      analyticsQueryRoutes(api, database.db, { clock, gate, rollUps: reader });
      outlierRoutes(api, database.db, clock, gate);
    },
  };
}
