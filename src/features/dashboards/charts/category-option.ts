import type { CategoryChart, Series } from './chart-model.js';
import { axisNumber, PICTURE_WIDTH, shortened, TEXT } from './style.js';

type Option = Readonly<Record<string, unknown>>;

/** Mean width of a letter at the size of the labels. */
const LETTER = 6.4;
const AXIS_SPACE = 70;
const LONGEST_LABEL = 34;
/** From here on labels stand too close to be read one by one. */
const MOST_LABELS = 32;
const MOST_SYMBOLS = 60;

/** Columns, bars, lines and areas in the words of the library. */
export function categoryOption(chart: CategoryChart): Option {
  const { isHorizontal, categories, series, axes } = chart;
  const groups = groupsOf(categories);
  const names = categories.map(({ name, group }) => (groups || group === undefined ? name : `${group} - ${name}`));
  const categoryAxes = [categoryAxis(chart, names), ...(groups ? [groupAxis(groups, isHorizontal)] : [])];
  const valueAxes = axes.map((_, index) => valueAxis(chart, index));
  const marks = series.map((one) => mark(chart, one));
  return {
    grid: { left: 16, right: axes.length > 1 || (groups && isHorizontal) ? 16 : 28, top: 28, bottom: 16 },
    xAxis: isHorizontal ? valueAxes : categoryAxes,
    yAxis: isHorizontal ? categoryAxes : valueAxes,
    series: [...withLines(chart, marks), ...chart.trends.map(trend(isHorizontal))],
  };
}

/** The outer items when each has the same number of categories in a row; undefined when they cannot share an axis of their own. */
export function groupsOf(categories: CategoryChart['categories']): readonly string[] | undefined {
  const groups = categories.flatMap(({ group }, index) =>
    group !== undefined && categories[index - 1]?.group !== group ? [group] : [],
  );
  const size = categories.length / groups.length;
  const even = categories.every(
    ({ group }, index) => group !== undefined && group === groups[Math.floor(index / size)],
  );
  return groups.length > 0 && Number.isInteger(size) && even ? groups : undefined;
}

function categoryAxis({ isHorizontal, categoryTitle }: CategoryChart, names: readonly string[]): Option {
  return {
    type: 'category',
    data: names.map((name) => shortened(name, LONGEST_LABEL)),
    inverse: isHorizontal,
    name: categoryTitle,
    nameLocation: 'middle',
    nameTextStyle: { color: TEXT, fontSize: 12 },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: '#a0adba' } },
    axisLabel: { color: TEXT, fontSize: 12, ...(isHorizontal ? besides(names) : below(names)) },
  };
}

const besides = (names: readonly string[]): Option => ({
  interval: names.length > MOST_LABELS * 1.5 ? 'auto' : 0,
  width: 190,
  overflow: 'truncate',
});

/** Labels side by side, in several lines, or slanting: whatever the place allows. */
function below(names: readonly string[]): Option {
  const place = (PICTURE_WIDTH - AXIS_SPACE) / Math.max(1, names.length);
  const longest = Math.max(0, ...names.map((name) => Math.min(name.length, LONGEST_LABEL) * LETTER));
  if (longest <= place - 6) return { interval: 0 };
  const words = names.flatMap((name) => name.split(' ').map((word) => word.length * LETTER));
  if (Math.max(...words) <= place - 6 && longest <= place * 3)
    return { interval: 0, width: place - 6, overflow: 'break' };
  return { interval: names.length > MOST_LABELS ? 'auto' : 0, rotate: 45, width: 150, overflow: 'truncate' };
}

/** Names of the outer items on the other side of the chart, with lines between them. */
const groupAxis = (groups: readonly string[], isHorizontal: boolean): Option => ({
  type: 'category',
  position: isHorizontal ? 'right' : 'top',
  data: groups.map((name) =>
    shortened(name, isHorizontal ? 20 : Math.max(6, Math.floor(560 / groups.length / LETTER))),
  ),
  inverse: isHorizontal,
  axisTick: { show: false },
  axisLine: { show: false },
  axisLabel: { color: TEXT, fontSize: 12, fontWeight: 500, interval: 0 },
  splitLine: { show: true, lineStyle: { color: '#a0adba', type: 'dashed' } },
});

function valueAxis({ axes, isPercent, separator }: CategoryChart, index: number): Option {
  const { title, min, max, steps } = axes[index] ?? { lines: [] };
  return {
    type: 'value',
    name: title === undefined ? undefined : shortened(title, 50),
    nameLocation: 'middle',
    nameTextStyle: { color: TEXT, fontSize: 12 },
    min,
    max: max ?? (isPercent ? 100 : undefined),
    ...(steps !== undefined && steps > 1 && { splitNumber: steps - 1 }),
    axisLabel: { color: TEXT, fontSize: 12, formatter: axisNumber(separator, isPercent ? '%' : '') },
    splitLine: { show: index === 0, lineStyle: { color: '#e8edf2' } },
  };
}

function mark({ isHorizontal, isStacked, showsValues, categories }: CategoryChart, one: Series): Option {
  const { shape, values, color, pointColors, axis, labels } = one;
  const isBar = shape === 'bar';
  return {
    type: isBar ? 'bar' : 'line',
    data: values.map((value, index) => ({
      value,
      ...(pointColors?.[index] !== undefined && { itemStyle: { color: pointColors[index] } }),
    })),
    ...(isHorizontal ? { xAxisIndex: axis } : { yAxisIndex: axis }),
    ...(isStacked && { stack: 'all' }),
    itemStyle: { color },
    ...(isBar
      ? { barMaxWidth: 64, barCategoryGap: '28%', barGap: '8%' }
      : {
          lineStyle: { color, width: 2 },
          symbol: 'circle',
          symbolSize: 6,
          showSymbol: categories.length <= MOST_SYMBOLS,
          ...(shape === 'area' && { areaStyle: { color, opacity: isStacked ? 0.8 : 0.4 } }),
        }),
    label: {
      show: showsValues,
      position: isBar && isStacked ? 'inside' : isHorizontal ? 'right' : 'top',
      formatter: ({ dataIndex }: { readonly dataIndex: number }) => labels[dataIndex] ?? '',
      fontSize: 10,
      color: TEXT,
    },
    labelLayout: { hideOverlap: true },
  };
}

/** Target and base lines hang on the first series of their axis. */
function withLines({ series, axes, isHorizontal }: CategoryChart, marks: readonly Option[]): readonly Option[] {
  return marks.map((one, index) => {
    const axis = series[index]?.axis ?? 0;
    const isFirst = series.findIndex((other) => other.axis === axis) === index;
    const lines = axes[axis]?.lines ?? [];
    if (!isFirst || lines.length === 0) return one;
    const data = lines.map(({ value, title, color }) => ({
      [isHorizontal ? 'xAxis' : 'yAxis']: value,
      lineStyle: { color, type: 'solid', width: 1.5 },
      label: {
        show: title !== '',
        formatter: shortened(title, 50).replace(/[{}]/g, ''),
        position: 'insideStartTop',
        color,
        fontSize: 11,
      },
    }));
    return { ...one, markLine: { silent: true, symbol: 'none', data } };
  });
}

const trend =
  (isHorizontal: boolean) =>
  ({ values, color }: CategoryChart['trends'][number]): Option => ({
    type: 'line',
    symbol: 'none',
    data: isHorizontal ? values.map((value, index) => [value, index]) : values,
    lineStyle: { color, type: 'dashed', width: 1.5 },
  });
