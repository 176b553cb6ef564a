import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, type TObject, Type } from 'typebox';
import type { Database } from '../../database/index.js';
import { type ApiServer, answeredSignal, closingSignal } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { cachingHeaders, gridRoutes, type QueryGate, sendJson } from '../analytics-query/index.js';
import { type Grid, gridToJson } from '../grids/index.js';
import { readSettings } from '../settings/index.js';
import { answerAggregate } from './aggregate.js';
import { answerClusters, answerCount } from './clusters.js';
import { explainAggregate, explainList } from './explain.js';
import { answerList } from './list.js';
import type { ProgramRequest } from './model.js';
import { AGGREGATE_QUERY, CLUSTER_QUERY, LIST_QUERY, TRACKED_ENTITY_QUERY } from './parameters.js';
import { type Runner, runnerOf } from './run.js';
import { type QueryContext, understandProgram, understandTrackedEntities } from './understand.js';

const PARAMS = Type.Object({ program: Type.String() });
const LIST = { isList: true, isMap: false } as const;
const AGGREGATE = { isList: false, isMap: false, ouMode: 'DESCENDANTS' } as const;
const MAP = { isList: true, isMap: true } as const;
const SUBJECTS = [
  ['events', 'EVENT'],
  ['enrollments', 'ENROLLMENT'],
] as const;

/** Who asks what, and what runs it. */
interface Asked<Query extends TObject> {
  readonly uid: string;
  readonly query: Static<Query>;
  readonly context: QueryContext;
  readonly runner: Runner;
}

interface Answered {
  readonly request: ProgramRequest;
  readonly grid: Grid;
}

/** Queries on events, enrollments and tracked entities (contract: analytics-query.md §7). */
export function eventAnalyticsRoutes(api: ApiServer, database: Database, gate: QueryGate, clock: Clock): void {
  const { db } = database;
  const closing = closingSignal(api);

  async function askedBy<Query extends TObject>(request: FastifyRequest, reply: FastifyReply): Promise<Asked<Query>> {
    const { program: uid } = request.params as Static<typeof PARAMS>;
    const { user } = request;
    const context = { user, now: clock.now(), settings: await readSettings(db) };
    const signal = AbortSignal.any([closing, answeredSignal(reply)]);
    const runner = runnerOf(database, { gate, requester: user.uid, signal });
    return { uid, query: request.query as Static<Query>, context, runner };
  }

  /** One answer in every form. */
  function query<Query extends TObject>(
    path: string,
    schema: Query,
    answer: (asked: Asked<Query>) => Promise<Answered>,
  ): void {
    gridRoutes(api, `${path}/:program`, schema, async (request, _form, reply) => {
      const asked = await askedBy<Query>(request, reply);
      const { request: understood, grid } = await answer(asked);
      return { grid, headers: cachingHeaders(asked.context.settings, daysOf(understood), asked.context.now) };
    });
  }

  for (const [name, subject] of SUBJECTS) {
    query(`/analytics/${name}/query`, LIST_QUERY, async ({ uid, query: asked, context, runner }) => {
      const request = await understandProgram(db, subject, uid, asked, { ...LIST, ouMode: asked.ouMode }, context);
      return { request, grid: await answerList(runner, request, asked, context) };
    });
    query(`/analytics/${name}/aggregate`, AGGREGATE_QUERY, async ({ uid, query: asked, context, runner }) => {
      const request = await understandProgram(db, subject, uid, asked, AGGREGATE, context);
      return { request, grid: await answerAggregate(runner, request, asked, context) };
    });
  }

  query('/analytics/trackedEntities/query', TRACKED_ENTITY_QUERY, async ({ uid, query: asked, context, runner }) => {
    const request = await understandTrackedEntities(db, uid, asked, context);
    return { request, grid: await answerList(runner, request, asked, context) };
  });

  query('/analytics/events/cluster', CLUSTER_QUERY, async ({ uid, query: asked, context, runner }) => {
    const request = await understandProgram(db, 'EVENT', uid, asked, { ...MAP, ouMode: asked.ouMode }, context);
    return { request, grid: await answerClusters(runner, request, asked, context) };
  });

  api.get(
    '/analytics/events/count/:program',
    { config: { cache: 'private' }, schema: { params: PARAMS, querystring: CLUSTER_QUERY } },
    async (request, reply) => {
      const { uid, query: asked, context, runner } = await askedBy<typeof CLUSTER_QUERY>(request, reply);
      const purpose = { ...MAP, ouMode: asked.ouMode };
      return await answerCount(runner, await understandProgram(db, 'EVENT', uid, asked, purpose, context));
    },
  );

  const config = { cache: 'no-store', authorities: ['F_PERFORM_ANALYTICS_EXPLAIN'] } as const;
  for (const [name, subject] of SUBJECTS) {
    const list = { params: PARAMS, querystring: LIST_QUERY };
    api.get(`/analytics/${name}/query/:program/explain`, { config, schema: list }, async (request, reply) => {
      const { uid, query: asked, context, runner } = await askedBy<typeof LIST_QUERY>(request, reply);
      const purpose = { ...LIST, ouMode: asked.ouMode };
      const understood = await understandProgram(db, subject, uid, asked, purpose, context);
      const grid = await explainList(runner, understood, asked, context);
      return await sendJson(request, reply, gridToJson(grid), {});
    });
    const aggregate = { params: PARAMS, querystring: AGGREGATE_QUERY };
    api.get(`/analytics/${name}/aggregate/:program/explain`, { config, schema: aggregate }, async (request, reply) => {
      const { uid, query: asked, context, runner } = await askedBy<typeof AGGREGATE_QUERY>(request, reply);
      const understood = await understandProgram(db, subject, uid, asked, AGGREGATE, context);
      const grid = await explainAggregate(runner, understood, asked, context);
      return await sendJson(request, reply, gridToJson(grid), {});
    });
  }
}

/** All days that a request is about, by which it is told how long its answer stays true. */
const daysOf = ({ periods, dates }: ProgramRequest) => ({
  periods: [
    ...periods.map(({ period }) => period),
    ...dates.flatMap(({ ranges }) => ranges.map((range) => ({ ...range, type: undefined, iso: '' }))),
  ],
});
