import { XMLBuilder } from 'fast-xml-parser';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { badRequest } from '../kernel/errors/index.js';
import { withoutControls } from '../kernel/markup.js';
import { CONTENT_TYPES } from './media.js';

const NAMESPACE = 'http://dhis2.org/schema/dxf/2.0';
/** A callback is a name or a path of names: anything else would be a script of the caller's choice. */
const CALLBACK = /^[A-Za-z_$][\w$.]{0,127}$/;

const xmlBuilder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressEmptyNode: true });

/** Makes the reply come out in the form that was agreed on (contract: http.md §6). */
export function renderAs(request: FastifyRequest, reply: FastifyReply, xmlRoot: string): void {
  const { media } = request;
  reply.type(CONTENT_TYPES[media]);
  if (media === 'xml') reply.serializer((payload) => toXml(payload, xmlRoot));
  if (media === 'jsonp') {
    const callback = callbackName(request);
    reply.serializer((payload) => `${callback}(${JSON.stringify(payload)})`);
  }
  if (media === 'csv') reply.serializer((payload) => toCsv(payload));
}

/** `callback` of the query; JSONP is for reading only. */
export function callbackName(request: FastifyRequest): string {
  const { callback = 'callback' } = request.query as { readonly callback?: unknown };
  if (typeof callback !== 'string' || !CALLBACK.test(callback)) {
    throw badRequest('The parameter callback must be the name of a function.');
  }
  return callback;
}

/** An object as XML: an array named in the plural becomes an element that holds ones named in the singular; the root has the DXF namespace. */
export function toXml(payload: unknown, root: string): string {
  const body = { [root]: { '@xmlns': NAMESPACE, ...(xmlValue(payload) as object) } };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlBuilder.build(body)}`;
}

function xmlValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(xmlValue);
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? withoutControls(value) : value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined && member !== null)
      .map(([name, member]) => {
        if (!Array.isArray(member) || !name.endsWith('s')) return [name, xmlValue(member)];
        return [name, { [name.slice(0, -1)]: member.map(xmlValue) }];
      }),
  );
}

/** Rows of cells, the first of which are the titles. */
function toCsv(payload: unknown): string {
  const rows = payload as readonly (readonly string[])[];
  return rows.map(csvLine).join('');
}

/** A line of CSV (RFC 4180). */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\n`;

const csvCell = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
