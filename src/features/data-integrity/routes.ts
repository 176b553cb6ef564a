import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Database } from '../../database/index.js';
import { type ApiServer, listParameter } from '../../http/index.js';
import type { Jobs } from '../../jobs/index.js';
import { badRequest } from '../../kernel/errors/index.js';
import { jobStarted } from '../tasks/index.js';
import { description, metricsText, pastResult, resultsByName } from './answers.js';
import type { CheckList } from './check-list.js';
import { averageTimes, latestResults, openChecks, pastResults, type ResultForm } from './results.js';
import { waitForResults } from './wait.js';

const MAINTENANCE = { authorities: ['F_PERFORM_MAINTENANCE'], cache: 'no-store' } as const;
const OPEN = { cache: 'no-store' } as const;
const strict = Type.Boolean({ default: true });
const named = Type.Object({ checks: listParameter(), strict });
const results = Type.Object({ checks: listParameter(), strict, timeout: Type.Integer({ default: 0 }) });
const listing = Type.Object({
  checks: listParameter(),
  section: Type.Optional(Type.String()),
  slow: Type.Optional(Type.Boolean()),
  programmatic: Type.Optional(Type.Boolean()),
  strict,
});
const strictly = Type.Object({ strict });
const oneCheck = Type.Object({ check: Type.String() });
const FORMS: readonly ResultForm[] = ['summary', 'details'];

/** What may be started: a path, the job that it queues and where its results will be. */
const STARTS = [
  { path: '/dataIntegrity', type: 'DATA_INTEGRITY', kind: { type: 'REPORT' }, form: 'details' },
  { path: '/dataIntegrity/summary', type: 'DATA_INTEGRITY', kind: { type: 'SUMMARY' }, form: 'summary' },
  { path: '/dataIntegrity/details', type: 'DATA_INTEGRITY_DETAILS', kind: {}, form: 'details' },
] as const;

/** `/api/dataIntegrity` (contract: data-admin.md §7.1). */
export function dataIntegrityRoutes(api: ApiServer, { db }: Database, jobs: Jobs, list: CheckList): void {
  api.get('/dataIntegrity', { config: OPEN, schema: { querystring: listing } }, async (request) => {
    const { section, slow, programmatic } = request.query;
    const times = await averageTimes(db);
    refuseUnknown(list, request.query);
    return (list.named(request.query.checks) ?? list.all)
      .filter((check) => section === undefined || check.section.toLowerCase() === section.toLowerCase())
      .filter((check) => slow === undefined || check.isSlow === slow)
      .filter(({ isProgrammatic = false }) => programmatic === undefined || isProgrammatic === programmatic)
      .map((check) => description(check, times.get(check.name)));
  });

  for (const { path, type, kind, form } of STARTS)
    api.post(path, { config: MAINTENANCE, schema: { querystring: named } }, async (request, reply) => {
      const names = [...request.query.checks, ...namesIn(request.body)];
      refuseUnknown(list, { ...request.query, checks: names });
      const checks = list.named(names)?.map(({ name }) => name);
      const parameters = { ...kind, ...(checks && { checks }) };
      const run = await jobs.queue(db, { type, parameters, requestedBy: request.user.uid });
      const answer = jobStarted(request, reply, run);
      const query = checks ? `?checks=${checks.join(',')}` : '';
      reply.header('Location', `${request.apiRoot}/dataIntegrity/${form}${query}`);
      return answer;
    });

  for (const form of FORMS) {
    const path = `/dataIntegrity/${form}`;
    const read = async (names: readonly string[] | undefined) =>
      resultsByName(list, await latestResults(db, form, names), await averageTimes(db));

    api.get(path, { config: MAINTENANCE, schema: { querystring: results } }, async (request) => {
      const names = checksNamed(list, request.query);
      await waitForResults(db, form, names ?? [], request.query.timeout, request.raw);
      return await read(names);
    });

    api.get(`${path}/running`, { config: OPEN }, () => openChecks(db, form));
    api.get(`${path}/completed`, { config: OPEN }, async () =>
      Object.keys(resultsByName(list, await latestResults(db, form, undefined), new Map())),
    );

    api.get(
      `/dataIntegrity/:check/${form}`,
      { config: MAINTENANCE, schema: { params: oneCheck, querystring: results } },
      async (request, reply) => {
        const names = checksNamed(list, { ...request.query, checks: [request.params.check] }) ?? [];
        await waitForResults(db, form, names, request.query.timeout, request.raw);
        return sendFirst(reply, Object.values(await read(names)));
      },
    );
  }

  api.get(
    '/dataIntegrity/:check/history',
    { config: MAINTENANCE, schema: { params: oneCheck, querystring: strictly } },
    async (request) => {
      const [name] = checksNamed(list, { ...request.query, checks: [request.params.check] }) ?? [];
      return name === undefined ? [] : (await pastResults(db, name)).map(pastResult);
    },
  );

  api.get('/dataIntegrity/metrics', { config: { ...MAINTENANCE, produces: ['text'] } }, async (_request, reply) => {
    const text = metricsText(list, await latestResults(db, 'summary', undefined));
    return await reply.type('text/plain; version=0.0.4; charset=utf-8').serializer(String).send(text);
  });
}

/** Without a result the body is empty, and no JSON. */
const sendFirst = (reply: FastifyReply, [first]: readonly unknown[]): FastifyReply =>
  first === undefined ? reply.code(200).send() : reply.send(first);

interface NamedQuery {
  readonly checks: readonly string[];
  readonly strict: boolean;
}

function refuseUnknown(list: CheckList, { checks, strict: isStrict }: NamedQuery): void {
  if (isStrict) list.refuseUnknown(checks);
}

/** Full names of the checks that are asked for; undefined when all are. */
function checksNamed(list: CheckList, query: NamedQuery): readonly string[] | undefined {
  refuseUnknown(list, query);
  return list.named(query.checks)?.map(({ name }) => name);
}

/** Names also come as a JSON array. */
function namesIn(body: FastifyRequest['body']): readonly string[] {
  if (body === undefined || body === null || body === '') return [];
  if (!Array.isArray(body) || body.some((name) => typeof name !== 'string'))
    throw badRequest('The body must be a JSON array with names of checks.');
  return body.map(String);
}
