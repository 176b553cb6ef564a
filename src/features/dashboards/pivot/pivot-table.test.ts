import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cubeOf } from '../cube.js';
import type { Visualization } from '../favourites.js';
import { headersOf } from './leaves.js';
import { pivotTable } from './pivot-table.js';

type Row = readonly [dx: string, pe: string, ou: string, value: number];

const DX = ['d1', 'd2'];
const PE = ['p1', 'p2', 'p3'];
const OU = ['o1', 'o2', 'o3', 'o4'];

const cube = (rows: readonly Row[], details: Readonly<Record<string, unknown>> = {}) =>
  cubeOf(
    {
      headers: ['dx', 'pe', 'ou', 'value'].map((name) => ({ name, column: name })),
      metaData: {
        items: Object.fromEntries([...DX, ...PE, ...OU].map((id) => [id, { name: `Name of ${id}`, ...details }])),
        dimensions: { dx: DX, pe: PE, ou: OU },
      },
      rows: rows.map((row) => row.map(String)),
    },
    [],
  );

const axis = (...names: readonly string[]) => names.map((dimension) => ({ dimension, items: [] }));

const layout = (options: Partial<Visualization>): Visualization => ({
  id: 'v',
  displayName: 'V',
  type: 'PIVOT_TABLE',
  columns: axis('dx', 'pe'),
  rows: axis('ou'),
  filters: [],
  ...options,
});

const ALL: Partial<Visualization> = { rowTotals: true, colTotals: true, rowSubTotals: true };
const ROWS: readonly Row[] = [
  ['d1', 'p1', 'o1', 1],
  ['d1', 'p3', 'o1', 2],
  ['d2', 'p1', 'o1', 1000],
  ['d2', 'p2', 'o3', 5.5],
];

const values = (table: ReturnType<typeof pivotTable>) => table.cells.map((row) => row.map(({ value }) => value));
const texts = (table: ReturnType<typeof pivotTable>) => table.cells.map((row) => row.map(({ text }) => text).join('|'));

describe('a cross table', () => {
  it('has totals and subtotals that are the sums of what is there', () => {
    const cell = fc.tuple(
      fc.constantFrom(...DX),
      fc.constantFrom(...PE),
      fc.constantFrom(...OU),
      fc.integer({ min: -99, max: 99 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(cell, { selector: ([dx, pe, ou]) => dx + pe + ou }), (rows) => {
        const sum = (dx: readonly string[], pe: readonly string[], ou: readonly string[]): number | undefined => {
          const found = rows.filter((row) => dx.includes(row[0]) && pe.includes(row[1]) && ou.includes(row[2]));
          return found.length === 0 ? undefined : found.reduce((total, row) => total + row[3], 0);
        };
        const line = (ou: readonly string[]) => [
          ...DX.flatMap((dx) => [...PE.map((pe) => sum([dx], [pe], ou)), sum([dx], PE, ou)]),
          sum(DX, PE, ou),
        ];
        expect(values(pivotTable(cube(rows), layout(ALL), 'NONE'))).toEqual([...OU.map((ou) => line([ou])), line(OU)]);
      }),
    );
  });

  it('has means instead of sums where elements are averaged', () => {
    const table = pivotTable(
      cube(ROWS, { totalAggregationType: 'AVERAGE' }),
      layout({ columns: axis('dx'), rows: axis('pe', 'ou'), colTotals: true, hideEmptyRows: true }),
      'NONE',
    );
    expect(values(table).at(-1)).toEqual([1.5, 502.75]);
  });

  it('hides what is empty when asked to', () => {
    const table = pivotTable(cube(ROWS), layout({ hideEmptyRows: true, hideEmptyColumns: true }), 'COMMA');
    expect(texts(table)).toEqual(['1|2|1,000|', '|||5.5']);
  });

  it('shows shares, sums so far, and the largest', () => {
    const columns = axis('dx');
    const rows = axis('ou');
    const one = cube(
      ROWS.filter(([, pe]) => pe === 'p1' || pe === 'p2').map(([dx, , ou, value]) => [dx, '', ou, value]),
    );
    const of = (options: Partial<Visualization>) =>
      texts(pivotTable(one, layout({ columns, rows, hideEmptyRows: true, ...options }), 'NONE'));
    expect(of({ numberType: 'ROW_PERCENTAGE' })).toEqual(['0.1%|99.9%', '|100%']);
    expect(of({ numberType: 'COLUMN_PERCENTAGE' })).toEqual(['100%|99.45%', '|0.55%']);
    expect(of({ cumulativeValues: true })).toEqual(['1|1001', '|5.5']);
    expect(of({ sortOrder: -1 })).toEqual(['|5.5', '1|1000']);
    expect(of({ sortOrder: 1, topLimit: 1 })).toEqual(['1|1000']);
  });

  it('shares a header among neighbours', () => {
    const { columns } = pivotTable(cube(ROWS), layout(ALL), 'NONE');
    const level = (number: number) =>
      [...headersOf(columns, number, 2)].map(([begin, { text, span, depth }]) => [begin, text, span, depth]);
    expect(level(0)).toEqual([
      [0, 'Name of d1', 3, 1],
      [3, 'Subtotal', 1, 2],
      [4, 'Name of d2', 3, 1],
      [7, 'Subtotal', 1, 2],
      [8, 'Total', 1, 2],
    ]);
    expect(level(1).map(([begin]) => begin)).toEqual([0, 1, 2, 4, 5, 6]);
  });
});
