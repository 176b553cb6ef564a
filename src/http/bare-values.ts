import type { FastifyReply, FastifyRequest } from 'fastify';

/** The one value that a request carries: the parameter `value`, else its body as text, JSON or form. Undefined when there is none. */
export function sentValue(request: FastifyRequest): string | undefined {
  const { value } = request.query as { readonly value?: string };
  if (value !== undefined) return value;
  const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return bodyText(form ? (request.body as { readonly value?: unknown } | undefined)?.value : request.body);
}

/** A value of a JSON body as text: a string without its quotes, anything else as it was written. */
export function bodyText(body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined;
  return typeof body === 'object' ? JSON.stringify(body) : String(body);
}

/** Sends a value as plain text, whatever was negotiated. */
export const sendPlain = (reply: FastifyReply, value: unknown): FastifyReply =>
  reply
    .type('text/plain;charset=UTF-8')
    .serializer((payload) => String(payload))
    .send(String(value));

/** Sends a bare JSON value: text, number, boolean or null. */
export const sendBareJson = (reply: FastifyReply, value: unknown): FastifyReply =>
  reply
    .type('application/json;charset=UTF-8')
    .serializer((payload) => String(payload))
    .send(JSON.stringify(value));
