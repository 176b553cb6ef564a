import type { Db } from '../../../database/index.js';
import type { ApiServer } from '../../../http/index.js';
import type { Clock } from '../../../kernel/clock.js';
import { cachingHeaders } from '../caching.js';
import { gridRoutes } from '../form-routes.js';
import type { QueryGate } from '../query-gate.js';
import { outliers } from './answer.js';
import { type OutlierParameters, outlierQuery } from './parameters.js';

/** `GET /api/analytics/outlierDetection` in every form (contract: analytics-query.md §1). */
export function outlierRoutes(api: ApiServer, db: Db, clock: Clock, gate: QueryGate): void {
  gridRoutes(api, '/analytics/outlierDetection', outlierQuery, async ({ query, user }) => {
    const now = clock.now();
    const { grid, prepared } = await outliers(db, query as OutlierParameters, { user, now, gate });
    return { grid, headers: cachingHeaders(prepared.settings, prepared.request, now) };
  });
}
