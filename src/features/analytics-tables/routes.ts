import type { Database } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import type { Jobs } from '../../jobs/index.js';
import { jobStarted } from '../tasks/index.js';
import { ANALYTICS_TABLE_TYPES } from './definition.js';
import { requireMainRun } from './job.js';
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
      if (parameters.lastYears === 0) await requireMainRun(db);
      const run = await jobs.queue(db, { type: 'ANALYTICS_TABLE', parameters, requestedBy: request.user.uid });
      return jobStarted(request, reply, run);
    },
  });

  api.get('/analytics/tableTypes', () => Promise.resolve([...ANALYTICS_TABLE_TYPES]));
}
