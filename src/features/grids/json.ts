import { batchesOf, type Grid } from './grid.js';

/** The object that clients know as a list grid; `height` counts the rows that come before it (contract: data-admin.md §9.2, analytics-query.md §5.1). */
export async function* gridToJson(grid: Grid): AsyncGenerator<string> {
  const { title, subtitle, headers, members } = grid;
  const width = headers.length;
  const titles = { ...(title !== '' && { title }), ...(subtitle !== '' && { subtitle }) };
  const head = members ? { ...titles, headers } : { metaData: {}, headerWidth: width, width, title, subtitle, headers };
  yield `${JSON.stringify(head).slice(0, -1)},"rows":[`;
  let height = 0;
  for await (const rows of batchesOf(grid)) {
    if (rows.length === 0) continue;
    const separator = height === 0 ? '' : ',';
    height += rows.length;
    yield `${separator}${JSON.stringify(rows).slice(1, -1)}`;
  }
  const tail = members ? { width, height, headerWidth: width, ...(await members()) } : { height };
  yield `],${JSON.stringify(tail).slice(1)}`;
}
