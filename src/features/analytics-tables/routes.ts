import type { Database } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import type { Jobs } from '../../jobs/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { jobStarted } from '../tasks/index.js';
import { ANALYTICS_TABLE_TYPES } from './definition.js';
import { analyticsTableQuery, jobParameters } from './parameters.js';

/** `POST|PUT /api/resourceTables/analytics` and `GET /api/analytics/tableTypes` (contract: tables.md §1). */
export function analyticsTableRoutes(api: ApiServer, { db }: Database, jobs: Jobs): void {
  api.route({
    method: ['POST', 'PUT'],
    url: '/resourceTables/analytics',
    config: { authorities: ['F_PERFORM_MAINTENANCE'] },
    schema: { querystring: analyticsTableQuery },
    handler: async (request, reply) => {
      const parameters = jobParameters(request.query);
      if (parameters.lastYears === 0) {
        throw conflict(
          'Latest runs (lastYears=0) are not available in this version. Use lastYears=1 to rebuild the current year.',
        );
      }
      const run = await jobs.queue(db, { type: 'ANALYTICS_TABLE', parameters, requestedBy: request.user.uid });
      return jobStarted(request, reply, run);
    },
  });

  api.get('/analytics/tableTypes', () => Promise.resolve([...ANALYTICS_TABLE_TYPES]));
}
