import { XMLParser } from 'fast-xml-parser';
import type { FastifyRequest } from 'fastify';
import { type ApiServer, unpackedBody } from '../../http/index.js';
import { badRequest, OrderlyError } from '../../kernel/errors/index.js';

/** A payload as text, and in which language it is written. */
export interface ImportBody {
  readonly text: string;
  readonly form: 'json' | 'xml';
}

/** Lets the routes of a scope of their own take bodies of any type as they are; they are read with {@link importBody}. */
export function readImportBodies(scope: ApiServer): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

const JSON_TYPES = /^application\/(.*\+)?json|gzip|zip|octet-stream|^$/;

/**
 * The payload of a request: its content type tells the language, its first bytes whether it is packed (contract: imports.md §1.2).
 *
 * @throws OrderlyError 415 for another language, 400 for what cannot be unpacked or is no UTF-8, 413 for what is too large when unpacked
 */
export async function importBody(request: FastifyRequest): Promise<ImportBody> {
  const type = (request.headers['content-type'] ?? '').toLowerCase();
  const form = type.includes('xml') ? 'xml' : JSON_TYPES.test(type) ? 'json' : undefined;
  if (form === undefined) throw new OrderlyError(415, `Content-Type '${type}' is not supported`);
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const bytes = await unpackedBody(body, request.routeOptions.bodyLimit);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), form };
  } catch {
    throw badRequest('The body is no text in UTF-8.');
  }
}

/** @throws OrderlyError 400 for text that is no JSON */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw badRequest(`JSON parse error: ${error instanceof Error ? error.message : ''}`);
  }
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  removeNSPrefix: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/**
 * The root element with this name: attributes and elements are members, several elements of one name a list. Documents that define entities are refused.
 *
 * @throws OrderlyError 400 for text that is no XML, or has another root
 */
export function readXml(text: string, root: string): Readonly<Record<string, unknown>> {
  if (/<!DOCTYPE/i.test(text)) throw badRequest('XML parse error: a document type is not accepted.');
  let document: Readonly<Record<string, unknown>>;
  try {
    document = parser.parse(text, true) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw badRequest(`XML parse error: ${error instanceof Error ? error.message : ''}`);
  }
  const element = Object.hasOwn(document, root) ? document[root] : undefined;
  if (typeof element === 'object' && element !== null && !Array.isArray(element)) return { ...element };
  if (element === '') return {};
  throw badRequest(`XML parse error: the root element has to be ${root}.`);
}
