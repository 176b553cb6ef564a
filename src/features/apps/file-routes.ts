import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Database } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import { OrderlyError } from '../../kernel/errors/index.js';
import { type App, addressIn, maySee } from './app.js';
import { isFolder } from './app-cache.js';
import { DEFAULT_ICON } from './default-icon.js';
import { sendAppFile, sendToLaunch } from './files.js';
import { localeOf } from './locale.js';
import type { AppRegistry } from './registry.js';

const ONE = Type.Object({ app: Type.String() });
const config = { produces: [] } as const;

/** Files of apps below `/api/apps/<key>/` (contract: data-admin.md §10). */
export function fileRoutes(api: ApiServer, database: Database, registry: AppRegistry): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply, name: string, path: string) => {
    const app = await openedApp(request, registry, name);
    if (app.bundled) return reply.redirect(`${addressIn(app, request.baseUrl, path)}${trailing(request)}`);
    return await sendAppFile(request, reply, app, path, () => localeOf(database.db, request.user));
  };

  api.get('/apps/:app', { config, schema: { params: ONE } }, async (request, reply) => {
    const { app: name } = request.params;
    if (trailing(request).startsWith('/')) return await answer(request, reply, name, '');
    return sendToLaunch(request, reply, await openedApp(request, registry, name));
  });
  api.get('/apps/:app/*', { config }, async (request, reply) => {
    const { name, path } = fileOf(request);
    return await answer(request, reply, name, path);
  });
}

/** The same files under the addresses of newer servers, `/apps/<key>/`, and of the apps that DHIS2 comes with, `/dhis-web-<key>/`. */
export function filePages(server: ApiServer, database: Database, registry: AppRegistry): void {
  const locale = (request: FastifyRequest) => () => localeOf(database.db, request.user);

  server.get('/apps/:app', { config, schema: { params: ONE } }, async (request, reply) =>
    sendToLaunch(request, reply, await openedApp(request, registry, request.params.app)),
  );
  server.get('/apps/:app/*', { config }, async (request, reply) => {
    const { name, path } = fileOf(request);
    return await sendAppFile(request, reply, await openedApp(request, registry, name), path, locale(request));
  });

  const bundled = async (request: FastifyRequest, name: string): Promise<App> => {
    const app = await openedApp(request, registry, name);
    if (!app.bundled) throw appNotFound(name);
    return app;
  };
  server.get('/dhis-web-:app', { config, schema: { params: ONE } }, async (request, reply) => {
    const app = await bundled(request, request.params.app);
    if (!trailing(request).startsWith('/')) return sendToLaunch(request, reply, app);
    return await sendAppFile(request, reply, app, '', locale(request));
  });
  server.get('/dhis-web-:app/*', { config }, async (request, reply) => {
    const { name, path } = fileOf(request);
    return await sendAppFile(request, reply, await bundled(request, name), path, locale(request));
  });

  server.get(DEFAULT_ICON.path, { config: { ...config, anonymous: true } }, (_request, reply) =>
    reply.header('Cache-Control', 'max-age=86400').type('image/svg+xml').send(DEFAULT_ICON.svg),
  );
}

/**
 * The app that a request names, with its files in place.
 *
 * @throws OrderlyError 404 when there is none, 403 when the user may not open it
 */
async function openedApp(request: FastifyRequest, registry: AppRegistry, name: string): Promise<App> {
  const app = registry.find(name);
  if (!app) throw appNotFound(name);
  if (!maySee(request.user, app)) throw new OrderlyError(403, `User does not have access to app '${name}'.`);
  if (await isFolder(app.root)) return app;
  // Files are a copy that somebody may have cleaned away; the database has them.
  await registry.refresh();
  const restored = registry.find(name);
  if (!restored) throw appNotFound(name);
  return restored;
}

const appNotFound = (name: string) => new OrderlyError(404, `App '${name}' not found.`);

/** The app and the path below it that a request names; a wildcard has no place in a schema. */
function fileOf({ params }: FastifyRequest): { readonly name: string; readonly path: string } {
  const { app: name, '*': path } = params as { readonly app: string; readonly '*': string };
  return { name, path };
}

/** What follows the path that a route matched: a slash, a query, both or nothing. */
function trailing({ url }: FastifyRequest): string {
  const cut = url.indexOf('?');
  const path = cut === -1 ? url : url.slice(0, cut);
  return `${path.endsWith('/') ? '/' : ''}${cut === -1 ? '' : url.slice(cut)}`;
}
