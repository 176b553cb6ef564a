import { Type } from 'typebox';
import type { ApiServer } from '../../http/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { addressedJob, removeFinishedOnce } from './once.js';
import type { JobServices } from './service.js';

const config = { authorities: ['F_PERFORM_MAINTENANCE'] };

/** For an administrator who has to help: runs that hang and lists that grow (contract: scheduling.md §3.5). */
export function repairRoutes(api: ApiServer, { db, jobs }: JobServices): void {
  api.post(
    '/jobConfigurations/:uid/revert',
    { config, schema: { params: Type.Object({ uid: Type.String() }) } },
    async (request, reply) => {
      const { uid } = request.params;
      await addressedJob(db, uid);
      const outcome = await jobs.revert(db, uid);
      if (outcome === 'idle') throw conflict('Job is not running');
      if (outcome === 'alive') throw conflict('Failed to transition job from RUNNING state');
      return await reply.code(204).send();
    },
  );

  api.post(
    '/jobConfigurations/clean',
    { config, schema: { querystring: Type.Object({ minutes: Type.Integer({ maximum: 52_560_000 }) }) } },
    async (request, reply) => {
      await removeFinishedOnce(db, Math.max(1, request.query.minutes));
      return await reply.code(204).send();
    },
  );
}
