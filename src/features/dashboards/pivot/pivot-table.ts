import { conflict } from '../../../kernel/errors/index.js';
import { formatValue } from '../../analytics-query/index.js';
import { type Cell, type Cube, type CubeItem, combinationCount, combinations, positionOf, totalOf } from '../cube.js';
import type { Visualization } from '../favourites.js';
import { type DigitGroupSeparator, groupDigits } from '../number-format.js';
import { type Leaf, leavesOf } from './leaves.js';

export type CellKind = 'value' | 'subtotal' | 'total';

export interface PivotCell {
  readonly kind: CellKind;
  readonly text: string;
  /** Undefined where there is no value. */
  readonly value: number | undefined;
  /** The data item, where the cell has one. */
  readonly dataItem: string | undefined;
}

export interface PivotTable {
  readonly columnDimensions: readonly string[];
  readonly rowDimensions: readonly string[];
  readonly columns: readonly Leaf[];
  readonly rows: readonly Leaf[];
  /** By row, then by column. */
  readonly cells: readonly (readonly PivotCell[])[];
  /** Of all data columns and rows, also of those that are cut off. */
  readonly size: { readonly columns: number; readonly rows: number };
}

const DECIMALS = 2;
const DECIMALS_UNROUNDED = 10;
/** Larger tables are cut: mail programs cut longer mails anywhere. */
const MOST_COLUMNS = 60;
const MOST_CELLS = 3_000;
/** Beyond this many places a table is for a screen and not for a mail. */
const MOST_PLACES = 400_000;

/**
 * A cross table as DHIS2 lays it out: combinations of items on both axes, with totals and subtotals where they are asked for.
 *
 * @throws OrderlyError 409 when it would have too many places
 */
export function pivotTable(cube: Cube, visualization: Visualization, separator: DigitGroupSeparator): PivotTable {
  const columnDimensions = visualization.columns.map(({ dimension }) => dimension);
  const rowDimensions = visualization.rows.map(({ dimension }) => dimension);
  if (combinationCount(cube, [...columnDimensions, ...rowDimensions]) > MOST_PLACES)
    throw conflict('The table is too large to be shown here.');
  const columnPlaces = combinations(cube, columnDimensions);
  const rowPlaces = rowsInOrder(cube, visualization, rowDimensions, columnDimensions, columnPlaces);
  const at = (row: readonly CubeItem[], column: readonly CubeItem[]): Cell | undefined =>
    cube.cell({ ...positionOf(rowDimensions, row), ...positionOf(columnDimensions, column) });
  const shownColumns = visualization.hideEmptyColumns
    ? columnPlaces.filter((column) => rowPlaces.some((row) => at(row, column)))
    : columnPlaces;
  const matrix = rowPlaces.map((row) => shownColumns.map((column) => at(row, column)));
  const columns = leavesOf(shownColumns, {
    totals: visualization.rowTotals === true && shownColumns.length > 1,
    subtotals: visualization.rowSubTotals === true && columnDimensions.length > 1,
  });
  const rows = leavesOf(rowPlaces, {
    totals: visualization.colTotals === true && rowPlaces.length > 1,
    subtotals: visualization.colSubTotals === true && rowDimensions.length > 1,
  });
  const keptColumns = kept(columns, MOST_COLUMNS);
  const keptRows = kept(rows, Math.max(10, Math.floor(MOST_CELLS / Math.max(1, keptColumns.length))));
  const write = writerOf(cube, matrix, visualization, separator);
  const dataItem = (row: Leaf, column: Leaf): string | undefined =>
    row.items[rowDimensions.indexOf('dx')]?.id ?? column.items[columnDimensions.indexOf('dx')]?.id;
  return {
    columnDimensions,
    rowDimensions,
    columns: keptColumns,
    rows: keptRows,
    cells: keptRows.map((row) =>
      keptColumns.map((column) => ({ ...write(row, column), dataItem: dataItem(row, column) })),
    ),
    size: { columns: shownColumns.length, rows: rowPlaces.length },
  };
}

