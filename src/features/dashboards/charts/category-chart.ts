import { conflict } from '../../../kernel/errors/index.js';
import { formatValue } from '../../analytics-query/index.js';
import { type Cube, type CubeItem, combinationCount, combinations, positionOf } from '../cube.js';
import type { Visualization } from '../favourites.js';
import type { Legends } from '../legends.js';
import { type DigitGroupSeparator, groupDigits } from '../number-format.js';
import { categoryAxisTitle, seriesOptions, valueAxes } from './axes.js';
import type { Category, CategoryChart, Series } from './chart-model.js';
import { seriesColor } from './colors.js';

export interface ChartOptions {
  readonly separator: DigitGroupSeparator;
  readonly legends: Legends | undefined;
}

type Values = readonly (number | null)[];

/** A row of values over the categories, before it is made into marks. */
export interface PlainSeries {
  readonly id: string;
  readonly name: string;
  readonly values: Values;
}

const MOST_SERIES = 100;
const MOST_CATEGORIES = 1_000;

/**
 * The series and categories of a visualization: columns make series, rows make categories.
 *
 * @throws OrderlyError 409 when there are more than a picture can show
 */
export function plainSeries(
  cube: Cube,
  { columns, rows }: Pick<Visualization, 'columns' | 'rows'>,
): { readonly series: readonly PlainSeries[]; readonly categories: readonly Category[] } {
  const [seriesNames, categoryNames] = [columns, rows].map((axis) => axis.map(({ dimension }) => dimension));
  if (
    combinationCount(cube, seriesNames ?? []) > MOST_SERIES ||
    combinationCount(cube, categoryNames ?? []) > MOST_CATEGORIES
  )
    throw conflict('The chart has more values than a picture can show.');
  const places = combinations(cube, categoryNames ?? []);
  const series = combinations(cube, seriesNames ?? []).map((items) => ({
    id: items.map(({ id }) => id).join(),
    name: joined(items),
    values: places.map(
      (place) =>
        cube.cell({ ...positionOf(seriesNames ?? [], items), ...positionOf(categoryNames ?? [], place) })?.value ??
        null,
    ),
  }));
  const grouped = (categoryNames?.length ?? 0) > 1;
  const categories = places.map((items) =>
    grouped ? { group: items[0]?.name ?? '', name: joined(items.slice(1)) } : { name: joined(items) },
  );
  return { series, categories };
}

const joined = (items: readonly CubeItem[]): string => items.map(({ name }) => name).join(' - ');

const SHAPES: Readonly<Record<string, Series['shape']>> = {
  LINE: 'line',
  AREA: 'area',
  STACKED_AREA: 'area',
  YEAR_OVER_YEAR_LINE: 'line',
};
const STACKED = new Set(['STACKED_COLUMN', 'STACKED_BAR', 'STACKED_AREA']);
const HORIZONTAL = new Set(['BAR', 'STACKED_BAR']);

/** Columns, bars, lines and areas over categories. */
export function categoryChart(
  { series, categories }: ReturnType<typeof plainSeries>,
  visualization: Visualization,
  { separator, legends }: ChartOptions,
): CategoryChart {
  const { type, colorSet, cumulativeValues, showData } = visualization;
  const isStacked = STACKED.has(type);
  const isPercent = isStacked && visualization.percentStackedValues === true;
  const grown = series.map((one) => ({ ...one, values: cumulativeValues ? cumulated(one.values) : one.values }));
  const order = shownCategories(grown, visualization);
  const shown = grown.map((one) => ({ ...one, values: order.map((index) => one.values[index] ?? null) }));
  const own = seriesOptions(visualization);
  const plain = SHAPES[type] ?? 'bar';
  const mayDiffer = type === 'COLUMN' || type === 'LINE';
  const marked = shown.map((one, index): Series => {
    const options = own.get(one.id);
    const values = isPercent ? shares(shown, index) : one.values;
    return {
      name: one.name,
      shape: (mayDiffer ? options?.shape : undefined) ?? plain,
      axis: isStacked ? 0 : (options?.axis ?? 0),
      values,
      labels: values.map((value) => (value === null ? '' : label(value, separator, isPercent))),
      color: seriesColor(colorSet, index),
      // Several series that take their colours from legends could not be told apart.
      ...(legends &&
        shown.length === 1 &&
        plain === 'bar' && {
          pointColors: one.values.map((value) =>
            value === null ? undefined : legends.legendFor(value, one.id)?.color,
          ),
        }),
    };
  });
  return {
    kind: 'category',
    isHorizontal: HORIZONTAL.has(type),
    isStacked,
    isPercent,
    categories: order.flatMap((index) => categories[index] ?? []),
    series: marked,
    axes: valueAxes(visualization, marked.some(({ axis }) => axis === 1) ? 2 : 1),
    categoryTitle: categoryAxisTitle(visualization),
    showsValues: showData === true,
    trends:
      visualization.regressionType === 'LINEAR' ? marked.flatMap(({ values, color }) => trendOf(values, color)) : [],
    separator,
  };
}

const label = (value: number, separator: DigitGroupSeparator, isPercent: boolean): string =>
  `${groupDigits(formatValue(value, isPercent ? 1 : 2), separator)}${isPercent ? '%' : ''}`;

function cumulated(values: Values): Values {
  let sum = 0;
  return values.map((value) => {
    sum += value ?? 0;
    return value === null ? null : sum;
  });
}

/** Each value as the percentage of what is stacked in its category. */
function shares(series: readonly PlainSeries[], index: number): Values {
  return (series[index]?.values ?? []).map((value, place) => {
    const sum = series.reduce((total, { values }) => total + Math.abs(values[place] ?? 0), 0);
    return value === null || sum === 0 ? null : (value / sum) * 100;
  });
}

/** Numbers of the categories that are shown, in the order in which they are: empty ones left out as asked for, then by their sums. */
export function shownCategories(
  series: readonly PlainSeries[],
  { hideEmptyRowItems, sortOrder = 0 }: Pick<Visualization, 'hideEmptyRowItems' | 'sortOrder'>,
): readonly number[] {
  const all = (series[0]?.values ?? []).map((_, index) => index);
  const filled = (index: number): boolean => series.some(({ values }) => values[index] != null);
  const [first, last] = [all.findIndex(filled), all.findLastIndex(filled)];
  const begin = hideEmptyRowItems?.startsWith('BEFORE_FIRST') ? first : 0;
  const end = hideEmptyRowItems?.endsWith('AFTER_LAST') ? last : all.length - 1;
  const within =
    hideEmptyRowItems === 'ALL' ? all.filter(filled) : all.filter((index) => index >= begin && index <= end);
  const sum = (index: number): number => series.reduce((total, { values }) => total + (values[index] ?? 0), 0);
  return sortOrder === 0 ? within : within.toSorted((a, b) => (sum(b) - sum(a)) * Math.sign(sortOrder));
}

/** The straight line with the smallest squares through the values, by category. */
function trendOf(values: Values, color: string): CategoryChart['trends'] {
  const points = values.flatMap((value, index) => (value === null ? [] : [[index, value] as const]));
  if (points.length < 2) return [];
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  return [{ color, values: values.map((_, index) => meanY + slope * (index - meanX)) }];
}
