import type { Database } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import type { Jobs } from '../../jobs/index.js';
import { jobStarted } from '../tasks/index.js';

/** `POST|PUT /api/resourceTables` (contract: tables.md §1). */
export function resourceTableRoutes(api: ApiServer, { db }: Database, jobs: Jobs): void {
  api.route({
    method: ['POST', 'PUT'],
    url: '/resourceTables',
    config: { authorities: ['F_PERFORM_MAINTENANCE'] },
    handler: async (request, reply) => {
      const run = await jobs.queue(db, { type: 'RESOURCE_TABLE', requestedBy: request.user.uid });
      return jobStarted(request, reply, run);
    },
  });
}
