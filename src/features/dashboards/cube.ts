import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { type AnalyticsGrid, analyticsParameters, answerQuery } from '../analytics-query/index.js';
import type { Layout, LayoutDimension } from './favourites.js';

/** One value of a cube with what it was made of, where that is known. */
export interface Cell {
  readonly value: number;
  /** As `/api/analytics` writes it. */
  readonly text: string;
  /** Of indicators and reporting rates: what makes totals of ratios right. */
  readonly parts: { readonly numerator: number; readonly denominator: number; readonly factor: number } | undefined;
}

export interface CubeItem {
  readonly id: string;
  readonly name: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A position: an item for each of some dimensions. */
export type Position = Readonly<Record<string, string>>;

/** The answer of a query, to be looked up by item. */
export interface Cube {
  items(dimension: string): readonly CubeItem[];
  title(dimension: string): string;
  cell(position: Position): Cell | undefined;
  /** Cells with their positions, in the order of the answer. */
  readonly cells: readonly (readonly [Position, Cell])[];
  readonly isEmpty: boolean;
  /** What the filters restrict to, as people say it. */
  readonly filterText: string;
}

export interface CubeQuery {
  readonly layout: Layout;
  readonly user: CurrentUser;
  readonly now: Date;
  readonly shortNames: boolean;
  readonly skipRounding?: boolean | undefined;
  readonly measureCriteria?: string | undefined;
  readonly showHierarchy?: boolean | undefined;
  readonly relativePeriodDate?: string | undefined;
}

const USER_UNIT_TYPES = ['DATA_CAPTURE', 'DATA_OUTPUT', 'TEI_SEARCH'] as const;
const MOST_NAMES = 4;

/**
 * Asks for what a favourite shows, as the user may see it.
 *
 * @throws OrderlyError 409 as `/api/analytics` does
 */
export async function readCube(db: Db, query: CubeQuery): Promise<Cube> {
  const { layout, user, now, measureCriteria, relativePeriodDate } = query;
  const { aggregationType, userOrgUnitType } = layout;
  const named = [...layout.columns, ...layout.rows, ...layout.filters].some(({ dimension }) => dimension === 'pe');
  const range = !named && layout.startDate !== undefined && layout.endDate !== undefined;
  const unitType = USER_UNIT_TYPES.find((type) => type === userOrgUnitType);
  const grid = await answerQuery(
    db,
    analyticsParameters({
      dimension: [...layout.columns, ...layout.rows].map(parameterOf),
      filter: layout.filters.map(parameterOf),
      includeMetadataDetails: true,
      includeNumDen: true,
      showHierarchy: query.showHierarchy ?? false,
      skipRounding: query.skipRounding ?? false,
      displayProperty: query.shortNames ? 'SHORTNAME' : 'NAME',
      ...(aggregationType !== undefined && { aggregationType: aggregationType as 'SUM' }),
      ...(unitType !== undefined && { userOrgUnitType: unitType }),
      ...(measureCriteria !== undefined && { measureCriteria }),
      ...(relativePeriodDate !== undefined && { relativePeriodDate }),
      ...(range && { startDate: layout.startDate.slice(0, 10), endDate: layout.endDate.slice(0, 10) }),
    }),
    { user, now },
  );
  return cubeOf(grid, layout.filters);
}

const parameterOf = ({ dimension, items }: LayoutDimension): string =>
  items.length === 0 ? dimension : `${dimension}:${items.map(({ id }) => id).join(';')}`;

/** The grid with its columns found and its rows by position. */
export function cubeOf({ headers, metaData, rows }: AnalyticsGrid, filters: readonly LayoutDimension[]): Cube {
  const column = (name: string): number => headers.findIndex((header) => header.name === name);
  const valueColumn = column('value');
  const dimensions = headers.slice(0, valueColumn).map(({ name }) => name);
  const parts = [column('numerator'), column('denominator'), column('factor')] as const;
  const cells = rows.map((row): readonly [Position, Cell] => [
    Object.fromEntries(dimensions.map((name, index) => [name, row[index] ?? ''])),
    cellOf(row, valueColumn, parts),
  ]);
  const keyOf = (position: Position): string => dimensions.map((name) => position[name] ?? '').join('\n');
  const byKey = new Map(cells.map(([position, cell]) => [keyOf(position), cell]));
  const names = metaData.items ?? {};
  const item = (id: string): CubeItem => {
    const details = names[id] ?? {};
    const path = metaData.ouNameHierarchy?.[id];
    const name = typeof details.name === 'string' ? details.name : id;
    return { id, details, name: path === undefined ? name : [...pathNames(path), name].join(' / ') };
  };
  return {
    items(dimension) {
      const listed = metaData.dimensions?.[dimension] ?? [];
      const occurring = new Set(cells.map(([position]) => position[dimension] ?? ''));
      // All option combos of the elements are listed, whether they were asked for or not.
      const known = dimension === 'co' ? listed.filter((id) => occurring.has(id)) : listed;
      return (known.length > 0 ? known : [...occurring]).map(item);
    },
    title: (dimension) => headers[column(dimension)]?.column ?? dimension,
    cell: (position) => byKey.get(keyOf(position)),
    cells,
    isEmpty: rows.length === 0,
    filterText: filters
      .map(({ items }) => listed(items.flatMap(({ id }) => namesOf(id, names))))
      .filter((text) => text !== '')
      .join(' - '),
  };
}

const pathNames = (path: string): readonly string[] => path.split('/').filter((name) => name !== '');

/** The name of a filter's item; a keyword for the user's own units is told by these. */
function namesOf(id: string, items: Readonly<Record<string, Readonly<Record<string, unknown>>>>): readonly string[] {
  const { name, organisationUnits } = items[id] ?? {};
  if (typeof name === 'string') return [name];
  if (!Array.isArray(organisationUnits)) return [];
  return organisationUnits.flatMap((unit) => (typeof unit === 'string' ? namesOf(unit, items) : []));
}

function listed(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return rest > 1 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${rest} more` : names.join(', ');
}

function cellOf(row: readonly string[], valueColumn: number, parts: readonly [number, number, number]): Cell {
  const text = row[valueColumn] ?? '';
  const [numerator, denominator, factor] = parts.map((index) => Number.parseFloat(row[index] ?? ''));
  const known = [numerator, denominator, factor].every((part) => part !== undefined && !Number.isNaN(part));
  return {
    text,
    value: Number(text),
    parts: known ? { numerator: numerator ?? 0, denominator: denominator ?? 0, factor: factor ?? 1 } : undefined,
  };
}

/** All combinations of the items of some dimensions, the last one changing fastest. */
export function combinations(cube: Cube, dimensions: readonly string[]): readonly (readonly CubeItem[])[] {
  return dimensions.reduce<readonly (readonly CubeItem[])[]>(
    (found, dimension) => found.flatMap((items) => cube.items(dimension).map((item) => [...items, item])),
    [[]],
  );
}

/** How many combinations there are, without making them. */
export const combinationCount = (cube: Cube, dimensions: readonly string[]): number =>
  dimensions.reduce((count, dimension) => count * cube.items(dimension).length, 1);

export const positionOf = (dimensions: readonly string[], items: readonly CubeItem[]): Position =>
  Object.fromEntries(dimensions.map((dimension, index) => [dimension, items[index]?.id ?? '']));

/**
 * One value for many: the sum, the mean where every element is averaged, and for ratios the ratio of the sums. Undefined without any value.
 */
export function totalOf(cells: readonly Cell[], isAverage: boolean): number | undefined {
  if (cells.length === 0) return undefined;
  const parts = cells.map((cell) => cell.parts).filter((part) => part !== undefined);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  if (parts.length === cells.length) {
    const denominator = sum(parts.map((part) => part.denominator));
    const weighted = sum(parts.map((part) => part.numerator * part.factor));
    return denominator === 0 ? undefined : weighted / denominator;
  }
  const total = sum(cells.map(({ value }) => value));
  return isAverage ? total / cells.length : total;
}
