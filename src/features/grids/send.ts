import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { conflict } from '../../kernel/errors/index.js';
import { gridToCsv } from './csv.js';
import type { Grid } from './grid.js';
import { gridToHtml } from './html.js';
import { gridToXlsx, TooManyRows } from './xlsx.js';
import { gridToXml } from './xml.js';

/** Forms of a grid besides JSON. */
export type GridForm = 'xml' | 'csv' | 'xlsx' | 'html' | 'html+css';

const TYPES: Readonly<Record<GridForm, string>> = {
  xml: 'application/xml;charset=UTF-8',
  csv: 'text/csv;charset=UTF-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html;charset=UTF-8',
  'html+css': 'text/html;charset=UTF-8',
};

/**
 * Sends a grid as a document; tables for other programs come as files called `name`. Rows that come in batches are sent as they come, so that memory does not grow with them.
 *
 * @throws OrderlyError 409 when there are more rows than a workbook holds
 */
export async function sendGridAs(reply: FastifyReply, form: GridForm, grid: Grid, name: string): Promise<FastifyReply> {
  const disposition = `attachment; filename="${fileName(name)}.${form}"`;
  if (form === 'xlsx') {
    const workbook = await workbookOf(grid);
    return reply.type(TYPES.xlsx).header('Content-Disposition', disposition).send(workbook);
  }
  if (form === 'csv')
    return await sendPieces(reply, TYPES.csv, gridToCsv(grid), { 'Content-Disposition': disposition });
  const pieces = form === 'xml' ? gridToXml(grid) : gridToHtml(grid, { styled: form === 'html+css' });
  return await sendPieces(reply, TYPES[form], pieces);
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
  const stream = Readable.from(after(begun, rest));
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
