import { Type } from 'typebox';
import type { Database } from '../../database/index.js';
import { type ApiServer, listParameter } from '../../http/index.js';
import type { Jobs } from '../../jobs/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';
import { jobStarted } from '../tasks/index.js';
import { demandOrder } from './periods.js';

const QUERY = Type.Object({
  relativeStart: Type.Integer({ default: 0 }),
  relativeEnd: Type.Integer({ default: 0 }),
  validationRuleGroups: listParameter(),
  sendNotifications: Type.Boolean({ default: false }),
  persistResults: Type.Boolean({ default: true }),
});

/** `POST|PUT /api/resourceTables/monitoring` (contract: tables.md §6.2): all rules, the recent periods, and violations are stored, unless told otherwise. */
export function monitoringRoutes(api: ApiServer, { db }: Database, jobs: Jobs): void {
  api.route({
    method: ['POST', 'PUT'],
    url: '/resourceTables/monitoring',
    config: { authorities: ['F_PERFORM_MAINTENANCE'] },
    schema: { querystring: QUERY },
    handler: async (request, reply) => {
      const { query: parameters } = request;
      for (const uid of parameters.validationRuleGroups)
        if (!isUid(uid)) throw catalogued('E4014', uid, 'validationRuleGroups');
      demandOrder(parameters);
      const run = await jobs.queue(db, {
        type: 'MONITORING',
        parameters: { ...parameters, allRules: true },
        requestedBy: request.user.uid,
      });
      return jobStarted(request, reply, run);
    },
  });
}
