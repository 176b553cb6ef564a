import type { ApiServer } from './api-server.js';

/** `GET /api/system/ping` checks credentials, `GET /api/ping` only whether the server is there (contract: system.md §4). */
export function pingRoutes(api: ApiServer): void {
  // The text comes first: `pong` is no JSON, so only a client that takes nothing else is told that it is (contract: http.md §16).
  // Four characters are not worth compressing.
  api.get(
    '/system/ping',
    { compress: false, config: { cache: 'never', produces: ['text', 'json'] } },
    (_request, reply) => {
      reply.serializer(String);
      return reply.send('pong');
    },
  );
  api.get('/ping', { config: { anonymous: true, cache: 'never', produces: ['text', 'json'] } }, (_request, reply) =>
    reply.send(''),
  );
}
