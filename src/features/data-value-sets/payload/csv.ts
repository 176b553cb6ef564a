import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { badRequest } from '../../../kernel/errors/index.js';
import type { PayloadReader, SentValue } from './payload.js';

/** The columns by position, by the names of JSON (contract: imports.md §2.1). */
const COLUMNS = [
  'dataElement',
  'period',
  'orgUnit',
  'categoryOptionCombo',
  'attributeOptionCombo',
  'value',
  'storedBy',
  'lastUpdated',
  'comment',
  'followup',
  'deleted',
] as const;
const REQUIRED = 3;
const BATCH = 5_000;
const LONGEST_LINE = 1024 * 1024;

const BY_NAME = new Map(COLUMNS.map((name) => [name.toLowerCase(), name]));

/**
 * Lines of CSV. A first line that is a header names the columns, in any order; without one they are taken by position. A header with a name that is unknown, or without those that
 * every value needs, is refused, and so is a line with more cells than there are columns (contract: imports.md §9 no. 14).
 */
export const csvReader = (firstRowIsHeader: boolean): PayloadReader =>
  async function* (source, head) {
    void head;
    let columns: readonly string[] | undefined = firstRowIsHeader ? undefined : COLUMNS;
    let batch: SentValue[] = [];
    let line = 0;
    try {
      for await (const cells of linesOf(source)) {
        line += 1;
        if (columns === undefined) {
          columns = columnsOf(cells);
          continue;
        }
        batch.push(sentValue(columns, cells, line));
        if (batch.length < BATCH) continue;
        yield batch;
        batch = [];
      }
    } catch (error) {
      throw error instanceof CsvError || error instanceof TypeError
        ? badRequest(`CSV parse error: ${error.message}`)
        : error;
    }
    if (line === 0) throw badRequest('CSV parse error: the text is empty.');
    yield batch;
  };

async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const parser = parse({
    bom: true,
    trim: true,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    max_record_size: LONGEST_LINE,
  });
  const bytes = Readable.from(utf8(source));
  bytes.on('error', (error) => parser.destroy(error));
  try {
    yield* bytes.pipe(parser) as AsyncIterable<readonly string[]>;
  } finally {
    parser.destroy();
    bytes.destroy();
  }
}

async function* utf8(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for await (const chunk of source) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function columnsOf(cells: readonly string[]): readonly string[] {
  const columns = cells.map((cell) => {
    const name = BY_NAME.get(cell.toLowerCase().replaceAll(/[ _-]/g, ''));
    if (name === undefined)
      throw badRequest(`CSV parse error: unknown column \`${cell.slice(0, 50)}\`; columns are ${COLUMNS.join(', ')}.`);
    return name;
  });
  const missing = COLUMNS.slice(0, 1).filter((name) => !columns.includes(name));
  if (missing.length > 0) throw badRequest(`CSV parse error: the column \`${missing[0]}\` is missing.`);
  if (new Set(columns).size < columns.length) throw badRequest('CSV parse error: a column is named twice.');
  return columns;
}

function sentValue(columns: readonly string[], cells: readonly string[], line: number): SentValue {
  if (cells.length > columns.length)
    throw badRequest(
      `CSV parse error: line ${line} has ${cells.length} cells, but there are ${columns.length} columns.`,
    );
  if (cells.length < Math.min(REQUIRED, columns.length))
    throw badRequest(`CSV parse error: line ${line} has too few cells.`);
  return Object.fromEntries(columns.map((name, index) => [name, cells[index]]));
}
