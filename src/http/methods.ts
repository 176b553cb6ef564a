import type { FastifyInstance, FastifyRequest } from 'fastify';
import { notFound, OrderlyError } from '../kernel/errors/index.js';

/**
 * Tells a wrong method from a wrong path: a path that has routes for other methods is 405 with the list of them, any other 404, always as a WebMessage
 * (contract: http.md §5).
 */
export function answerUnknownRoutes(app: FastifyInstance): void {
  const routes: { readonly method: string; readonly pattern: RegExp }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    const pattern = new RegExp(
      `^${url
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replace(/:[A-Za-z]+/g, '[^/]+')
        .replace(/\\\*/g, '.*')}/?$`,
    );
    for (const one of Array.isArray(method) ? method : [method]) routes.push({ method: one, pattern });
  });
  app.setNotFoundHandler((request: FastifyRequest) => {
    const path = request.url.split('?')[0] ?? '';
    const allowed = [...new Set(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))].sort();
    if (allowed.length === 0 || allowed.includes(request.method)) throw notFound('API query object not found');
    throw new OrderlyError(405, `Request method '${request.method}' is not supported`, {
      headers: { Allow: allowed.join(', ') },
    });
  });
}
