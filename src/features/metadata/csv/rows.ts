import { CsvError, parse } from 'csv-parse/sync';
import { conflict, type OrderlyError } from '../../../kernel/errors/index.js';

/** One line of a file that has something in it. */
export interface CsvRow {
  /** For messages; where a value has line breaks, the last of the row's lines. */
  readonly line: number;
  readonly values: readonly string[];
}

const PROBLEMS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is opened and not closed',
  CSV_INVALID_CLOSING_QUOTE: 'something follows a closing quotation mark',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'something follows a closing quotation mark',
  INVALID_OPENING_QUOTE: 'a quotation mark stands within a value; put the value in quotation marks and write it twice',
};

/**
 * The rows of a CSV text: commas, double quotes, any line ends; blanks around values and rows without any value do not count.
 *
 * @throws OrderlyError 409 with the line that cannot be read, or when no row is left
 */
export function readRows(text: string, firstRowIsHeader: boolean): readonly CsvRow[] {
  const rows = parseText(text).slice(firstRowIsHeader ? 1 : 0);
  const filled = rows.filter(({ values }) => values.some((value) => value !== ''));
  if (filled.length > 0) return filled;
  throw conflict(firstRowIsHeader ? 'The CSV file has no rows below its header.' : 'The CSV file has no rows.');
}

function parseText(text: string): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  try {
    parse(text, {
      bom: true,
      trim: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      // Polygons of organisation units are long; the size of the whole body is limited elsewhere.
      max_record_size: 0,
      on_record: (values: string[], { lines }) => {
        rows.push({ line: lines, values });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? ` at line ${error.lines}` : '';
    throw conflict(`The CSV file cannot be read${line}: ${PROBLEMS[error.code] ?? error.message}.`, { cause: error });
  }
  return rows;
}

/** A row that cannot be taken. `what` continues a sentence, e.g. `needs a name`. */
export const badRow = ({ line }: CsvRow, what: string): OrderlyError =>
  conflict(`Line ${line} of the CSV file ${what}.`);
