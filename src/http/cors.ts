import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Db } from '../database/index.js';
import { OrderlyError } from '../kernel/errors/index.js';
import { sameOrigin } from './access.js';

const WHITELIST_LIFETIME_MS = 1_000;
const PREFLIGHT_SECONDS = 3_600;

/** Answers to pages of other origins: those that an administrator listed, and nobody else (contract: http.md §12). */
export function allowOrigins(app: FastifyInstance, db: Db): void {
  const isListed = whitelist(db);
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    if (origin === undefined) done();
    else answerOrigin(origin, request, reply).then((sent) => (sent ? undefined : done()), done);
  });

  /** Whether the answer has gone already, as that of a preflight. */
  const answerOrigin = async (origin: string, request: FastifyRequest, reply: FastifyReply): Promise<boolean> => {
    const open = request.url.split('?')[0] === '/api/ping';
    if (!open && !sameOrigin(origin, request.baseUrl) && !(await isListed(origin))) {
      throw new OrderlyError(403, `The origin ${origin.slice(0, 200)} is not on the list of allowed origins.`);
    }
    reply.header('Access-Control-Allow-Origin', origin);
    reply.header('Access-Control-Allow-Credentials', 'true');
    reply.header('Vary', 'Origin');
    const wanted = request.headers['access-control-request-method'];
    if (request.method === 'OPTIONS' && wanted !== undefined) {
      const headers = request.headers['access-control-request-headers'];
      reply.header('Access-Control-Allow-Methods', wanted);
      if (headers !== undefined) reply.header('Access-Control-Allow-Headers', headers);
      reply.header('Access-Control-Max-Age', PREFLIGHT_SECONDS);
      await reply.code(204).send();
      return true;
    }
    reply.header('Access-Control-Expose-Headers', 'ETag, Location');
    return false;
  };
}

/** Tells whether an origin matches an entry of the list; entries may hold `*`. The list is read again every second. */
function whitelist(db: Db): (origin: string) => Promise<boolean> {
  let readAt = Number.NEGATIVE_INFINITY;
  let matches: (origin: string) => boolean = () => false;
  return async (origin) => {
    if (performance.now() - readAt > WHITELIST_LIFETIME_MS) {
      const { rows } = await sql<{ entry: string }>`
        select configuration_corswhitelist.corswhitelist as entry
        from configuration_corswhitelist
        where configuration_corswhitelist.corswhitelist is not null
      `.execute(db);
      const patterns = rows.map(({ entry }) => globPattern(entry.trim()));
      matches = (candidate) => patterns.some((pattern) => pattern.test(candidate));
      readAt = performance.now();
    }
    return matches(origin);
  };
}

/** `https://*.example.org`: the asterisk stands for anything within a host name. */
function globPattern(entry: string): RegExp {
  const literal = entry.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('[^/]*')}$`);
}
