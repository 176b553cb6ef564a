import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { conflict } from '../../kernel/errors/index.js';
import { gridToCsv } from './csv.js';
import type { Grid } from './grid.js';
import { gridToHtml } from './html.js';
import { gridToJrxml } from './jrxml.js';
import { gridToXlsx, TooManyRows } from './xlsx.js';
import { gridToXml } from './xml.js';

/** Forms of a grid besides JSON. `xls` is a workbook as `xlsx` is: programs tell by the content. */
export type GridForm = 'xml' | 'csv' | 'xls' | 'xlsx' | 'html' | 'html+css' | 'jrxml';

const TYPES: Readonly<Record<GridForm, string>> = {
  xml: 'application/xml;charset=UTF-8',
  csv: 'text/csv;charset=UTF-8',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html;charset=UTF-8',
  'html+css': 'text/html;charset=UTF-8',
  jrxml: 'application/xml;charset=UTF-8',
};

export interface GridDocument {
  /** What files are called, without extension. */
  readonly name: string;
  /** Content types where they are not the usual ones. */
  readonly types?: Partial<Record<GridForm, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Sends a grid as a document; tables for other programs come as files. Rows that come in batches are sent as they come, so that memory does not grow with them.
 *
 * @throws OrderlyError 409 when there are more rows than a workbook holds
 */
export async function sendGridAs(
  reply: FastifyReply,
  form: GridForm,
  grid: Grid,
  { name, types, headers = {} }: GridDocument,
): Promise<FastifyReply> {
  const type = types?.[form] ?? TYPES[form];
  const file = { 'Content-Disposition': `attachment; filename="${fileName(name)}.${form}"` };
  switch (form) {
    case 'xls':
    case 'xlsx': {
      const workbook = await workbookOf(grid);
      return reply
        .type(type)
        .headers({ ...headers, ...file })
        .send(workbook);
    }
    case 'csv':
      return await sendPieces(reply, type, gridToCsv(grid), { ...headers, ...file });
    case 'jrxml':
      return await sendPieces(reply, type, gridToJrxml(grid), {
        ...headers,
        'Content-Disposition': `inline; filename="${fileName(name)}.jrxml"`,
      });
    case 'xml':
      return await sendPieces(reply, type, gridToXml(grid), headers);
    default:
      return await sendPieces(reply, type, gridToHtml(grid, { styled: form === 'html+css' }), headers);
  }
}

async function workbookOf(grid: Grid): Promise<Buffer> {
  try {
    return await gridToXlsx(grid);
  } catch (error) {
    if (error instanceof TooManyRows) throw conflict(`${error.message} Ask for CSV instead.`);
    throw error;
  }
}

/** Up to so many characters an answer is sent in one piece, so that what goes wrong can still be said in its place. */
const WHOLE = 1_000_000;

/** So many bytes of a text are made before its reader has taken them: who reads slowly keeps nobody from the database, unless the text is longer. */
const READ_AHEAD = 16 * 1024 * 1024;

/** Sends a text that is made in pieces: whole when it is small, else as it comes. */
export async function sendPieces(
  reply: FastifyReply,
  type: string,
  pieces: AsyncGenerator<string>,
  headers: Readonly<Record<string, string>> = {},
): Promise<FastifyReply> {
  let begun = '';
  let rest: AsyncGenerator<string> | undefined;
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) break;
    begun += value;
    if (begun.length < WHOLE) continue;
    rest = pieces;
    break;
  }
  reply.headers(headers).type(type);
  if (!rest) return reply.serializer((payload) => payload as string).send(begun);
  const stream = Readable.from(after(begun, rest), { objectMode: false, highWaterMark: READ_AHEAD });
  // Whoever stops reading ends the reading of the rows.
  stream.once('close', () => void pieces.return(undefined));
  return reply.send(stream);
}

async function* after(begun: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield begun;
  yield* rest;
}

/** A name that every system takes as that of a file. */
const fileName = (name: string): string =>
  name
    .replace(/[^\w\- ]+/g, '')
    .trim()
    .replace(/\s+/g, '_')
    .slice(0, 100) || 'data';
