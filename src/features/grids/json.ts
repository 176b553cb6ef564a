import { batchesOf, type Grid } from './grid.js';

/** The object that clients know as a list grid; `height` counts the rows that follow (contract: data-admin.md §9.2). */
export async function* gridToJson(grid: Grid): AsyncGenerator<string> {
  const { title, subtitle, headers } = grid;
  const width = headers.length;
  const head = JSON.stringify({ metaData: {}, headerWidth: width, width, title, subtitle, headers });
  yield `${head.slice(0, -1)},"rows":[`;
  let height = 0;
  for await (const rows of batchesOf(grid)) {
    if (rows.length === 0) continue;
    const separator = height === 0 ? '' : ',';
    height += rows.length;
    yield `${separator}${rows.map((row) => JSON.stringify(row)).join(',')}`;
  }
  yield `],"height":${height}}`;
}
