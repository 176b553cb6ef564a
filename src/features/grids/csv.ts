import { csvLine } from '../../http/index.js';
import { batchesOf, cellText, type Grid } from './grid.js';

/** RFC 4180 with the titles of the columns in the first line. */
export async function* gridToCsv(grid: Grid): AsyncGenerator<string> {
  yield csvLine(grid.headers.map(({ column }) => column));
  for await (const rows of batchesOf(grid)) yield rows.map((row) => csvLine(row.map(cellText))).join('');
}
