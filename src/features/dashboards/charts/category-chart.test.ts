import { describe, expect, it } from 'vitest';
import { cubeOf } from '../cube.js';
import type { Visualization } from '../favourites.js';
import { categoryChart, plainSeries } from './category-chart.js';
import { categoryOption, groupsOf } from './category-option.js';

const axis = (...names: readonly string[]) => names.map((dimension) => ({ dimension, items: [] }));

const cube = cubeOf(
  {
    headers: ['dx', 'pe', 'value'].map((name) => ({ name, column: name })),
    metaData: {
      items: { a: { name: 'A' }, b: { name: 'B' } },
      dimensions: { dx: ['a', 'b'], pe: ['1', '2', '3', '4', '5'] },
    },
    rows: [
      ['a', '2', '10'],
      ['a', '4', '40'],
      ['b', '2', '30'],
      ['b', '4', '10'],
    ],
  },
  [],
);

function chart(options: Partial<Visualization>) {
  const visualization: Visualization = {
    id: 'v',
    displayName: 'V',
    type: 'COLUMN',
    columns: axis('dx'),
    rows: axis('pe'),
    filters: [],
    ...options,
  };
  const made = categoryChart(plainSeries(cube, visualization), visualization, {
    separator: 'SPACE',
    legends: undefined,
  });
  return {
    ...made,
    names: made.categories.map(({ name }) => name).join(''),
    rows: made.series.map(({ values }) => values),
  };
}

describe('charts over categories', () => {
  it.each([
    [undefined, '12345'],
    ['NONE', '12345'],
    ['BEFORE_FIRST', '2345'],
    ['AFTER_LAST', '1234'],
    ['BEFORE_FIRST_AFTER_LAST', '234'],
    ['ALL', '24'],
  ])('with hideEmptyRowItems %s', (hideEmptyRowItems, names) => {
    expect(chart({ ...(hideEmptyRowItems !== undefined && { hideEmptyRowItems }) }).names).toBe(names);
  });

  it('are sorted by the sums of their categories', () => {
    expect(chart({ hideEmptyRowItems: 'ALL', sortOrder: 1 }).names).toBe('42');
    expect(chart({ hideEmptyRowItems: 'ALL', sortOrder: -1 }).names).toBe('24');
  });

  it('show shares of what is stacked, and only of that', () => {
    const stacked = chart({ type: 'STACKED_COLUMN', percentStackedValues: true, hideEmptyRowItems: 'ALL' });
    expect(stacked.rows).toEqual([
      [25, 80],
      [75, 20],
    ]);
    expect(stacked.series[0]?.labels).toEqual(['25%', '80%']);
    expect(chart({ percentStackedValues: true, hideEmptyRowItems: 'ALL' }).rows[0]).toEqual([10, 40]);
  });

  it('show sums so far, with the gaps', () => {
    expect(chart({ cumulativeValues: true }).rows[0]).toEqual([null, 10, null, 50, null]);
  });

  it('mix columns and lines on two axes', () => {
    const series = [{ dimensionItem: 'b', type: 'LINE', axis: 1 }];
    const mixed = chart({
      series,
      axes: [{ type: 'RANGE', index: 1, title: { textMode: 'CUSTOM', text: 'Rate' }, maxValue: 50 }],
    });
    expect(mixed.series.map(({ shape, axis: own }) => [shape, own])).toEqual([
      ['bar', 0],
      ['line', 1],
    ]);
    expect(mixed.axes.map(({ title, max }) => [title, max])).toEqual([
      [undefined, undefined],
      ['Rate', 50],
    ]);
    expect(categoryOption(mixed).yAxis).toHaveLength(2);
  });

  it('have a straight line through what there is', () => {
    expect(chart({ regressionType: 'LINEAR' }).trends[0]?.values).toEqual([-5, 10, 25, 40, 55]);
  });

  it.each([
    [
      ['x', 'x', 'y', 'y'],
      ['x', 'y'],
    ],
    [['x', 'y', 'y'], undefined],
    [
      ['x', 'y', 'x', 'y'],
      ['x', 'y', 'x', 'y'],
    ],
    [[undefined, undefined], undefined],
  ])('group %j under %j', (groups, wanted) => {
    expect(groupsOf(groups.map((group) => ({ name: 'n', group })))).toEqual(wanted);
  });
});
