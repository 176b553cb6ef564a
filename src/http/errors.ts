import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { lackingRight } from '../database/index.js';
import { catalogued, ERROR_CATALOGUE, OrderlyError } from '../kernel/errors/index.js';
import { hasAuthority } from './authentication/current-user.js';
import { CONTENT_TYPES } from './media.js';
import { toXml } from './render.js';
import { sendWebMessage, webMessage } from './web-message.js';

/** The one place where an error becomes DHIS2's envelope. What is not meant for callers is logged in full and answered with the request's id. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, details } = told(error, request, reply);
  return sendIn(request, reply, status, details);
}

/** The same error for those who asked for a table or a page: its code and its sentence as text (contract: analytics-query.md §5.4, §8 no. 18). */
export function answerErrorAsText(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, details } = told(error, request, reply);
  const { errorCode, message = '' } = details;
  reply.code(status).type(CONTENT_TYPES.text).header('Content-Disposition', 'inline');
  reply.serializer((payload) => payload as string);
  return reply.send(errorCode === undefined ? message : `${errorCode}: ${message}`);
}

type ErrorMessage = NonNullable<Parameters<typeof webMessage>[1]>;

/** What a caller is told of an error; its headers are set. */
function told(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): { readonly status: number; readonly details: ErrorMessage } {
  const known = asOrderlyError(error, request);
  if (!known) {
    request.log.error({ err: error }, 'a request failed unexpectedly');
    const message = `An unexpected error has occurred. The log has the details under request ${request.id}.`;
    return { status: 500, details: { message } };
  }
  reply.headers(known.headers);
  const mayKnow = request.currentUser !== undefined && hasAuthority(request.currentUser, 'ALL');
  // The framework puts a code of its own on what validation throws; only those of the catalogue are for callers.
  const isCatalogued = known.code !== undefined && Object.hasOwn(ERROR_CATALOGUE, known.code);
  const details = {
    message: known.message,
    devMessage: mayKnow ? known.devMessage : undefined,
    response: known.response,
    errorCode: isCatalogued ? known.code : undefined,
  };
  return { status: known.status, details };
}

/** Errors come as XML to those who asked for XML, as JSON to all others, whatever the route would have sent. */
function sendIn(request: FastifyRequest, reply: FastifyReply, code: number, details: ErrorMessage): FastifyReply {
  const xml = request.media === 'xml' || (request.headers.accept ?? '').includes('application/xml');
  reply.type(xml ? CONTENT_TYPES.xml : CONTENT_TYPES.json);
  reply.serializer(xml ? (payload) => toXml(payload, 'webMessage') : JSON.stringify);
  return sendWebMessage(reply, webMessage(code, details));
}

/** The error as callers may see it; undefined for a defect of ours. */
export function asOrderlyError(error: unknown, request: FastifyRequest): OrderlyError | undefined {
  if (error instanceof OrderlyError) return error;
  const { code, statusCode, message } = error as Partial<FastifyError>;
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return databaseError(code, message ?? '', error);
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new OrderlyError(415, `Content-Type '${request.headers['content-type'] ?? ''}' is not supported`);
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new OrderlyError(413, 'The request body is larger than this server accepts.');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new OrderlyError(400, `JSON parse error: ${message ?? ''}`);
    default:
  }
  if (error instanceof SyntaxError && statusCode === 400)
    return new OrderlyError(400, `JSON parse error: ${error.message}`);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new OrderlyError(statusCode, message ?? '');
  return undefined;
}

/** What the database said, by SQLSTATE (contract: http.md §5). Its text goes to super users only: it names tables and values. */
function databaseError(state: string, text: string, cause: unknown): OrderlyError | undefined {
  const details = { devMessage: text, cause };
  const lacking = lackingRight(cause);
  if (lacking !== undefined) return new OrderlyError(409, lacking, details);
  if (state === '42P01' || state.startsWith('42')) {
    const { code, message } = catalogued(state === '42P01' ? 'E7144' : 'E7145');
    return new OrderlyError(409, `${message} (SqlState: ${state})`, { ...details, ...(code && { code }) });
  }
  if (state.startsWith('22'))
    return new OrderlyError(400, 'A value of the request cannot be stored or compared.', details);
  if (state.startsWith('54'))
    return new OrderlyError(400, 'The request is too complex, or its answer too large, for one statement.', details);
  if (state.startsWith('23'))
    return new OrderlyError(409, 'The change contradicts other data of the database.', details);
  // A lock that did not come in time, a deadlock, or a state that somebody else changed meanwhile.
  if (state === '55P03' || state.startsWith('40'))
    return new OrderlyError(409, 'Somebody else is changing the same data. Try again in a moment.', details);
  if (state === '57014') return new OrderlyError(409, catalogued('E7131').message, { ...details, code: 'E7131' });
  if (state === '53300' || state.startsWith('57P') || state.startsWith('08')) {
    return new OrderlyError(503, 'The database cannot be reached at the moment.', {
      ...details,
      headers: { 'Retry-After': '5' },
    });
  }
  return undefined;
}
