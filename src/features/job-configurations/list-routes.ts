import type { FastifyReply, FastifyRequest } from 'fastify';
import { type RawBuilder, sql } from 'kysely';
import { Type } from 'typebox';
import type { ApiServer } from '../../http/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { preset, readContext, readList, typeNamed } from '../../metadata/index.js';
import { readSettings } from '../settings/index.js';
import { JOB_TYPES } from './configurable-types.js';
import { parameterDescriptor, typeDescriptor } from './descriptors.js';
import { addressedJob } from './once.js';
import { readRuns } from './runs.js';
import { readSchedule } from './schedule.js';
import { isAvailable, type JobServices } from './service.js';

/** What there is to schedule, and what is scheduled (contract: scheduling.md §3.5, §4, §5.1). */
export function listRoutes(api: ApiServer, services: JobServices): void {
  const { db } = services;
  const types = () => JOB_TYPES.filter(({ type }) => isAvailable(services, type));
  const config = { cache: 'private' } as const;

  const configurations = async (
    request: FastifyRequest,
    reply: FastifyReply,
    where: (alias: string) => RawBuilder<boolean>,
  ): Promise<FastifyReply> => {
    const context = readContext(request.user, request.apiRoot);
    const options = { fields: preset('all'), where, order: ['nextExecutionTime'] };
    const { objects } = await readList(db, typeNamed('jobConfiguration'), options, context);
    return await reply.type('application/json;charset=UTF-8').send(`[${objects}]`);
  };

  api.get('/jobConfigurations/jobTypes', { config }, () => ({ jobTypes: types().map(typeDescriptor) }));

  api.get('/jobConfigurations/jobTypesExtended', { config }, () =>
    Object.fromEntries(
      types().map(({ type, parameters }) => [
        type,
        Object.fromEntries(parameters.map((parameter) => [parameter.name, parameterDescriptor(parameter)])),
      ]),
    ),
  );

  api.get(
    '/jobConfigurations/due',
    {
      config,
      schema: { querystring: Type.Object({ seconds: Type.Integer(), includeWaiting: Type.Optional(Type.Boolean()) }) },
    },
    async (request, reply) => {
      const { seconds, includeWaiting = false } = request.query;
      return await configurations(request, reply, (alias) => isDue(alias, seconds, includeWaiting));
    },
  );

  api.get(
    '/jobConfigurations/stale',
    { config, schema: { querystring: Type.Object({ seconds: Type.Integer() }) } },
    async (request, reply) => {
      const { jobsRescheduleAfterMinutes } = await readSettings(db);
      const { seconds } = request.query;
      const silence = seconds > 0 ? seconds : jobsRescheduleAfterMinutes * 60;
      return await configurations(request, reply, (alias) => isStale(alias, silence));
    },
  );

  api.get(
    '/jobConfigurations/:uid/runs',
    {
      config,
      schema: {
        params: Type.Object({ uid: Type.String() }),
        querystring: Type.Object({
          page: Type.Integer({ default: 1, minimum: 1 }),
          pageSize: Type.Integer({ default: 50, minimum: 1, maximum: 1_000 }),
        }),
      },
    },
    async (request) => {
      await addressedJob(db, request.params.uid);
      const { page, pageSize } = request.query;
      const { total, runs } = await readRuns(db, request.params.uid, pageSize, (page - 1) * pageSize);
      return {
        pager: { page, total, pageSize, pageCount: Math.max(1, Math.ceil(total / pageSize)) },
        runs: runs.map(({ due, queued, started, finished, outcome, ...run }) => ({
          ...run,
          ...(outcome && { outcome }),
          due: formatTimestamp(due),
          queued: formatTimestamp(queued),
          ...(started && { started: formatTimestamp(started) }),
          ...(finished && { finished: formatTimestamp(finished) }),
        })),
      };
    },
  );

  api.get(
    '/scheduler',
    { config, schema: { querystring: Type.Object({ order: Type.Optional(Type.String()) }) } },
    async (request) => await readSchedule(db, { byName: request.query.order === 'name' }),
  );

  api.get('/scheduler/queueable', { config }, async () => {
    const entries = await readSchedule(db, { byName: true });
    return entries.filter(
      (entry) => entry.configurable && entry.type !== 'Sequence' && entry.cronExpression !== undefined,
    );
  });
}

const isDue = (alias: string, seconds: number, includeWaiting: boolean) => sql<boolean>`
  ${sql.ref(`${alias}.enabled`)}
  and exists (
    select from orderly.job_schedule as schedule
    where schedule.job_uid = ${sql.ref(`${alias}.uid`)} and schedule.due_at <= clock_timestamp() + make_interval(secs => ${seconds})
  )
  and (${includeWaiting} or not exists (
    select from orderly.job_run as run where run.type = ${sql.ref(`${alias}.jobtype`)} and run.state = 'running'
  ))
`;

/** Its run goes on, on a server that has not been heard of for so long. */
const isStale = (alias: string, seconds: number) => sql<boolean>`exists (
  select from orderly.job_run as run
  join orderly.node on node.node_id = run.node_id
  where run.configuration = ${sql.ref(`${alias}.uid`)} and run.state = 'running'
    and node.alive_at < clock_timestamp() - make_interval(secs => ${seconds})
)`;
