import type { Readable } from 'node:stream';
import type { ApiServer } from './api-server.js';

/** Adds routes whose bodies are not read beforehand: `request.body` is the stream of its bytes, whatever its content type says. */
export function withStreamedBodies(api: ApiServer, routes: (scope: ApiServer) => void): void {
  api.register((scope: ApiServer, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload: Readable, parsed) => parsed(null, payload));
    routes(scope);
    done();
  });
}
