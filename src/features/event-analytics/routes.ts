import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, type TObject, Type } from 'typebox';
import type { Database } from '../../database/index.js';
import { type ApiServer, answeredSignal, closingSignal } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { type GridForm, sendGridAs } from '../grids/index.js';
import { readSettings } from '../settings/index.js';
import { answerAggregate } from './aggregate.js';
import { answerClusters, answerCount } from './clusters.js';
import { explainAggregate, explainList } from './explain.js';
import { type AnalyticsAnswer, gridOf } from './grid.js';
import { answerList } from './list.js';
import { AGGREGATE_QUERY, CLUSTER_QUERY, LIST_QUERY, TRACKED_ENTITY_QUERY } from './parameters.js';
import { type QueryContext, understandProgram, understandTrackedEntities } from './understand.js';

const PARAMS = Type.Object({ program: Type.String() });
const FORMS = ['json', 'jsonp', 'xml', 'csv', 'xlsx', 'html'] as const;
/** Forms that only an extension names. */
const EXTENSIONS = ['html', 'html+css'] as const;
const LIST = { isList: true, isMap: false } as const;
const AGGREGATE = { isList: false, isMap: false, ouMode: 'DESCENDANTS' } as const;
const MAP = { isList: true, isMap: true } as const;

interface Asked<Query extends TObject> {
  readonly uid: string;
  readonly query: Static<Query>;
  readonly context: QueryContext;
  readonly signal: AbortSignal;
}

type Answer<Query extends TObject> = (asked: Asked<Query>) => Promise<AnalyticsAnswer>;

/** Queries on events, enrollments and tracked entities (contract: analytics-query.md §7). */
export function eventAnalyticsRoutes(api: ApiServer, database: Database, clock: Clock): void {
  const { db } = database;
  const closing = closingSignal(api);

  const contextOf = async ({ user }: FastifyRequest): Promise<QueryContext> => ({
    user,
    now: clock.now(),
    settings: await readSettings(db),
  });
  const signalOf = (reply: FastifyReply): AbortSignal => AbortSignal.any([closing, answeredSignal(reply)]);

  /** The same answer as JSON and as a table, whichever the client names. */
  function query<Query extends TObject>(path: string, schema: Query, answer: Answer<Query>, paths = ['']): void {
    const handler = (form: GridForm | undefined) => async (request: FastifyRequest, reply: FastifyReply) => {
      const { program: uid } = request.params as Static<typeof PARAMS>;
      const asked = {
        uid,
        query: request.query as Static<Query>,
        context: await contextOf(request),
        signal: signalOf(reply),
      };
      const found = await answer(asked);
      const wanted = form ?? mediaForm(request);
      return wanted === undefined ? found : await sendGridAs(reply, wanted, gridOf(found, 'data'), 'data');
    };
    const config = { cache: 'private', produces: FORMS } as const;
    for (const rest of paths) {
      api.get(
        `${path}/:program${rest}`,
        { config, schema: { params: PARAMS, querystring: schema } },
        handler(undefined),
      );
      if (rest !== '') continue;
      for (const form of EXTENSIONS) {
        const html = { cache: 'private', produces: ['html'] } as const;
        const options = { config: html, schema: { params: PARAMS, querystring: schema, hide: true } };
        api.get(`${path}/:program.${form}`, options, handler(form));
      }
    }
  }

  for (const [name, subject] of [
    ['events', 'EVENT'],
    ['enrollments', 'ENROLLMENT'],
  ] as const) {
    query(`/analytics/${name}/query`, LIST_QUERY, async ({ uid, query: asked, context, signal }) => {
      const purpose = { ...LIST, ouMode: asked.ouMode };
      const request = await understandProgram(db, subject, uid, asked, purpose, context);
      return await answerList(database, request, asked, context, signal);
    });
    query(`/analytics/${name}/aggregate`, AGGREGATE_QUERY, async ({ uid, query: asked, context, signal }) => {
      const request = await understandProgram(db, subject, uid, asked, AGGREGATE, context);
      return await answerAggregate(database, request, asked, context, signal);
    });
  }

  query('/analytics/trackedEntities/query', TRACKED_ENTITY_QUERY, async ({ uid, query: asked, context, signal }) => {
    const request = await understandTrackedEntities(db, uid, asked, context);
    return await answerList(database, request, asked, context, signal);
  });

  query('/analytics/events/cluster', CLUSTER_QUERY, async ({ uid, query: asked, context, signal }) => {
    const request = await understandProgram(db, 'EVENT', uid, asked, { ...MAP, ouMode: asked.ouMode }, context);
    return await answerClusters(database, request, asked, context, signal);
  });

  api.get(
    '/analytics/events/count/:program',
    { config: { cache: 'private' }, schema: { params: PARAMS, querystring: CLUSTER_QUERY } },
    async (request, reply) => {
      const { query: asked, params } = request;
      const purpose = { ...MAP, ouMode: asked.ouMode };
      const understood = await understandProgram(db, 'EVENT', params.program, asked, purpose, await contextOf(request));
      return await answerCount(database, understood, signalOf(reply));
    },
  );

  for (const [name, subject] of [
    ['events', 'EVENT'],
    ['enrollments', 'ENROLLMENT'],
  ] as const) {
    const config = { cache: 'no-store', authorities: ['F_PERFORM_ANALYTICS_EXPLAIN'] } as const;
    api.get(
      `/analytics/${name}/query/:program/explain`,
      { config, schema: { params: PARAMS, querystring: LIST_QUERY } },
      async (request, reply) => {
        const { query: asked, params } = request;
        const context = await contextOf(request);
        const purpose = { ...LIST, ouMode: asked.ouMode };
        const understood = await understandProgram(db, subject, params.program, asked, purpose, context);
        return await explainList(database, understood, asked, context, signalOf(reply));
      },
    );
    api.get(
      `/analytics/${name}/aggregate/:program/explain`,
      { config, schema: { params: PARAMS, querystring: AGGREGATE_QUERY } },
      async (request, reply) => {
        const { query: asked, params } = request;
        const context = await contextOf(request);
        const understood = await understandProgram(db, subject, params.program, asked, AGGREGATE, context);
        return await explainAggregate(database, understood, asked, context, signalOf(reply));
      },
    );
  }
}

function mediaForm({ media }: FastifyRequest): GridForm | undefined {
  return media === 'xml' || media === 'csv' || media === 'xlsx' || media === 'html' ? media : undefined;
}
