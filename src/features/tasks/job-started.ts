import type { FastifyReply, FastifyRequest } from 'fastify';
import { ok, type WebMessage } from '../../http/index.js';
import type { Run } from '../../jobs/index.js';
import { formatTimestamp } from '../../kernel/clock.js';

/** The answer of a request that queued a run, with the header that says where its messages are (contract: tables.md §1.2). */
export function jobStarted(request: FastifyRequest, reply: FastifyReply, run: Run): WebMessage {
  reply.header('Location', `${request.apiRoot}/system/tasks/${run.type}`);
  return ok(`Initiated ${run.name}`, {
    name: run.name,
    id: run.uid,
    created: formatTimestamp(run.queuedAt),
    jobType: run.type,
    jobStatus: 'NOT_STARTED',
    ...(Object.keys(run.parameters).length > 0 && { jobParameters: run.parameters }),
    relativeNotifierEndpoint: `/api/system/tasks/${run.type}/${run.uid}`,
    responseType: 'JobConfiguration',
  });
}
