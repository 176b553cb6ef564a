import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/** Adds routes whose bodies are not read beforehand: `request.body` is the stream of its bytes, whatever its content type says. */
export function withStreamedBodies(api: FastifyInstance, routes: (api: FastifyInstance) => void): void {
  api.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload: Readable, done) => done(null, payload));
    routes(scope);
    await Promise.resolve();
  });
}
