import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { ApiServer } from './api-server.js';
import { closingSignal } from './closing.js';

/** A client that has sent nothing for so long is taken for gone: who reads its body may hold a connection to the database. */
const LONGEST_SILENCE_MS = 120_000;
/** So long the rest of a body that nobody wants any more is passed over: a client that is still sending does not read the answer. */
const LONGEST_REST_MS = 10_000;

/**
 * Adds routes whose bodies are not read beforehand: `request.body` gives their bytes, whatever the content type says; undefined or null when there is no body. Reading may end
 * early: the client gets its answer all the same.
 */
export function withStreamedBodies(api: ApiServer, routes: (scope: ApiServer) => void): void {
  api.register((scope: ApiServer, _options, done) => {
    const closing = closingSignal(scope);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload: IncomingMessage, parsed) => parsed(null, bytesOf(payload)));
    scope.addHook('onResponse', async ({ raw }: FastifyRequest) => {
      passOverRest(raw, closing);
      await Promise.resolve();
    });
    routes(scope);
    done();
  });
}

/** A request that its own iterator gives up is left half read, and its connection open for ever. */
async function* bytesOf(message: IncomingMessage): AsyncGenerator<Uint8Array> {
  const chunks = message.iterator({ destroyOnReturn: false });
  try {
    for (;;) {
      const silence = setTimeout(
        () => message.destroy(new Error('The client sends nothing any more.')),
        LONGEST_SILENCE_MS,
      );
      const next = await chunks.next().finally(() => clearTimeout(silence));
      if (next.done === true) return;
      yield next.value as Uint8Array;
    }
  } finally {
    await chunks.return?.();
    // Once the iterator has let go of it; the answer may have been sent long before.
    setImmediate(() => message.resume());
  }
}

/** A server that stops closes the connections that wait for a request; one that is busy with the rest of an old one is not among them. */
function passOverRest(message: IncomingMessage, closing: AbortSignal): void {
  if (message.complete || message.destroyed) return;
  const { socket } = message;
  const limit = setTimeout(() => socket.destroy(), LONGEST_REST_MS);
  const close = (): void => {
    socket.destroy();
  };
  closing.addEventListener('abort', close, { once: true });
  message.once('close', () => {
    clearTimeout(limit);
    closing.removeEventListener('abort', close);
  });
  message.resume();
}
