import type { Database } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import type { Jobs } from '../../jobs/index.js';
import { jobStarted } from '../tasks/index.js';

/** `POST|PUT /api/validation/sendNotifications` (contract: job-types.md §4, tables.md §6.5). The run is nobody's. */
export function notificationRoutes(api: ApiServer, { db }: Database, jobs: Jobs): void {
  api.route({
    method: ['POST', 'PUT'],
    url: '/validation/sendNotifications',
    config: { authorities: ['F_RUN_VALIDATION'] },
    handler: async (request, reply) =>
      jobStarted(request, reply, await jobs.queue(db, { type: 'VALIDATION_RESULTS_NOTIFICATION' })),
  });
}
