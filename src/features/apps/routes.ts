import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Database } from '../../database/index.js';
import { type ApiServer, ok } from '../../http/index.js';
import { badRequest, OrderlyError } from '../../kernel/errors/index.js';
import { maySee } from './app.js';
import { appJson } from './app-json.js';
import { meets } from './filters.js';
import { localeOf } from './locale.js';
import { menuModules } from './menu.js';
import { readMenuOrder, writeMenuOrder } from './menu-order.js';
import type { AppRegistry } from './registry.js';
import { UPLOAD_LIMITS, withUpload } from './upload.js';

const QUERY = Type.Object({ key: Type.Optional(Type.String()), filter: Type.Optional(Type.Unknown()) });
const ONE = Type.Object({ app: Type.String() });
const DELETION = Type.Object({ deleteAppData: Type.Boolean({ default: false }) });
const MANAGEMENT = { authorities: ['M_dhis-web-app-management'] } as const;
const MAINTENANCE = { authorities: ['F_PERFORM_MAINTENANCE'], cache: 'no-store' } as const;
const LONGEST_NAME = 255;
const MOST_NAMES = 1_000;

/** `/api/apps`, `/api/apps/menu` and `/api/menu` (contract: system.md §12, data-admin.md §10). */
export function appRoutes(api: ApiServer, { db }: Database, registry: AppRegistry): void {
  api.get('/apps', { config: { cache: 'private' }, schema: { querystring: QUERY } }, async (request, reply) => {
    const { key, filter } = request.query;
    const apps = registry.list().filter((app) => maySee(request.user, app));
    const wanted = apps.filter(meets(filter)).filter((app) => key === undefined || app.key === key);
    // 404 without a body, as the peer.
    if (key !== undefined && wanted.length === 0) return await reply.code(404).send();
    const locale = await localeOf(db, request.user);
    return wanted.map((app) => appJson(app, request.baseUrl, locale));
  });

  api.get('/apps/menu', { config: { cache: 'private' } }, menu(db, registry));

  api.post('/menu', async (request, reply) => {
    await writeMenuOrder(db, request.user.id, namesOf(request.body));
    return await reply.code(204).send();
  });

  // Bodies in parts are read here only, so that other routes may read theirs otherwise.
  api.register(async (scope: ApiServer) => {
    await scope.register(multipart, { limits: UPLOAD_LIMITS });
    scope.post('/apps', { config: MANAGEMENT }, async (request, reply) => {
      const app = await withUpload(request, registry.cache, (file) => registry.install(file, request.user));
      return await reply.code(201).send(appJson(app, request.baseUrl, await localeOf(db, request.user)));
    });
  });

  api.put('/apps', { config: MANAGEMENT }, async (_request, reply) => {
    await registry.reload();
    return await reply.code(204).send();
  });

  api.delete(
    '/apps/:app',
    { config: MANAGEMENT, schema: { params: ONE, querystring: DELETION } },
    async (request, reply) => {
      const { app: name } = request.params;
      const app = registry.find(name);
      if (!app) throw new OrderlyError(404, `App does not exist: ${name}`);
      await registry.remove(app, { withData: request.query.deleteAppData });
      return await reply.code(204).send();
    },
  );
}

/** Reading all apps again, under the peer's address and under those of the seeds (contract: maintenance.md §6). */
export function reloadRoutes(api: ApiServer, registry: AppRegistry): void {
  const reload = async () => {
    await registry.reload();
    return ok('Apps reloaded');
  };
  api.route({ method: ['GET', 'POST', 'PUT'], url: '/maintenance/appReload', config: MAINTENANCE, handler: reload });
  api.route({ method: ['POST', 'PUT'], url: '/appReload', config: MAINTENANCE, handler: reload });
}

/** The address under which header bars of the old kind ask for the menu. */
export function menuPage(server: ApiServer, { db }: Database, registry: AppRegistry): void {
  server.get('/dhis-web-commons/menu/getModules.action', { config: { cache: 'private' } }, menu(db, registry));
}

const menu = (db: Database['db'], registry: AppRegistry) => async (request: FastifyRequest) => {
  const { user, baseUrl } = request;
  const [order, locale] = await Promise.all([readMenuOrder(db, user.id), localeOf(db, user)]);
  return { modules: menuModules(registry.list(), user, order, baseUrl, locale) };
};

/**
 * The names of an order, each once.
 *
 * @throws OrderlyError 400 when the body is no list of names
 */
function namesOf(body: unknown): readonly string[] {
  const isName = (name: unknown): name is string => typeof name === 'string' && name.length <= LONGEST_NAME;
  if (!Array.isArray(body) || body.length > MOST_NAMES || !body.every(isName))
    throw badRequest('The body must be a JSON array with the names of apps.');
  return [...new Set(body)];
}
