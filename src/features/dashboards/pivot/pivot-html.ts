import type { Cube } from '../cube.js';
import { EMPTY, type Html, html } from '../html.js';
import type { Legends } from '../legends.js';
import { type HeaderSpan, headersOf } from './leaves.js';
import type { CellKind, PivotCell, PivotTable } from './pivot-table.js';

const HEADER_COLORS: Readonly<Record<HeaderSpan['kind'], string>> = {
  value: '#dae6f8',
  subtotal: '#e8edf2',
  total: '#d5dde5',
};
/** Values have no style of their own: tables are long, and some programs cut long mails. */
const CELL_COLORS: Readonly<Record<CellKind, string | undefined>> = {
  value: undefined,
  subtotal: '#f3f5f7',
  total: '#e8edf2',
};

export interface PivotOptions {
  readonly legends: Legends | undefined;
  /** Legends colour the text instead of the cell. */
  readonly colorsText: boolean;
  readonly showsDimensions: boolean;
}

/** A cross table in markup that mail programs show; the class gives its cells finer lines where a program knows classes. */
export function pivotHtml(cube: Cube, table: PivotTable, options: PivotOptions): Html {
  const { columnDimensions, rowDimensions, columns, rows, cells } = table;
  const levels = Math.max(1, columnDimensions.length);
  const rowLevels = Math.max(1, rowDimensions.length);
  const titles = (dimensions: readonly string[]): string =>
    options.showsDimensions ? dimensions.map((dimension) => cube.title(dimension)).join(' / ') : '';
  const corner = html`<td rowspan="${levels}" colspan="${rowLevels}" style="background-color:#cddaed;text-align:left;vertical-align:bottom;">${titles(rowDimensions)}</td>`;
  const head = Array.from({ length: levels }, (_, level) => {
    const headers = [...headersOf(columns, level, levels).values()].map((header) =>
      columnHeader(header, columnDimensions.length === 0),
    );
    return html`<tr>${level === 0 && corner}${headers}</tr>`;
  });
  const rowHeaders = Array.from({ length: rowLevels }, (_, level) => headersOf(rows, level, rowLevels));
  const body = rows.map((_, index) => {
    const headers = rowHeaders.map((level) => {
      const header = level.get(index);
      return header ? rowHeader(header) : EMPTY;
    });
    return html`<tr>${headers}${(cells[index] ?? []).map((cell) => valueCell(cell, options))}</tr>`;
  });
  const caption = titles(columnDimensions);
  return html`<div style="overflow-x:auto;">${
    caption !== '' && html`<div style="font-size:12px;line-height:18px;color:#6c7787;">${caption}</div>`
  }<table class="pivot" cellspacing="0" cellpadding="6" border="1" bordercolor="#d5dde5" style="border-collapse:collapse;width:100%;border-color:#d5dde5;font-size:13px;line-height:17px;text-align:right;color:#212934;">${head}${body}</table></div>${cutNote(table)}`;
}

const columnHeader = ({ text, span, depth, kind }: HeaderSpan, isNameless: boolean): Html =>
  html`<th colspan="${span}" rowspan="${depth}" scope="col" style="background-color:${HEADER_COLORS[kind]};font-weight:500;text-align:center;">${isNameless ? 'Value' : text}</th>`;

const rowHeader = ({ text, span, depth, kind }: HeaderSpan): Html =>
  html`<th rowspan="${span}" colspan="${depth}" scope="row" style="background-color:${HEADER_COLORS[kind]};font-weight:500;text-align:left;vertical-align:top;min-width:110px;">${text}</th>`;

function valueCell({ kind, text, value, dataItem }: PivotCell, { legends, colorsText }: PivotOptions): Html {
  const legend = kind === 'value' && value !== undefined ? legends?.legendFor(value, dataItem) : undefined;
  const background = legend && !colorsText ? legend.color : CELL_COLORS[kind];
  const color = legend && (colorsText ? legend.color : legend.contrast);
  const style = [
    ...(background === undefined ? [] : [`background-color:${background};`]),
    ...(color === undefined ? [] : [`color:${color};`]),
    ...(kind === 'value' ? [] : ['font-weight:500;']),
  ].join('');
  return html`<td${style !== '' && html` style="${style}"`}>${text === '' ? '\u00a0' : text}</td>`;
}

/** What a reader has to know about a table that is not all there. */
function cutNote({ columns, rows, size }: PivotTable): Html {
  const shown = (leaves: PivotTable['rows']): number => leaves.filter(({ kind }) => kind === 'value').length;
  const [shownRows, shownColumns] = [shown(rows), shown(columns)];
  const notes = [
    ...(shownRows < size.rows ? [`the first ${shownRows} of ${size.rows} rows`] : []),
    ...(shownColumns < size.columns ? [`the first ${shownColumns} of ${size.columns} columns`] : []),
  ];
  if (notes.length === 0) return EMPTY;
  return html`<div style="font-size:12px;line-height:18px;color:#6c7787;padding-top:6px;">This table shows ${notes.join(' and ')}. Totals are of all.</div>`;
}
