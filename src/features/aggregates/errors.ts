import type { FastifyReply, FastifyRequest } from 'fastify';
import { isConnectionLoss } from '../../database/index.js';
import { asOrderlyError } from '../../http/index.js';
import { badRequest, notFound, OrderlyError } from '../../kernel/errors/index.js';
import { refusal } from './envelope.js';

const SWITCHED_OFF = 'Design Center APIs are not enabled';
const RETRY_AFTER_SECONDS = '5';

/** 400 for what was sent. `what` has no full stop. */
export const invalid = (what: string): OrderlyError => badRequest(`Invalid request: ${what}`);

export const organizationNotFound = (id: string): OrderlyError => notFound(`Organization not found: ${id}`);

/** Something of an organization that there is not, e.g. `Aggregate definition`. */
export const missing = (what: string, id: string): OrderlyError => notFound(`${what} not found: ${id}`);

export const switchedOff = (): OrderlyError => new OrderlyError(503, SWITCHED_OFF);

interface Refused {
  readonly code: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The one place where an error becomes AtScale's envelope (contract: aggregates.md §2.1). What is not meant for callers is logged in full. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { code, message, headers = {} } = refusedBy(error, request);
  if (code === 500) request.log.error({ err: error }, 'a request failed unexpectedly');
  reply.code(code).headers({ 'Cache-Control': 'no-store', ...headers });
  reply.type('application/json; charset=utf-8').serializer(JSON.stringify);
  return reply.send(refusal(code, message, new Date()));
}

function refusedBy(error: unknown, request: FastifyRequest): Refused {
  if (isConnectionLoss(error))
    return { code: 503, message: SWITCHED_OFF, headers: { 'Retry-After': RETRY_AFTER_SECONDS } };
  const known = asOrderlyError(error, request);
  // What the database refuses is no fault of the request here: nothing of it becomes part of a statement.
  if (!known || (known.status === 409 && !(error instanceof OrderlyError)))
    return { code: 500, message: 'A server error occurred. Check the logs for more details.' };
  const { status, message, headers } = known;
  // Other APIs tell more cases apart than this one documents: whoever may not is nobody, and what is wrong with a request is wrong with the request.
  if (status === 401 || status === 403 || headers['WWW-Authenticate'] !== undefined)
    return { code: 401, message: 'Unauthorized', headers: { 'WWW-Authenticate': 'Bearer' } };
  if (status === 405) return { code: 405, message: 'Method not allowed', headers };
  if (status === 404) return { code: 404, message: request.is404 ? unknownEndpoint(request) : message };
  if (status === 503) return { code: 503, message: SWITCHED_OFF, headers };
  const isTold = message.startsWith('Invalid request: ');
  return { code: 400, message: isTold ? message : `Invalid request: ${message.replace(/\.$/, '')}` };
}

const unknownEndpoint = ({ method, originalUrl }: FastifyRequest): string =>
  `Endpoint not found: ${method} ${originalUrl.split('?')[0] ?? ''}`;
