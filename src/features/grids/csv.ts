import { batchesOf, cellText, type Grid } from './grid.js';

/** RFC 4180 with the titles of the columns in the first line. */
export async function* gridToCsv(grid: Grid): AsyncGenerator<string> {
  yield line(grid.headers.map(({ column }) => column));
  for await (const rows of batchesOf(grid)) yield rows.map((row) => line(row.map(cellText))).join('');
}

const line = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\n`;

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
