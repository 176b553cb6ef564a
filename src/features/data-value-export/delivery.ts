import { pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { ZipFile } from 'yazl';
import { addressOf, negotiate } from '../../http/index.js';
import { badRequest, OrderlyError } from '../../kernel/errors/index.js';
import type { ExportForm } from './forms.js';
import type { ExportQuery, ExportRequest } from './parameters.js';

export type Packing = 'gzip' | 'zip';

/** In which form an export is sent, and packed how. */
export interface Delivery {
  readonly form: ExportForm;
  readonly packing: Packing | undefined;
}

const PRODUCED = ['json', 'xml', 'csv'] as const;
const SUFFIXES: Readonly<Record<string, Packing>> = { gz: 'gzip', zip: 'zip' };
/** Between size and time: the text is full of repetitions, and a packed export should not take many times as long. */
const LEVEL = 3;

/**
 * The form by the path's extension or the `Accept` header, the packing by the extension or the parameter `compression` (contract: http.md §6).
 *
 * @throws OrderlyError 406 for another form, 400 for another packing
 */
export function deliveryOf(request: FastifyRequest, { compression = '' }: ExportQuery): Delivery {
  const [extension, suffix] = (addressOf(request.raw).extension ?? '').split('.');
  const form = negotiate(PRODUCED, extension || undefined, request.headers.accept);
  if (!isProduced(form) || (suffix !== undefined && !(suffix in SUFFIXES)))
    throw new OrderlyError(406, 'No acceptable representation');
  request.media = form;
  if (suffix !== undefined) return { form, packing: SUFFIXES[suffix] };
  switch (compression.toLowerCase()) {
    case '':
    case 'none':
      return { form, packing: undefined };
    case 'gzip':
    case 'gz':
      return { form, packing: 'gzip' };
    case 'zip':
      return { form, packing: 'zip' };
    default:
      throw badRequest(
        `Value '${compression.slice(0, 50)}' is not valid for parameter compression. Valid values are: [NONE, GZIP, ZIP]`,
      );
  }
}

const isProduced = (form: string): form is ExportForm => (PRODUCED as readonly string[]).includes(form);

/** Headers that make a file of the answer, where it is packed or the client asks for one. */
export function fileHeaders({ form, packing }: Delivery, request: ExportRequest): Readonly<Record<string, string>> {
  const { attachment } = request.query;
  if (packing === undefined && !attachment) return {};
  const suffix = packing === undefined ? '' : packing === 'gzip' ? '.gz' : '.zip';
  return {
    'Content-Disposition': `attachment; filename=${fileName(form, request)}${suffix}`,
    'Content-Transfer-Encoding': 'binary',
  };
}

/** `<attachment>[_<start>_<end>].<form>`; `dataValues` unless the client names another. */
function fileName(form: ExportForm, { query: { attachment }, span }: ExportRequest): string {
  const bare = (attachment ?? '').replace(/[^\w.-]+/g, '_').replace(/\.(gz|gzip|zip)$/i, '');
  const name = (bare.endsWith(`.${form}`) ? bare.slice(0, -form.length - 1) : bare).slice(0, 100) || 'dataValues';
  return `${[name, ...(span ? [span.from, span.to] : [])].join('_')}.${form}`;
}

/** The bytes as they go to the client. */
export function packed(bytes: Readable, delivery: Delivery, request: ExportRequest): Readable {
  if (delivery.packing === undefined) return bytes;
  if (delivery.packing === 'gzip') return pipeline(bytes, createGzip({ level: LEVEL }), () => undefined);
  const archive = new ZipFile();
  const output = archive.outputStream as Readable;
  archive.addReadStream(bytes, fileName(delivery.form, request), { compressionLevel: LEVEL });
  archive.end();
  // Each side ends the other.
  bytes.once('error', (error) => output.destroy(error));
  output.once('close', () => bytes.destroy());
  return output;
}

const PACKED_TYPES: Readonly<Record<Packing, string>> = { gzip: '+gzip', zip: '+zip' };

export const contentType = ({ form, packing }: Delivery, unpacked: string): string =>
  packing === undefined ? unpacked : `application/${form}${PACKED_TYPES[packing]}`;
