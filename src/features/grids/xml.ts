import { escapeMarkup } from '../../kernel/markup.js';
import { batchesOf, cellText, type Grid, type GridHeader } from './grid.js';

/** `<grid title subtitle width height><headers><header …/></headers><rows><row><field>…` (contract: analytics-query.md §5.4). */
export async function* gridToXml(grid: Grid): AsyncGenerator<string> {
  let begun = false;
  for await (const batch of batchesOf(grid)) {
    if (!begun) yield opening(grid);
    begun = true;
    yield batch
      .map((row) => `<row>${row.map((cell) => `<field>${escapeMarkup(cellText(cell))}</field>`).join('')}</row>`)
      .join('');
  }
  yield `${begun ? '' : opening(grid)}</rows></grid>`;
}

function opening({ title, subtitle, headers, rows, height }: Grid): string {
  const given = typeof height === 'function' ? height() : height;
  const count = given ?? (Array.isArray(rows) ? rows.length : 0);
  const attributes = `title="${escapeMarkup(title)}" subtitle="${escapeMarkup(subtitle)}" width="${headers.length}" height="${count}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<grid ${attributes}><headers>${headers.map(headerElement).join('')}</headers><rows>`;
}

const headerElement = ({ name, column, type, hidden, meta }: GridHeader): string =>
  `<header name="${escapeMarkup(name)}" column="${escapeMarkup(column)}" type="${escapeMarkup(type)}" hidden="${hidden}" meta="${meta}"/>`;
