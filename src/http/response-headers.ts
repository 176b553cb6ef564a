import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

const ONE_YEAR_SECONDS = 31_536_000;

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-xss-protection': '1; mode=block',
  'content-security-policy': "frame-ancestors 'self';",
  'referrer-policy': 'same-origin',
} as const;

/** Headers that keep browsers from guessing, framing and sniffing (contract: http.md §11). */
export function sendSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS);
    if (request.protocol === 'https') reply.header('Strict-Transport-Security', `max-age=${ONE_YEAR_SECONDS}`);
    done();
  });
}

/** Answers of the API carry a hash of their body, and one that the client has already is not sent again (contract: http.md §11). */
export function sendEntityTags(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const cacheControl = String(reply.getHeader('cache-control') ?? '');
    const eligible =
      request.method === 'GET' &&
      reply.statusCode >= 200 &&
      reply.statusCode < 300 &&
      request.url.startsWith('/api/') &&
      !cacheControl.includes('no-store') &&
      (typeof payload === 'string' || Buffer.isBuffer(payload));
    if (!eligible) {
      done(null, payload);
      return;
    }
    const tag = `"0${createHash('md5').update(payload).digest('hex')}"`;
    reply.header('ETag', tag);
    const known = request.headers['if-none-match']?.split(',').map((entry) => entry.trim().replace(/^W\//, ''));
    if (!known?.includes(tag)) {
      done(null, payload);
      return;
    }
    reply.code(304).removeHeader('content-length');
    done(null, '');
  });
}
