import { badRequest, OrderlyError } from '../../../kernel/errors/index.js';
import { UnpackError, unpacked } from '../../../kernel/unpack.js';
import { csvReader } from './csv.js';
import { readJson } from './json.js';
import type { PayloadReader } from './payload.js';
import { readXml } from './xml.js';

/** In which language a payload is written; JSON unless its content type says otherwise (contract: imports.md §1.2). */
export type PayloadForm = 'json' | 'xml' | 'csv';

const JSON_TYPES = /^application\/(.*\+)?json|gzip|zip|octet-stream|urlencoded|^$/;

/** @throws OrderlyError 415 for a content type that no payload has */
export function formOf(contentType: string | undefined): PayloadForm {
  const type = (contentType ?? '').toLowerCase();
  if (type.includes('adx')) throw new OrderlyError(415, 'ADX is not supported; send JSON, XML or CSV.');
  if (type.includes('xml')) return 'xml';
  if (type.includes('csv')) return 'csv';
  if (JSON_TYPES.test(type)) return 'json';
  throw new OrderlyError(415, `Content-Type '${type.slice(0, 100)}' is not supported`);
}

/** Reads payloads of a form, packed ones too. */
export function payloadReader(form: PayloadForm, firstRowIsHeader: boolean): PayloadReader {
  const read = { json: readJson, xml: readXml, csv: csvReader(firstRowIsHeader) }[form];
  return async function* (source, head) {
    try {
      yield* read(unpacked(source), head);
    } catch (error) {
      throw error instanceof UnpackError ? badRequest(error.message) : error;
    }
  };
}
