import type { Db } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { answerQuery } from './answer-query.js';
import { analyticsQuery } from './parameters.js';
import type { QueryGate } from './query-gate.js';

export function analyticsQueryRoutes(api: ApiServer, db: Db, clock: Clock, gate: QueryGate): void {
  api.get(
    '/analytics',
    { config: { cache: 'private', produces: ['json', 'jsonp'] }, schema: { querystring: analyticsQuery } },
    async ({ query, user }) => await answerQuery(db, query, { user, now: clock.now(), gate }),
  );
}
