import { escapeMarkup } from '../../kernel/markup.js';
import { batchesOf, cellText, type Grid, type GridCell, visibleColumns } from './grid.js';

const STYLE = `
body { font-family: sans-serif; font-size: 14px; color: #212934; }
table { border-collapse: collapse; }
th, td { border: 1px solid #d5dde5; padding: 4px 8px; text-align: left; }
th { background: #f3f5f7; }
td.number { text-align: right; }
`;

/** A page with the rows as a table; `styled` with a look of its own. */
export async function* gridToHtml(grid: Grid, { styled }: { readonly styled: boolean }): AsyncGenerator<string> {
  const { title, subtitle, headers } = grid;
  const visible = visibleColumns(grid);
  const head = visible.map((index) => `<th>${escapeMarkup(headers[index]?.column ?? '')}</th>`).join('');
  yield `<!doctype html>
<html>
<head><meta charset="utf-8"><title>${escapeMarkup(title)}</title>${styled ? `<style>${STYLE}</style>` : ''}</head>
<body>
<h3>${escapeMarkup(title)}</h3>
<h4>${escapeMarkup(subtitle)}</h4>
<table class="listTable gridTable">
<thead><tr>${head}</tr></thead>
<tbody>
`;
  for await (const rows of batchesOf(grid)) {
    yield rows.map((row) => `<tr>${visible.map((index) => cellOf(row[index])).join('')}</tr>\n`).join('');
  }
  yield `</tbody>
</table>
</body>
</html>
`;
}

const cellOf = (cell: GridCell): string =>
  typeof cell === 'number' ? `<td class="number">${cell}</td>` : `<td>${escapeMarkup(cellText(cell))}</td>`;
