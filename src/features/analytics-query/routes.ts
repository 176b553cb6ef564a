import type { FastifyReply } from 'fastify';
import type { Db } from '../../database/index.js';
import { type ApiServer, CONTENT_TYPES } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { gridToCsv, gridToJson, sendPieces } from '../grids/index.js';
import type { RollUpReader } from '../roll-ups/index.js';
import { openGrid, prepareQuery, type QueryContext } from './answer-query.js';
import { dataValues, prepareDataValues } from './answers/data-value-set.js';
import { dataValuesGrid, dataValuesToJson, dataValuesToXml } from './answers/data-value-set-forms.js';
import { cachingHeaders } from './caching.js';
import { debugSql } from './debug-sql.js';
import { explainQuery } from './explain.js';
import { answerErrorInForm, CSV, gridRoutes, sendJson, varyByCredentials } from './form-routes.js';
import type { QueryGate } from './query-gate.js';
import { rawData } from './raw-data.js';
import { type AnalyticsParameters, analyticsQuery } from './request/parameters.js';

const schema = { querystring: analyticsQuery };
const EXPLAINERS = ['F_PERFORM_ANALYTICS_EXPLAIN'];

/** `GET /api/analytics` in all its forms, and what else is made of a query (contract: analytics-query.md §1). */
export function analyticsQueryRoutes(
  api: ApiServer,
  db: Db,
  { clock, gate, rollUps }: { readonly clock: Clock; readonly gate: QueryGate; readonly rollUps: RollUpReader },
): void {
  const contextOf = ({ user }: Pick<QueryContext, 'user'>): QueryContext => ({ user, now: clock.now(), gate, rollUps });
  gridRoutes(api, '/analytics', analyticsQuery, async (request, form, reply) => {
    const used = sayAggregates(reply);
    const context = { ...contextOf(request), used };
    const parameters = request.query as AnalyticsParameters;
    if (parameters.skipAggregates) used(undefined);
    // A template is about columns only.
    const asked = form === 'jrxml' ? { ...parameters, skipMeta: true } : parameters;
    const prepared = await prepareQuery(db, asked, context);
    const headers = cachingHeaders(prepared.settings, prepared.request, context.now);
    return { grid: await openGrid(db, prepared, request.user), headers };
  });
  valueRoutes(api, db, contextOf);

  const explain = { authorities: EXPLAINERS, cache: 'no-store' as const };
  api.get('/analytics/explain', { config: explain, schema }, async (request, reply) => {
    const context = contextOf(request);
    const prepared = await prepareQuery(db, { ...request.query, columns: '', rows: '' }, context);
    return await sendJson(request, reply, gridToJson(await explainQuery(db, prepared, context)), {});
  });

  const debug = { produces: [], cache: 'no-store' as const };
  api.get('/analytics/debug/sql', { config: debug, schema }, async (request, reply) => {
    const text = await debugSql(db, request.query, contextOf(request));
    reply.type(CONTENT_TYPES.text).header('Content-Disposition', 'inline; filename="debug.sql"');
    return reply.send(text);
  });
}

/** Says in the answer which roll-ups it is made of: their instances, and `none` for the table itself (contract: aggregates.md §6.4). */
function sayAggregates(reply: FastifyReply): (instance: string | undefined) => void {
  const all = new Set<string>();
  return (instance = 'none') => {
    all.add(instance);
    if (!reply.sent) reply.header('X-Orderly-Aggregate', [...all].join(', '));
  };
}

/** Values instead of a grid: as data value set, or as they stand in the table. */
function valueRoutes(api: ApiServer, db: Db, contextOf: (request: Pick<QueryContext, 'user'>) => QueryContext): void {
  const errorHandler = answerErrorInForm;
  const sets = { cache: 'private' as const, produces: ['json', 'jsonp'] as const, extensions: ['xml', 'csv'] as const };
  api.get('/analytics/dataValueSet', { config: sets, schema, errorHandler }, async (request, reply) => {
    const context = contextOf(request);
    const prepared = await prepareDataValues(db, request.query, context);
    const headers = cachingHeaders(prepared.settings, prepared.request, context.now);
    const values = dataValues(db, prepared, context);
    varyByCredentials(reply);
    if (request.media === 'xml') return await sendPieces(reply, CONTENT_TYPES.xml, dataValuesToXml(values), headers);
    if (request.media === 'csv') return await sendPieces(reply, CSV, gridToCsv(dataValuesGrid(values)), headers);
    return await sendJson(request, reply, dataValuesToJson(values), headers);
  });

  const raw = { cache: 'private' as const, produces: ['json', 'jsonp'] as const, extensions: ['csv'] as const };
  api.get('/analytics/rawData', { config: raw, schema, errorHandler }, async (request, reply) => {
    const context = contextOf(request);
    const { grid, prepared } = await rawData(db, request.query, context);
    const headers = cachingHeaders(prepared.settings, prepared.request, context.now);
    varyByCredentials(reply);
    if (request.media === 'csv') return await sendPieces(reply, CSV, gridToCsv(grid), headers);
    return await sendJson(request, reply, gridToJson(grid), headers);
  });
}
