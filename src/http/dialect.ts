import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CurrentUser } from './authentication/current-user.js';

/** Another API than DHIS2's on the same server: its own paths, its own errors, and one more way in. */
export interface Dialect {
  /** The path as routes know it, if the path is one of this API; undefined for all others. */
  routed(path: string): string | undefined;
  /** Looked at before anything else of a request. @throws OrderlyError when the API is not to be had now */
  admit(): Promise<void>;
  /** Who shows a credential that only this API takes; undefined when nobody does. */
  identify(request: FastifyRequest): Promise<CurrentUser | undefined>;
  /** The answer to what went wrong, unknown paths and wrong methods included. */
  answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply;
}
