import { NUMERIC_VALUE_TYPES } from '../../metadata/index.js';

/** A column of a grid, as clients know it (contract: analytics-query.md §5.1). */
export interface GridHeader {
  readonly name: string;
  readonly column: string;
  readonly valueType: string;
  readonly type: string;
  readonly hidden: boolean;
  readonly meta: boolean;
}

export type GridCell = string | number | boolean | null | undefined | object;

export type GridRow = readonly GridCell[];

/** Rows with titles: what analytics, SQL views and reports answer, whatever the form. */
export interface Grid {
  readonly title: string;
  readonly subtitle: string;
  readonly headers: readonly GridHeader[];
  /** All of them, or one batch after the other as they are read. */
  readonly rows: readonly GridRow[] | AsyncIterable<readonly GridRow[]>;
  /** How many rows there are; needed by XML, where they come in batches. Asked for when the first batch is there. */
  readonly height?: number | (() => number | undefined) | undefined;
  /** What JSON has behind the rows, made when they are all written: metadata may depend on them (contract: analytics-query.md §5.1). */
  readonly members?: () => Promise<Readonly<Record<string, unknown>>>;
}

const BATCH = 1000;

/** The rows in batches, wherever they come from. */
export async function* batchesOf({ rows }: Pick<Grid, 'rows'>): AsyncGenerator<readonly GridRow[]> {
  if (!Array.isArray(rows)) {
    yield* rows as AsyncIterable<readonly GridRow[]>;
    return;
  }
  for (let at = 0; at < rows.length; at += BATCH) yield rows.slice(at, at + BATCH);
}

/** A column of text. */
export const textHeader = (name: string): GridHeader => ({
  name,
  column: name,
  valueType: 'TEXT',
  type: 'java.lang.String',
  hidden: false,
  meta: false,
});

/** A cell as text: JSON for what is more than one value, nothing for null. */
export function cellText(cell: GridCell): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString();
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

/** Numbers of the columns that people see; forms for machines have all. */
export const visibleColumns = ({ headers }: Pick<Grid, 'headers'>): readonly number[] =>
  headers.flatMap(({ hidden }, index) => (hidden ? [] : [index]));

const NUMERIC: ReadonlySet<string> = new Set(NUMERIC_VALUE_TYPES);

/** Digits of a double: a longer number is kept as text rather than rounded. */
const LONGEST_NUMBER = 15;

/** A cell as a number where it is one: by its own type, or as text in a column of numbers. */
export function cellNumber(cell: GridCell, { valueType }: Pick<GridHeader, 'valueType'>): number | undefined {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : undefined;
  if (typeof cell !== 'string' || !NUMERIC.has(valueType)) return undefined;
  const isPlain = /^-?\d+(\.\d+)?$/.test(cell) && cell.replace(/\D/g, '').length <= LONGEST_NUMBER;
  return isPlain ? Number(cell) : undefined;
}
