import type { FastifyRequest } from 'fastify';
import { badRequest } from '../kernel/errors/index.js';
import type { ApiServer } from './api-server.js';
import { unpackedBody } from './packed-bodies.js';
import { parseXml } from './xml.js';

const FORMS = ['application/json', 'application/xml', 'text/xml', 'application/csv', 'text/csv'];
const PACKINGS = ['gzip', 'zip'];
const PACKED = [
  ...FORMS.flatMap((form) => PACKINGS.map((packing) => `${form}+${packing}`)),
  ...['application/gzip', 'application/x-gzip', 'application/zip', 'application/x-zip-compressed'],
];

/**
 * Makes the routes of this scope take bodies in the forms of imports: JSON comes as its value, XML as an `XmlElement`, CSV as text, an empty body as undefined. Whatever
 * the content type says of it, a body that is packed with gzip or zip is known by its first bytes (contract: imports.md §1.2).
 */
export function takeImportBodies(scope: ApiServer): void {
  const limit = scope.initialConfig.bodyLimit ?? 0;
  const json = scope.getDefaultJsonParser('error', 'error');
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    [...FORMS, ...PACKED],
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      const text = readText(await unpackedBody(body, limit));
      const form = request.headers['content-type'] ?? '';
      if (form.includes('csv')) return text;
      if (text.trim() === '') return undefined;
      if (form.includes('xml')) return parseXml(text);
      return await new Promise((resolve, reject) => {
        void json(request, text, (error, value: unknown) => (error ? reject(error) : resolve(value)));
      });
    },
  );
}

function readText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw badRequest('The body is not UTF-8 text.', { cause: error });
  }
}
