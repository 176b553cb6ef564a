import { sql } from 'kysely';
import { Type } from 'typebox';
import type { ApiServer } from '../../http/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { preset, readContext, readList, typeNamed } from '../../metadata/index.js';
import { parameterDescriptor, typeDescriptor } from './descriptors.js';
import { JOB_TYPES } from './job-types.js';
import { readRuns } from './runs.js';
import { readSchedule } from './schedule.js';
import { existing, isAvailable, type JobServices } from './service.js';

/** What there is to schedule, and what is scheduled (contract: scheduling.md §3.5, §4, §5.1). */
export function listRoutes(api: ApiServer, services: JobServices): void {
  const { db } = services;
  const types = () => JOB_TYPES.filter(({ type }) => isAvailable(services, type));
  const config = { cache: 'private' } as const;

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
      const { objects } = await readList(
        db,
        typeNamed('jobConfiguration'),
        {
          fields: preset('all'),
          where: (alias) => isDue(alias, seconds, includeWaiting),
          order: ['nextExecutionTime'],
        },
        readContext(request.user, request.apiRoot),
      );
      return await reply.type('application/json;charset=UTF-8').send(`[${objects}]`);
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
      await existing(db, request.params.uid);
      const { page, pageSize } = request.query;
      const { total, runs } = await readRuns(db, request.params.uid, pageSize, (page - 1) * pageSize);
      return {
        pager: { page, total, pageSize, pageCount: Math.max(1, Math.ceil(total / pageSize)) },
        runs: runs.map(({ queued, started, finished, ...run }) => ({
          ...run,
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
