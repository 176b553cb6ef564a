import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { badRequest, OrderlyError } from '../kernel/errors/index.js';
import { UnpackError, unpacked } from '../kernel/unpack.js';
import type { ApiServer } from './api-server.js';
import { parseXml } from './xml.js';

/** A packed body may hold this many times the bytes that an unpacked one may have; more is taken for an attack. */
const LARGEST_GROWTH = 8;
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
      const text = readText(await whole(body, limit * LARGEST_GROWTH));
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

/** The body as it is or as it was before it was packed. */
async function whole(body: Buffer, largest: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of unpacked(Readable.from([body]))) {
      size += part.length;
      if (size > largest) throw new OrderlyError(413, 'The body is too large when it is unpacked.');
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof UnpackError ? badRequest(error.message, { cause: error }) : error;
  }
  return Buffer.concat(parts);
}

function readText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw badRequest('The body is not UTF-8 text.', { cause: error });
  }
}
