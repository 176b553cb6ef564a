import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerError } from '../../http/index.js';
import { badRequest, OrderlyError } from '../../kernel/errors/index.js';
import { isObject, isTooDeep, type MetadataObject } from '../../metadata/index.js';

/** An object as the body. @throws OrderlyError 400 for anything else */
export function objectBody(body: unknown, needed = 'an object is needed as the body.'): MetadataObject {
  if (!isObject(body)) throw badRequest(`JSON parse error: ${needed}`);
  refuseTooDeep(body);
  return body;
}

/** @throws OrderlyError 400 for a body whose lists and objects stand in each other too deep */
export function refuseTooDeep(body: unknown): void {
  if (isTooDeep(body)) throw badRequest('JSON parse error: the body is nested too deep.');
}

/** Identifiers of `[{"id": …}, …]`; texts count as identifiers. */
export function identifiersIn(list: unknown, name: string): readonly string[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw badRequest(`Property ${name} has to be a list of objects with ids.`);
  return list.map((element) => {
    const id = isObject(element) ? element.id : element;
    if (typeof id !== 'string' || id === '') throw badRequest(`Property ${name} has an element without an id.`);
    return id;
  });
}

/** Malformed JSON on the paths of a type is 409, as the peer answers it there (contract: http.md §5). */
export function conflictOnMalformedJson(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message?: string };
  const malformed = code === 'FST_ERR_CTP_INVALID_JSON_BODY' || (error instanceof SyntaxError && statusCode === 400);
  return answerError(malformed ? new OrderlyError(409, message ?? 'The body is no JSON.') : error, request, reply);
}
