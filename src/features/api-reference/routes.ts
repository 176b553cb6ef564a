import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { send } from '@fastify/send';
import type { FastifyReply } from 'fastify';
import type { ApiServer } from '../../http/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { foldTypes } from './fold.js';
import { look, page, start } from './page.js';

/** Swagger UI, as the package brings it. */
const LIBRARY = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const FILES = new Set(['swagger-ui-bundle.js', 'swagger-ui.css']);

/** The page asks nobody but its own server. Swagger UI writes styles into the page, and has its icons in them. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self';";

const FRESH = 'no-cache';

/** `/docs`: the OpenAPI document as a page, for everybody, as the document is. */
export function referencePages(server: ApiServer, contextPath: string): void {
  const config = { anonymous: true, produces: [] } as const;
  const text = (reply: FastifyReply, type: string, content: string): FastifyReply =>
    reply.header('Cache-Control', FRESH).type(`${type};charset=UTF-8`).send(content);
  let folded: string | undefined;

  // A slash at the end makes the page's own addresses relative to it.
  server.get('/docs', { config }, (request, reply) =>
    /\/docs\/(\?.*)?$/.test(request.originalUrl)
      ? text(reply.header('Content-Security-Policy', POLICY), 'text/html', page)
      : reply.redirect(`${contextPath}/docs/`, 302),
  );
  server.get('/docs/start.js', { config }, (_request, reply) => text(reply, 'text/javascript', start));
  server.get('/docs/look.css', { config }, (_request, reply) => text(reply, 'text/css', look));
  server.get('/docs/openapi.json', { config }, (_request, reply) => {
    const document = server.swagger();
    folded ??= JSON.stringify({ ...document, paths: foldTypes(document.paths as never) });
    return text(reply, 'application/json', folded);
  });
  server.get('/docs/*', { config }, async (request, reply) => {
    const { '*': name } = request.params as { readonly '*': string };
    if (!FILES.has(name)) throw notFound(`The API reference has no file '${name.slice(0, 200)}'.`);
    const file = await send(request.raw, `/${name}`, { root: LIBRARY, index: false, cacheControl: false });
    return await reply.headers(file.headers).header('Cache-Control', FRESH).send(file.stream);
  });
}
