import { escapeMarkup } from '../../kernel/markup.js';
import { batchesOf, cellText, type Grid, type GridHeader } from './grid.js';

/** `<grid title subtitle width height><headers><header …/></headers><rows><row><field>…` (contract: analytics-query.md §5.4). */
export async function* gridToXml(grid: Grid): AsyncGenerator<string> {
  const { title, subtitle, headers, rows } = grid;
  const height = grid.height ?? (Array.isArray(rows) ? rows.length : 0);
  const attributes = `title="${escapeMarkup(title)}" subtitle="${escapeMarkup(subtitle)}" width="${headers.length}" height="${height}"`;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<grid ${attributes}><headers>${headers.map(headerElement).join('')}</headers><rows>`;
  for await (const batch of batchesOf(grid)) {
    yield batch
      .map((row) => `<row>${row.map((cell) => `<field>${escapeMarkup(cellText(cell))}</field>`).join('')}</row>`)
      .join('');
  }
  yield '</rows></grid>';
}

const headerElement = ({ name, column, type, hidden, meta }: GridHeader): string =>
  `<header name="${escapeMarkup(name)}" column="${escapeMarkup(column)}" type="${escapeMarkup(type)}" hidden="${hidden}" meta="${meta}"/>`;
