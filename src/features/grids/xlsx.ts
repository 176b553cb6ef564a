import writeExcelFile, { type Cell } from 'write-excel-file/node';
import { withoutControls } from '../../kernel/markup.js';
import { batchesOf, cellNumber, cellText, type Grid, type GridRow, visibleColumns } from './grid.js';

/** As many columns as the peer writes (contract: analytics-query.md §5.4). */
const MOST_COLUMNS = 256;
/** What a sheet takes, without those above the rows. */
const MOST_ROWS = 1_048_576 - 4;
/** The whole sheet is in memory while it is written. */
const MOST_CELLS = 2_000_000;
const LONGEST_TEXT = 32_767;
const LONGEST_SHEET_NAME = 31;

/** The rows are more than a workbook holds. */
export class TooManyRows extends Error {}

/**
 * A workbook with one sheet: title, subtitle, the titles of the columns, the rows; numbers are numbers.
 *
 * @throws TooManyRows
 */
export async function gridToXlsx(grid: Grid): Promise<Buffer> {
  const { title, subtitle, headers } = grid;
  const visible = visibleColumns(grid).slice(0, MOST_COLUMNS);
  const most = Math.min(MOST_ROWS, Math.floor(MOST_CELLS / Math.max(1, visible.length)));
  const titles = visible.map((index) => bold(headers[index]?.column ?? ''));
  const data: Cell[][] = [[bold(title)], [bold(subtitle)], [], titles];
  for await (const rows of batchesOf(grid)) {
    if (data.length + rows.length > most)
      throw new TooManyRows(
        `A workbook of this server holds ${most} rows of ${visible.length} columns, and there are more.`,
      );
    for (const row of rows) data.push(visible.map((index) => cellOf(grid, row, index)));
  }
  return await writeExcelFile(data, { sheet: sheetName(title) }).toBuffer();
}

const bold = (text: string): Cell => ({ value: sheetText(text), type: String, fontWeight: 'bold' });

function cellOf({ headers }: Grid, row: GridRow, index: number): Cell {
  const header = headers[index];
  const cell = row[index];
  const number = header && cellNumber(cell, header);
  if (number !== undefined) return { value: number, type: Number };
  if (typeof cell === 'boolean') return { value: cell, type: Boolean };
  const text = sheetText(cellText(cell));
  return text === '' ? null : { value: text, type: String };
}

const sheetText = (text: string): string => withoutControls(text).slice(0, LONGEST_TEXT);

const sheetName = (title: string): string => {
  const name = withoutControls(title.replace(/[\\/?*[\]:]/g, ' '))
    .slice(0, LONGEST_SHEET_NAME)
    .replace(/^'+|'+$/g, '')
    .trim();
  return name === '' ? 'Data' : name;
};
