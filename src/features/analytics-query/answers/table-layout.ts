import { catalogued } from '../../../kernel/errors/index.js';
import type { AnalyticsRequest } from '../query.js';
import type { AnalyticsParameters } from '../request/parameters.js';
import { itemsOf } from '../statements/order.js';

/** Which dimensions of a query go down and which go across (contract: analytics-query.md §5.3). */
export interface TableLayout {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  /** Most combinations of items on either side; undefined for any number. */
  readonly limit: number | undefined;
}

/**
 * The layout that the parameters ask for; undefined for a plain list.
 *
 * @throws OrderlyError E7126 or E7127 for a name that is no dimension of the query, E7151 when a side is too long
 */
export function tableLayoutOf(
  asked: Pick<AnalyticsParameters, 'columns' | 'rows'>,
  request: AnalyticsRequest,
  combinationLimit: number,
): TableLayout | undefined {
  const layout = layoutOf(asked, request.dimensions, combinationLimit);
  if (layout) requireSize(layout, (name) => itemsOf(request, name));
  return layout;
}

/**
 * The same from the names of the dimensions. One that is put on neither side goes down, behind the others, for no value may be lost.
 *
 * @throws OrderlyError E7126 or E7127 for a name that is none of them
 */
export function layoutOf(
  { columns, rows }: Pick<AnalyticsParameters, 'columns' | 'rows'>,
  dimensions: readonly string[],
  combinationLimit: number,
): TableLayout | undefined {
  const across = namesOf(columns);
  const down = namesOf(rows);
  if (across.length === 0 && down.length === 0) return undefined;
  const unknown = (names: readonly string[]) => names.find((name) => !dimensions.includes(name));
  const [column, row] = [unknown(across), unknown(down)];
  if (column !== undefined) throw catalogued('E7126', column);
  if (row !== undefined) throw catalogued('E7127', row);
  const own = down.filter((name) => !across.includes(name));
  const rest = dimensions.filter((name) => !across.includes(name) && !own.includes(name));
  const limit = combinationLimit > 0 ? combinationLimit : undefined;
  return { columns: across, rows: [...own, ...rest], limit };
}

/** `a;b` → the names. */
export const namesOf = (text: string | undefined): readonly string[] => [
  ...new Set(
    (text ?? '')
      .split(/[;,]/)
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
];

/** @throws OrderlyError E7151 */
export function requireSize(
  { columns, rows, limit }: TableLayout,
  items: (dimension: string) => readonly string[],
): void {
  const size = (names: readonly string[]) =>
    names.reduce((product, name) => product * Math.max(1, items(name).length), 1);
  if (limit !== undefined && Math.max(size(columns), size(rows)) > limit) throw catalogued('E7151');
}

/** Every choice of one item from each list, the last list changing fastest; of no lists, the one choice of nothing. */
export function* combinations(lists: readonly (readonly string[])[]): Generator<readonly string[]> {
  const [first, ...rest] = lists;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const item of first) for (const others of combinations(rest)) yield [item, ...others];
}
