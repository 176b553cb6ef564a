import { batchesOf, cellText, type Grid, type GridHeader } from './grid.js';
import { escaped } from './markup.js';

/** `<grid title subtitle width height><headers><header …/></headers><rows><row><field>…` (contract: analytics-query.md §5.4). */
export async function* gridToXml(grid: Grid): AsyncGenerator<string> {
  const { title, subtitle, headers, rows } = grid;
  const height = grid.height ?? (Array.isArray(rows) ? rows.length : 0);
  const attributes = `title="${escaped(title)}" subtitle="${escaped(subtitle)}" width="${headers.length}" height="${height}"`;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<grid ${attributes}><headers>${headers.map(headerElement).join('')}</headers><rows>`;
  for await (const batch of batchesOf(grid)) {
    yield batch
      .map((row) => `<row>${row.map((cell) => `<field>${escaped(cellText(cell))}</field>`).join('')}</row>`)
      .join('');
  }
  yield '</rows></grid>';
}

const headerElement = ({ name, column, type, hidden, meta }: GridHeader): string =>
  `<header name="${escaped(name)}" column="${escaped(column)}" type="${escaped(type)}" hidden="${hidden}" meta="${meta}"/>`;
