import type { Db } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { catalogued } from '../../kernel/errors/index.js';
import { isLost } from '../analytics-tables/index.js';
import { readSettings } from '../settings/index.js';
import { answer } from './answer.js';
import { execute } from './execute.js';
import { analyticsQuery } from './parameters.js';
import { parseCriteria } from './parse.js';
import { understand } from './understand.js';

export function analyticsQueryRoutes(api: ApiServer, db: Db, clock: Clock): void {
  api.get(
    '/analytics',
    { config: { cache: 'private', produces: ['json', 'jsonp'] }, schema: { querystring: analyticsQuery } },
    async ({ query, user }) => {
      // Empty after a crash is as good as not built: an answer without rows would be a lie.
      if (await isLost(db, 'DATA_VALUE')) throw catalogued('E7144');
      const settings = await readSettings(db);
      const request = await understand(db, query, { user, now: clock.now(), settings });
      const preAggregation = parseCriteria(query.preAggregationMeasureCriteria);
      const criteria = parseCriteria(query.measureCriteria);
      const isLimited = !query.ignoreLimit && settings.keyAnalyticsMaxLimit > 0;
      const limit = isLimited ? settings.keyAnalyticsMaxLimit : undefined;
      const rows = query.skipData
        ? []
        : await execute(db, request, { preAggregation, criteria, limit, order: query.order });
      return await answer(db, request, rows, { parameters: query, user });
    },
  );
}
