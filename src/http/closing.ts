import type { FastifyReply } from 'fastify';
import type { ApiServer } from './api-server.js';

/** Aborted when the server begins to stop, so that answers which wait for something end and hold nothing up. */
export function closingSignal(api: ApiServer): AbortSignal {
  const closing = new AbortController();
  api.addHook('preClose', async () => {
    closing.abort();
    await Promise.resolve();
  });
  return closing.signal;
}

/** Aborted when the answer is sent, or when the client goes away before that. */
export function answeredSignal(reply: FastifyReply): AbortSignal {
  const answered = new AbortController();
  reply.raw.once('close', () => answered.abort());
  return answered.signal;
}
