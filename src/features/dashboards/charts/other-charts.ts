import { type Cube, combinations, positionOf } from '../cube.js';
import type { Visualization } from '../favourites.js';
import type { Legends } from '../legends.js';
import { groupDigits } from '../number-format.js';
import { valueAxes } from './axes.js';
import { type ChartOptions, plainSeries, shownCategories } from './category-chart.js';
import type { GaugeChart, PieChart, RadarChart, ScatterChart } from './chart-model.js';
import { seriesColor } from './colors.js';

const GAUGE_COLOR = '#518cc3';
const GAUGE_END = 100;

/** A slice for each item of the columns; what rows there are is added up. */
export function pieChart(cube: Cube, visualization: Visualization): PieChart {
  const { series } = plainSeries(cube, visualization);
  const slices = series.map(({ name, values }, index) => ({
    name,
    value: values.reduce<number>((sum, value) => sum + (value ?? 0), 0),
    color: seriesColor(visualization.colorSet, index),
  }));
  return { kind: 'pie', slices: slices.filter(({ value }) => value > 0) };
}

export function radarChart(cube: Cube, visualization: Visualization): RadarChart {
  const { series, categories } = plainSeries(cube, visualization);
  const order = shownCategories(series, visualization);
  return {
    kind: 'radar',
    categories: order.map((index) => {
      const { group, name = '' } = categories[index] ?? {};
      return group === undefined ? name : `${group} - ${name}`;
    }),
    series: series.map(({ name, values }, index) => ({
      name,
      values: order.map((place) => values[place] ?? null),
      color: seriesColor(visualization.colorSet, index),
    })),
  };
}

/** The first value of the answer on a dial, which goes to 100 unless the axis says something else or the value lies beyond. */
export function gaugeChart(
  cube: Cube,
  visualization: Visualization,
  { separator, legends }: ChartOptions,
): GaugeChart | undefined {
  const [first] = cube.cells;
  if (!first) return undefined;
  const [position, { value, text }] = first;
  const [axis] = valueAxes(visualization, 1);
  const min = axis?.min ?? Math.min(0, value);
  const max = Math.max(axis?.max ?? (value > GAUGE_END ? roundedUp(value) : GAUGE_END), min + 1);
  return {
    kind: 'gauge',
    value,
    text: groupDigits(text, separator),
    min,
    max,
    ranges: rangesOf(legends, min, max),
    color: legends?.legendFor(value, position.dx)?.color ?? GAUGE_COLOR,
    separator,
  };
}

/** The next of 1, 2 or 5 times a power of ten. */
function roundedUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((end) => end >= value) ?? value;
}

function rangesOf(legends: Legends | undefined, min: number, max: number): GaugeChart['ranges'] {
  return (legends?.all ?? [])
    .filter(({ from, to }) => to > min && from < max)
    .map(({ to, color }) => ({ to: Math.min(to, max), color }));
}

/** A point for each item of the rows that has both values: the first data item upwards, the second one to the right. */
export function scatterChart(
  cube: Cube,
  visualization: Visualization,
  { separator }: ChartOptions,
): ScatterChart | undefined {
  const [up, right] = cube.items('dx');
  if (!up || !right) return undefined;
  const others = [...visualization.columns, ...visualization.rows]
    .map(({ dimension }) => dimension)
    .filter((dimension) => dimension !== 'dx');
  const points = combinations(cube, others).flatMap((items) => {
    const position = positionOf(others, items);
    const [y, x] = [up, right].map(({ id }) => cube.cell({ ...position, dx: id })?.value);
    return x === undefined || y === undefined ? [] : [{ name: items.map(({ name }) => name).join(' - '), x, y }];
  });
  return {
    kind: 'scatter',
    points,
    xTitle: right.name,
    yTitle: up.name,
    color: seriesColor(visualization.colorSet, 0),
    separator,
  };
}
