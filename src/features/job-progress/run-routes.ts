import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, hasAnyAuthority } from '../../http/index.js';
import { type RunState, readProgress } from '../../jobs/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { badRequest, notFound } from '../../kernel/errors/index.js';
import { mayReadLogs } from './addressed-job.js';
import { progressDocument } from './progress-document.js';
import { type ListedRun, readAllRuns, readRunDetails } from './run-list.js';

/** Others see their own runs, as in `/api/system/tasks` (contract: system.md §6.5). */
const MAY_SEE_ALL = ['F_PERFORM_MAINTENANCE', 'F_JOB_LOG_READ', 'F_SCHEDULING_ADMIN'];
const STATES: readonly RunState[] = ['queued', 'running', 'done', 'failed', 'cancelled', 'skipped'];

const config = { cache: 'no-store' } as const;

const QUERY = Type.Object({
  state: Type.Optional(Type.String({ description: `any of ${STATES.join(', ')}, with commas between` })),
  type: Type.Optional(Type.String({ description: 'types of jobs, with commas between' })),
  since: Type.Optional(Type.String({ format: 'date-time' })),
  page: Type.Integer({ default: 1, minimum: 1 }),
  pageSize: Type.Integer({ default: 50, minimum: 1, maximum: 1_000 }),
});

/** Runs of all jobs: what an administrator looks at first. Orderly's own, beside `/jobConfigurations/{uid}/runs` (contract: scheduling.md §14 no. 4). */
export function runRoutes(api: ApiServer, db: Db): void {
  const onlyOf = ({ user }: FastifyRequest): string | undefined =>
    hasAnyAuthority(user, MAY_SEE_ALL) ? undefined : user.uid;

  api.get('/jobConfigurations/runs', { config, schema: { querystring: QUERY } }, async (request) => {
    const { state, type, since, page, pageSize } = request.query;
    const selection = {
      ...(state !== undefined && { states: statesOf(state) }),
      ...(type !== undefined && { types: listed(type).map((name) => name.toUpperCase()) }),
      since: momentOf(since),
      onlyOf: onlyOf(request),
    };
    const { total, runs } = await readAllRuns(db, selection, { limit: pageSize, offset: (page - 1) * pageSize });
    return {
      pager: { page, total, pageSize, pageCount: Math.max(1, Math.ceil(total / pageSize)) },
      runs: runs.map(shown),
    };
  });

  api.get(
    '/jobConfigurations/runs/:run',
    { config, schema: { params: Type.Object({ run: Type.String() }) } },
    async (request) => {
      const found = await readRunDetails(db, { run: request.params.run, onlyOf: onlyOf(request) });
      if (!found) throw notFound(`There is no run ${request.params.run.slice(0, 100)}.`);
      const { parameters, summary, ...run } = found;
      const [progress] = await readProgress(db, { run: run.id });
      return {
        ...shown(run),
        parameters,
        ...(summary && { summary }),
        progress: progressDocument(progress, mayReadLogs(request)),
      };
    },
  );
}

function shown({ requestedBy, due, queued, started, finished, node, message, ...run }: ListedRun) {
  return {
    ...run,
    ...(requestedBy !== null && { requestedBy }),
    due: formatTimestamp(due),
    queued: formatTimestamp(queued),
    ...(started && { started: formatTimestamp(started) }),
    ...(finished && { finished: formatTimestamp(finished) }),
    ...(node !== null && { node }),
    ...(message !== null && { message }),
  };
}

const listed = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function statesOf(text: string): readonly RunState[] {
  const names = listed(text);
  const unknown = names.find((name) => !STATES.includes(name as RunState));
  if (unknown !== undefined)
    throw badRequest(`There is no state \`${unknown.slice(0, 50)}\` of a run; there are: ${STATES.join(', ')}.`);
  return names as readonly RunState[];
}

function momentOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) throw badRequest('since has to be a time such as 2026-01-10T02:00:00.');
  return moment;
}