/** The first of many, and the total of all. */
const kept = (leaves: readonly Leaf[], most: number): readonly Leaf[] =>
  leaves.length <= most
    ? leaves
    : [...leaves.slice(0, most), ...leaves.slice(most).filter(({ kind }) => kind === 'total')];

/** Rows without the empty ones where these are hidden; by their sums where an order is asked for and no groups would be torn. */
function rowsInOrder(
  cube: Cube,
  { hideEmptyRows, sortOrder = 0, topLimit = 0 }: Visualization,
  rowDimensions: readonly string[],
  columnDimensions: readonly string[],
  columns: readonly (readonly CubeItem[])[],
): readonly (readonly CubeItem[])[] {
  const cellsOf = (row: readonly CubeItem[]): readonly Cell[] =>
    columns.flatMap((column) => {
      const cell = cube.cell({ ...positionOf(rowDimensions, row), ...positionOf(columnDimensions, column) });
      return cell ? [cell] : [];
    });
  const all = combinations(cube, rowDimensions);
  const shown = hideEmptyRows ? all.filter((row) => cellsOf(row).length > 0) : all;
  const sum = (row: readonly CubeItem[]): number => cellsOf(row).reduce((total, { value }) => total + value, 0);
  const isSorted = sortOrder !== 0 && rowDimensions.length === 1;
  const sorted = isSorted ? shown.toSorted((a, b) => (sum(a) - sum(b)) * Math.sign(sortOrder) * -1) : shown;
  return topLimit > 0 && rowDimensions.length === 1 ? sorted.slice(0, topLimit) : sorted;
}

type Matrix = readonly (readonly (Cell | undefined)[])[];

/** Gives each place of the table its value and its text. */
function writerOf(cube: Cube, matrix: Matrix, visualization: Visualization, separator: DigitGroupSeparator) {
  const { numberType, skipRounding, cumulativeValues } = visualization;
  const items = cube.items('dx');
  const isAverage =
    items.length > 0 && items.every(({ details }) => String(details.totalAggregationType ?? '').startsWith('AVERAGE'));
  const written = (value: number, decimals = DECIMALS): string => groupDigits(formatValue(value, decimals), separator);
  const decimals = skipRounding ? DECIMALS_UNROUNDED : DECIMALS;
  const total = (row: Leaf, column: Leaf): number | undefined =>
    totalOf(
      matrix
        .slice(row.from, row.to)
        .flatMap((cells) => cells.slice(column.from, column.to).filter((cell) => cell !== undefined)),
      isAverage,
    );
  const whole = (leaf: Leaf, end: number): Leaf => ({ ...leaf, from: 0, to: end });
  const share = (row: Leaf, column: Leaf, value: number): number | undefined => {
    const base =
      numberType === 'ROW_PERCENTAGE'
        ? total(row, whole(column, matrix[0]?.length ?? 0))
        : total(whole(row, matrix.length), column);
    return base === undefined || base === 0 ? undefined : (value / base) * 100;
  };
  return (row: Leaf, column: Leaf): Omit<PivotCell, 'dataItem'> => {
    const kinds = [row.kind, column.kind];
    const kind: CellKind = kinds.includes('total') ? 'total' : kinds.includes('subtotal') ? 'subtotal' : 'value';
    const grown = cumulativeValues === true && column.kind === 'value' ? { ...column, from: 0 } : column;
    const cell = kind === 'value' && grown.to - grown.from === 1 ? matrix[row.from]?.[column.from] : undefined;
    const value = cell?.value ?? total(row, grown);
    if (value === undefined) return { kind, value, text: '' };
    if (numberType === 'ROW_PERCENTAGE' || numberType === 'COLUMN_PERCENTAGE') {
      const percentage = share(row, column, value);
      return { kind, value, text: percentage === undefined ? '' : `${written(percentage)}%` };
    }
    return { kind, value, text: cell ? groupDigits(cell.text, separator) : written(value, decimals) };
  };
}
