import type { FastifyReply, FastifyRequest } from 'fastify';
import { lockInTransaction, transaction } from '../../database/index.js';
import { addressOf, answeredSignal, ok, sendWebMessage, webMessage } from '../../http/index.js';
import { type Jobs, overlappingRun, type Run, waitForEnd } from '../../jobs/index.js';
import { conflict, OrderlyError } from '../../kernel/errors/index.js';
import { jobStarted } from '../tasks/index.js';
import { resourcesOf } from './job.js';
import type { MaintenanceOperation, OperationOptions, OperationServices } from './operation.js';
import { previewOperations, runningInDhis2 } from './perform.js';
import { type MaintenanceReport, reportMessage } from './report.js';

export interface Asked {
  readonly operations: readonly MaintenanceOperation[];
  readonly options: OperationOptions;
  readonly dryRun: boolean;
  readonly report: boolean;
  readonly async: boolean;
  readonly failFast: boolean;
}

export interface AskServices extends OperationServices {
  readonly jobs: Jobs;
  /** Aborted when the server stops: nobody waits for a run longer than that. */
  readonly closing: AbortSignal;
}

/**
 * Does what a request asks for: a preview here and now, everything else as a run, for which it waits unless told not to. A client that goes away does not end the run.
 */
export async function answerRequest(
  services: AskServices,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Asked,
): Promise<FastifyReply> {
  const { database, jobs } = services;
  const { db } = database;
  const requestedBy = request.user.uid;
  const { target } = asked.options;
  for (const { object } of asked.operations)
    if (object && !(await object.exists(db, target ?? ''))) throw refused(object.unknown(target ?? ''));
  if (asked.dryRun && !asked.async)
    return sendWebMessage(
      reply,
      reportMessage(
        await previewOperations(asked.operations, asked.options, services, { db, log: request.log, requestedBy }),
      ),
    );
  const run = await queueRun(services, requestedBy, asked);
  if (asked.async) return reply.send(jobStarted(request, reply, run));
  const ended = await waitForEnd(db, jobs, run.uid, AbortSignal.any([answeredSignal(reply), services.closing]));
  reply.header('Location', `${request.apiRoot}/system/taskSummaries/${run.type}/${run.uid}`);
  if (services.closing.aborted && !ended)
    throw new OrderlyError(
      503,
      `The server stops. The run goes on with its next start: /api/system/tasks/${run.type}/${run.uid}`,
    );
  return sendEnd(request, reply, asked, ended);
}

async function queueRun({ database, jobs }: AskServices, requestedBy: string, asked: Asked): Promise<Run> {
  const { operations, options, dryRun, failFast } = asked;
  const types = operations.flatMap(({ refusedDuring = [] }) => refusedDuring);
  const theirs = dryRun ? undefined : await runningInDhis2(database, types);
  if (theirs !== undefined)
    throw conflict(
      `The DHIS2 beside this Orderly runs its job "${theirs}", which must not meet this. Try again when it has ended.`,
    );
  return await transaction(database.db, async (handle) => {
    // Requests look one after the other, so that of two for the same thing one is refused.
    await lockInTransaction(handle, 'maintenance requests');
    if (!dryRun) {
      const other = await overlappingRun(handle, { exclusive: resourcesOf(operations), types });
      if (other) {
        const link = `/api/system/tasks/${other.type}/${other.uid}`;
        throw conflict(
          `A job of type ${other.type} ${other.state === 'running' ? 'is running' : 'is waiting to run'}, which must not meet this. Wait for its end, or cancel it: ${link}`,
          {
            response: {
              id: other.uid,
              jobType: other.type,
              relativeNotifierEndpoint: link,
              responseType: 'JobConfiguration',
            },
          },
        );
      }
    }
    const names = operations.map(({ name }) => name);
    const parameters = { operations: names, dryRun, failFast, ...options };
    return await jobs.queue(handle, { type: 'MAINTENANCE', parameters, requestedBy });
  });
}

/** The peer's status for the path's version, or the report if it was asked for (contract: maintenance.md §2, §8). */
function sendEnd(request: FastifyRequest, reply: FastifyReply, asked: Asked, run: Run | undefined): FastifyReply {
  const report = run?.summary as MaintenanceReport | null | undefined;
  if (!report?.operations) throw conflict(run?.message ?? 'The maintenance run was removed before it ended.');
  if (asked.report) return sendWebMessage(reply, reportMessage(report));
  if (run?.state !== 'done') throw refused(run?.message ?? 'Maintenance failed', { ...report });
  const [object] = asked.operations.flatMap((operation) => operation.object ?? []);
  const [done] = report.operations;
  if (object && done) return sendWebMessage(reply, object.answer?.(done) ?? ok(object.done));
  const { version } = addressOf(request.raw);
  return Number(version ?? 0) >= FIRST_WITH_BODY ? sendWebMessage(reply, webMessage(200)) : reply.code(204).send();
}

/** From this API version on the peer answers with a message instead of nothing. */
const FIRST_WITH_BODY = 43;

/** 409 without a code, as the peer answers on these paths (contract: maintenance.md §2). */
const refused = (message: string, response?: Readonly<Record<string, unknown>>): OrderlyError =>
  new OrderlyError(409, message, response && { response });
