import { CsvError, parse } from 'csv-parse/sync';
import { catalogued, type OrderlyError } from '../../kernel/errors/index.js';

const KEY = ['dataElement', 'orgUnit', 'optionCombo'];
const BOUNDS = ['minValue', 'maxValue'];
/** Other names of columns. */
const ALIASES: Readonly<Record<string, string>> = { categoryOptionCombo: 'optionCombo' };

/**
 * The rows of a CSV text by the names of its header line; columns come in any order, others than those that are known are left to the reader (contract: data-admin.md §1.4).
 *
 * @throws OrderlyError 400 E2046 for a text that is no CSV, lacks a column, or has no row below its header
 */
export function readCsv(text: string, bounds: boolean): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = linesOf(text);
  const names = header.map((name) => ALIASES[name] ?? name);
  const missing = [...KEY, ...(bounds ? BOUNDS : [])].filter((name) => !names.includes(name));
  if (header.length === 0 || (rows.length === 0 && missing.length === 0))
    throw unreadable('No data found in the CSV file.');
  if (missing.length > 0) throw unreadable(`Required columns missing: [${missing.join(', ')}]`);
  return rows.map((values) => Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])));
}

function linesOf(text: string): readonly (readonly string[])[] {
  try {
    const lines: string[][] = parse(text, {
      bom: true,
      trim: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_records_with_empty_values: true,
    });
    return lines;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable(error.message);
  }
}

const unreadable = (what: string): OrderlyError => catalogued('E2046', what);
