import type { Database, Db } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import type { Jobs } from '../../jobs/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { jobStarted } from '../tasks/index.js';
import { ANALYTICS_TABLE_TYPES } from './definition.js';
import { analyticsTableFacts } from './facts.js';
import { requireMainRun } from './job.js';
import { analyticsTableQuery, jobParameters } from './parameters.js';

/** `POST|PUT /api/resourceTables/analytics`, what stands of it as Orderly's own `GET`, and `GET /api/analytics/tableTypes` (contract: tables.md §1). */
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

  api.get('/resourceTables/analytics', { config: { authorities: ['F_PERFORM_MAINTENANCE'], cache: 'no-store' } }, () =>
    standing(db),
  );

  api.get('/analytics/tableTypes', () => Promise.resolve([...ANALYTICS_TABLE_TYPES]));
}

/** Each type of table as it stands; one that was never built, or was cleared, has no partitions. */
async function standing(db: Db) {
  const facts = new Map((await analyticsTableFacts(db)).map((one) => [one.type, one]));
  return ANALYTICS_TABLE_TYPES.map((tableType) => {
    const found = facts.get(tableType);
    if (!found) return { tableType, partitions: 0, rows: 0, bytes: 0, lost: 0 };
    const { partitions, rows, bytes, lost, oldest, newest } = found;
    // The data that the tables show were read at these moments.
    return {
      tableType,
      partitions,
      rows,
      bytes,
      lost,
      oldest: formatTimestamp(oldest),
      newest: formatTimestamp(newest),
    };
  });
}
