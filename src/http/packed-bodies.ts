import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { unzipSync } from 'fflate';
import { badRequest, OrderlyError } from '../kernel/errors/index.js';

const unpack = promisify(gunzip);

/** A packed body may hold this many times the bytes that an unpacked one may have; more is taken for an attack. */
const LARGEST_GROWTH = 8;

const PACKED = ['application/gzip', 'application/x-gzip', 'application/zip', 'application/x-zip-compressed'];
const FORMS = ['json', 'csv'].flatMap((form) => [`application/${form}+gzip`, `application/${form}+zip`]);

/** Takes bodies of JSON and CSV that are packed with gzip or zip, as DHIS2's clients send large payloads (contract: imports.md §8.1). */
export function readPackedBodies(app: FastifyInstance, bodyLimit: number): void {
  app.addContentTypeParser(
    [...PACKED, ...FORMS],
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      const type = request.headers['content-type'] ?? '';
      const text = (await unpacked(body, bodyLimit * LARGEST_GROWTH)).toString('utf8');
      return type.includes('csv') ? text : parsed(text);
    },
  );
}

const isGzip = (body: Buffer): boolean => body[0] === 0x1f && body[1] === 0x8b;
const isZip = (body: Buffer): boolean => body.subarray(0, 2).toString('latin1') === 'PK';

/**
 * A body without its packing, which is told by its first bytes whatever the header says (contract: imports.md §1.2).
 *
 * @throws OrderlyError 400 for what cannot be unpacked, 413 for what is too large then
 */
export async function unpackedBody(body: Buffer, bodyLimit: number): Promise<Buffer> {
  return isGzip(body) || isZip(body) ? await unpacked(body, bodyLimit * LARGEST_GROWTH) : body;
}

async function unpacked(body: Buffer, largest: number): Promise<Buffer> {
  if (isGzip(body)) {
    try {
      return await unpack(body, { maxOutputLength: largest });
    } catch (error) {
      throw (error as { readonly code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : unreadable('gzip');
    }
  }
  return fromZip(body, largest);
}

/** The first file of a zip archive. */
function fromZip(body: Buffer, largest: number): Buffer {
  let found: string | undefined;
  try {
    const files = unzipSync(body, {
      filter: ({ name, originalSize }) => {
        if (found !== undefined || name.endsWith('/')) return false;
        if (originalSize > largest) throw tooLarge();
        found = name;
        return true;
      },
    });
    const content = found === undefined ? undefined : files[found];
    if (content) return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  } catch (error) {
    throw error instanceof OrderlyError ? error : unreadable('zip');
  }
  throw badRequest('The zip archive of the body has no file.');
}

const unreadable = (form: string) => badRequest(`The body cannot be unpacked as ${form}.`);
const tooLarge = () => new OrderlyError(413, 'The body is too large when it is unpacked.');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw badRequest(`JSON parse error: ${error instanceof Error ? error.message : ''}`);
  }
}
