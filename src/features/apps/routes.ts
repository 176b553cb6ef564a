import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Database } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import { badRequest } from '../../kernel/errors/index.js';
import { APPS, type App, maySee } from './app.js';
import { menuModules } from './menu.js';
import { readMenuOrder, writeMenuOrder } from './menu-order.js';

const FILTERED = ['appType', 'name', 'shortName', 'pluginType', 'bundled'] as const;
const QUERY = Type.Object({ key: Type.Optional(Type.String()), filter: Type.Optional(Type.Unknown()) });
const LONGEST_NAME = 255;
const MOST_NAMES = 1_000;

/** `/api/apps`, `/api/apps/menu` and `/api/menu` (contract: system.md §12, data-admin.md §10). */
export function appRoutes(api: ApiServer, { db }: Database): void {
  api.get('/apps', { config: { cache: 'private' }, schema: { querystring: QUERY } }, async (request, reply) => {
    const { key, filter } = request.query;
    const apps = APPS.filter((app) => maySee(request.user, app)).filter(meets(filter));
    if (key === undefined) return apps.map(appJson);
    const app = apps.find((one) => one.key === key);
    // 404 without a body, as the peer.
    return app ? [appJson(app)] : await reply.code(404).send();
  });

  api.get('/apps/menu', { config: { cache: 'private' } }, menu({ db }));

  api.post('/menu', async (request, reply) => {
    await writeMenuOrder(db, request.user.id, namesOf(request.body));
    return await reply.code(204).send();
  });
}

/** The address under which header bars of the old kind ask for the menu. */
export function menuPage(server: ApiServer, { db }: Database): void {
  server.get('/dhis-web-commons/menu/getModules.action', { config: { cache: 'private' } }, menu({ db }));
}

const menu =
  ({ db }: Pick<Database, 'db'>) =>
  async (request: FastifyRequest) => ({
    modules: menuModules(APPS, request.user, await readMenuOrder(db, request.user.id), request.baseUrl),
  });

const appJson = (app: App) => ({ ...app, displayName: app.name, displayDescription: app.description });

/**
 * What the filters of a query ask of an app, e.g. `bundled:eq:true`; all of them must hold.
 *
 * @throws OrderlyError 400 for a filter of another form
 */
function meets(filter: unknown): (app: App) => boolean {
  const filters = (Array.isArray(filter) ? filter : filter === undefined ? [] : [filter]).map((text) => {
    const [name = '', operator, ...value] = String(text).split(':');
    const property = FILTERED.find((one) => one === name);
    if (!property || operator !== 'eq' || value.length === 0)
      throw badRequest(`Filter '${text}' is not supported: apps are filtered by ${FILTERED.join(', ')} with eq.`, {
        code: 'E1003',
      });
    return { property, value: value.join(':') };
  });
  return (app) => filters.every(({ property, value }) => String(app[property]) === value);
}

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
