import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Database, Db } from '../../database/index.js';
import { type ApiServer, type CurrentUser, cacheControl, ok, sendWebMessage, webMessage } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { catalogued, conflict, forbidden, OrderlyError, objectNotFound } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';
import { readSqlViews, type SqlView } from '../../metadata/index.js';
import { type GridForm, gridToJson, sendGridAs, sendPieces } from '../grids/index.js';
import { LIST_QUERY, pageOf, pager } from '../metadata/index.js';
import { readSettings } from '../settings/index.js';
import { readViewData } from './data.js';
import { makeRelation } from './make-relation.js';
import { dataParameters } from './parameters.js';
import { refreshRelation } from './refresh-relation.js';
import { rightsOn } from './rights.js';

const PARAMS = Type.Object({ uid: Type.String() });

export interface RouteServices {
  readonly database: Database;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** Making, filling and reading SQL views (contract: data-admin.md §9.2). */
export function sqlViewRoutes(api: ApiServer, services: RouteServices): void {
  const { db } = services.database;

  api.post('/sqlViews/:uid/execute', { schema: { params: PARAMS } }, async (request, reply) => {
    const { view } = await readableView(db, request.params.uid, request.user);
    await makeRelation(db, view);
    reply.header('Location', `${request.apiRoot}/sqlViews/${view.uid}`);
    return sendWebMessage(reply, webMessage(201, { message: 'SQL view created' }));
  });

  api.post('/sqlViews/:uid/refresh', { schema: { params: PARAMS } }, async (request, reply) => {
    const { view } = await readableView(db, request.params.uid, request.user);
    try {
      await refreshRelation(db, view);
    } catch (error) {
      if (!(error instanceof OrderlyError) || error.status !== 409) throw error;
      const { code, response } = error;
      throw conflict(`View could not be refreshed: ${error.message}`, {
        ...(code && { code }),
        ...(response && { response }),
      });
    }
    return sendWebMessage(reply, ok('Materialized view refreshed'));
  });

  const schema = { params: PARAMS, querystring: LIST_QUERY };
  const produces = ['json', 'xml', 'csv', 'xlsx', 'html'] as const;
  api.get('/sqlViews/:uid/data', { config: { produces }, schema }, async (request, reply) => {
    const { media } = request;
    const form = media === 'xml' || media === 'csv' || media === 'xlsx' || media === 'html' ? media : 'json';
    return await sendData(services, request, reply, form);
  });
  for (const form of ['html', 'html+css'] as const) {
    const answer = async (request: FastifyRequest, reply: FastifyReply) =>
      await sendData(services, request, reply, form);
    api.get(`/sqlViews/:uid/data.${form}`, { config: { produces: ['html'] }, schema }, answer);
  }

  for (const path of ['execute', 'refresh']) refuseOtherMethods(api, path, ['POST']);
  for (const path of ['data', 'data.html', 'data.html+css']) refuseOtherMethods(api, path, ['GET', 'HEAD']);
}

/** The paths of properties would take any method. */
function refuseOtherMethods(api: ApiServer, path: string, allowed: readonly string[]): void {
  const method = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((one) => !allowed.includes(one));
  const handler = (request: FastifyRequest): never => {
    throw new OrderlyError(405, `Request method '${request.method}' is not supported`, {
      headers: { Allow: allowed.join(', ') },
    });
  };
  api.route({ method, url: `/sqlViews/:uid/${path}`, schema: { hide: true }, handler });
}

async function sendData(
  { database, clock, timeoutMs }: RouteServices,
  request: FastifyRequest,
  reply: FastifyReply,
  form: GridForm | 'json',
): Promise<FastifyReply> {
  const { uid } = request.params as { readonly uid: string };
  const { user } = request;
  const { view, dataReadable } = await readableView(database.db, uid, user);
  if (!dataReadable) throw catalogued('E4312', uid);
  const settings = await readSettings(database.db);
  const limit = settings.keySqlViewMaxLimit > 0 ? settings.keySqlViewMaxLimit : undefined;
  // Only the form that has a place for a pager is paged.
  const page = form === 'json' ? pageOf(request.query as object) : undefined;
  const options = { user, timeoutMs, limit, page, counted: form === 'xml' };
  const data = await readViewData(database, view, dataParameters(request.query), options);
  try {
    reply.header('Cache-Control', cacheControl(view.cacheStrategy, settings.keyCacheStrategy, clock.now()));
    if (form !== 'json') return await sendGridAs(reply, form, data.grid, { name: view.name });
    const path = `${request.apiRoot}/sqlViews/${uid}/data`;
    const links = page && data.total !== undefined ? pager(page, data.total, path, request.query) : undefined;
    return await sendPieces(reply, 'application/json;charset=UTF-8', withPager(links, gridToJson(data.grid)));
  } catch (error) {
    await data.close();
    throw error;
  }
}

async function* withPager(pager: object | undefined, grid: AsyncGenerator<string>): AsyncGenerator<string> {
  yield pager ? `{"pager":${JSON.stringify(pager)},"listGrid":` : '{"listGrid":';
  yield* grid;
  yield '}';
}

/** @throws OrderlyError 404 when there is none, 403 when the user may not read it */
async function readableView(
  db: Db,
  uid: string,
  user: CurrentUser,
): Promise<{ readonly view: SqlView; readonly dataReadable: boolean }> {
  const [view] = isUid(uid) ? await readSqlViews(db, [uid]) : [];
  if (!view) throw objectNotFound('SqlView', uid);
  const { readable, dataReadable } = await rightsOn(db, uid, user);
  if (!readable) throw forbidden(`You don't have the proper permissions to read this object.`);
  return { view, dataReadable };
}
