import type { Db } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { openGrid, prepareQuery } from './answer-query.js';
import { cachingHeaders } from './caching.js';
import { gridRoutes } from './form-routes.js';
import { type AnalyticsParameters, analyticsQuery } from './parameters.js';
import type { QueryGate } from './query-gate.js';

/** `GET /api/analytics` in all its forms (contract: analytics-query.md §1). */
export function analyticsQueryRoutes(api: ApiServer, db: Db, clock: Clock, gate: QueryGate): void {
  gridRoutes(api, '/analytics', analyticsQuery, async ({ query, user }, form) => {
    const now = clock.now();
    const parameters = query as AnalyticsParameters;
    // A template is about columns only.
    const asked = form === 'jrxml' ? { ...parameters, skipMeta: true } : parameters;
    const prepared = await prepareQuery(db, asked, { user, now, gate });
    return {
      grid: await openGrid(db, prepared, user),
      headers: cachingHeaders(prepared.settings, prepared.request, now),
    };
  });
}
