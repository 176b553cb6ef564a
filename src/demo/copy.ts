import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** What a cell may hold; objects become JSON, undefined and null become null. */
export type Cell = string | number | boolean | null | undefined | object;
export type Row = readonly Cell[];

const CHUNK_CHARACTERS = 256 * 1024;

/** Loads rows by COPY, reading them only as fast as the database takes them; gives their number. */
export async function copyRows(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  rows: Iterable<Row>,
): Promise<number> {
  let count = 0;
  function* chunks(): Generator<string> {
    let chunk = '';
    for (const row of rows) {
      chunk += `${row.map(cellText).join('\t')}\n`;
      count += 1;
      if (chunk.length >= CHUNK_CHARACTERS) {
        yield chunk;
        chunk = '';
      }
    }
    if (chunk !== '') yield chunk;
  }
  // Table and column names are this module's own constants.
  const statement = `copy ${table} (${columns.join(', ')}) from stdin`;
  await pipeline(Readable.from(chunks()), client.query(copyFrom(statement)));
  return count;
}

function cellText(cell: Cell): string {
  switch (typeof cell) {
    case 'number':
      return String(cell);
    case 'boolean':
      return cell ? 't' : 'f';
    case 'string':
      return escaped(cell);
    default:
      return cell == null ? '\\N' : escaped(JSON.stringify(cell));
  }
}

const escaped = (text: string): string =>
  /[\\\t\n\r]/.test(text)
    ? text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
    : text;
