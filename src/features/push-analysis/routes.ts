import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, uidParameter } from '../../http/index.js';
import type { Jobs } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { conflict, objectNotFound } from '../../kernel/errors/index.js';
import { Pictures, renderDashboard } from '../dashboards/index.js';
import { readPushAnalysis } from './store.js';

export interface PushAnalysisServices {
  readonly db: Db;
  readonly jobs: Jobs;
  readonly clock: Clock;
  /** Where the client, or everybody, reaches this server. */
  readonly baseUrlOf: (request: FastifyRequest) => string;
}

/** Who runs one mails many: those who may make push analyses, or schedule them. */
const MAY_RUN = ['F_PUSH_ANALYSIS_ADD', 'F_SCHEDULING_ADMIN'];

/** Sending a push analysis now, and looking at what would be sent to oneself (contract: job-types.md §4). */
export function pushAnalysisRoutes(api: ApiServer, { db, jobs, clock, baseUrlOf }: PushAnalysisServices): void {
  const params = Type.Object({ uid: uidParameter() });
  const pictures = new Pictures();
  const existing = async (uid: string) => {
    const found = await readPushAnalysis(db, uid);
    if (!found) throw objectNotFound('PushAnalysis', uid);
    return found;
  };

  api.post(
    '/pushAnalysis/:uid/run',
    { config: { authorities: MAY_RUN }, schema: { params } },
    async (request, reply) => {
      const { uid } = await existing(request.params.uid);
      await jobs.queue(db, {
        type: 'PUSH_ANALYSIS',
        parameters: { pushAnalysis: [uid] },
        requestedBy: request.user.uid,
      });
      return await reply.code(204).send();
    },
  );

  api.get(
    '/pushAnalysis/:uid/render',
    { config: { cache: 'never', produces: ['html'] }, schema: { params } },
    async (request) => {
      const { name, title, message, dashboard } = await existing(request.params.uid);
      if (dashboard === null) throw conflict(`Push analysis ${name} has no dashboard.`);
      const { html } = await renderDashboard(db, {
        dashboard,
        user: request.user,
        now: clock.now(),
        baseUrl: baseUrlOf(request),
        title: title?.trim() ? title : name,
        message: message ?? undefined,
        pictures,
      });
      return html;
    },
  );
}
