import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Database } from '../../database/index.js';
import { type ApiServer, type CurrentUser, hasAnyAuthority, uidParameter } from '../../http/index.js';
import { forbidden } from '../../kernel/errors/index.js';
import { readSettings } from '../settings/index.js';
import { notification } from './notification.js';
import { readSummaries, readTasks, removeTasks, type TaskEvent, type TaskSelection } from './task-store.js';
import { TASK_TYPES } from './task-types.js';

const MAY_SEE_ALL = ['F_PERFORM_MAINTENANCE', 'F_JOB_LOG_READ'];
const MAY_REMOVE = ['F_PERFORM_MAINTENANCE'];

const config = { cache: 'no-store' as const };
const jobType = Type.Object({ jobType: Type.Enum([...TASK_TYPES]) });
const oneJob = Type.Object({ jobType: Type.Enum([...TASK_TYPES]), jobId: uidParameter() });
const listQuery = Type.Object({ gist: Type.Optional(Type.Boolean()), wrap: Type.Boolean({ default: false }) });
const removal = Type.Object({ maxAge: Type.Optional(Type.Integer()), maxCount: Type.Optional(Type.Integer()) });

/** `/api/system/tasks` and `/api/system/taskSummaries` (contract: system.md §6, §7). Reading changes nothing. */
export function taskRoutes(api: ApiServer, { db }: Database): void {
  /** Limits of the lists come from the settings; others than the owner and administrators see an empty list, never 403 (§6.5). */
  const selection = async (request: FastifyRequest, gist: boolean | undefined): Promise<TaskSelection> => {
    const settings = await readSettings(db);
    return {
      onlyOf: hasAnyAuthority(request.user, MAY_SEE_ALL) ? undefined : request.user.uid,
      gist: gist ?? settings.notifierGistOverview,
      runsPerType: Math.max(1, settings.notifierMaxJobsPerType),
      messagesPerRun: Math.max(2, settings.notifierMaxMessagesPerJob),
    };
  };

  api.get('/system/tasks', { config, schema: { querystring: listQuery } }, async (request) => {
    const events = await readTasks(db, await selection(request, request.query.gist));
    const types = [...new Set([...TASK_TYPES, ...events.map(({ type }) => type)])].sort();
    const all = Object.fromEntries(types.map((type) => [type, byRun(events.filter((event) => event.type === type))]));
    return request.query.wrap ? [all] : all;
  });

  api.get(
    '/system/tasks/:jobType',
    { config, schema: { params: jobType, querystring: listQuery } },
    async (request) => {
      const chosen = await selection(request, request.query.gist);
      return byRun(await readTasks(db, { ...chosen, types: [request.params.jobType] }));
    },
  );

  api.get('/system/tasks/:jobType/:jobId', { config, schema: { params: oneJob } }, async (request) => {
    const { jobType: type, jobId: run } = request.params;
    const events = await readTasks(db, { ...(await selection(request, false)), types: [type], run });
    return events.map(notification);
  });

  api.delete(
    '/system/tasks',
    { config: { authorities: MAY_REMOVE }, schema: { querystring: removal } },
    async (request, reply) => {
      await removeTasks(db, request.query);
      return await reply.code(204).send();
    },
  );

  api.delete(
    '/system/tasks/:jobType',
    { config: { authorities: MAY_REMOVE }, schema: { params: jobType, querystring: removal } },
    async (request, reply) => {
      await removeTasks(db, { ...request.query, type: request.params.jobType });
      return await reply.code(204).send();
    },
  );

  api.delete('/system/tasks/:jobType/:jobId', { config, schema: { params: oneJob } }, async (request, reply) => {
    const { jobType: type, jobId: run } = request.params;
    if (!hasAnyAuthority(request.user, MAY_REMOVE)) await requireOwner(request.user, type, run);
    await removeTasks(db, { type, run });
    return await reply.code(204).send();
  });

  const requireOwner = async (user: CurrentUser, type: string, run: string): Promise<void> => {
    const own = await readTasks(db, {
      types: [type],
      run,
      onlyOf: user.uid,
      gist: true,
      runsPerType: 1,
      messagesPerRun: 2,
    });
    if (own.length === 0) throw forbidden(`User has no access to JobConfiguration:${run}`);
  };

  api.get('/system/taskSummaries/:jobType', { config, schema: { params: jobType } }, async (request) => {
    const summaries = await readSummaries(db, {
      ...(await selection(request, false)),
      types: [request.params.jobType],
    });
    return Object.fromEntries(summaries.map(({ run, summary }) => [run, summary]));
  });

  api.get('/system/taskSummaries/:jobType/:jobId', { config, schema: { params: oneJob } }, async (request, reply) => {
    const { jobType: type, jobId: run } = request.params;
    const [found] = await readSummaries(db, { ...(await selection(request, false)), types: [type], run });
    // Without a summary the body is `null`, never empty and never `{}`: old clients poll until the answer is truthy.
    return await reply.type('application/json;charset=UTF-8').send(found ? found.summary : 'null');
  });
}

function byRun(events: readonly TaskEvent[]): Readonly<Record<string, readonly unknown[]>> {
  const runs: Record<string, unknown[]> = {};
  for (const event of events) {
    runs[event.run] ??= [];
    runs[event.run]?.push(notification(event));
  }
  return runs;
}
