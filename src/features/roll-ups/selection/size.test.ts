import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedColumns, sortedColumns } from '../columns.js';
import { estimateBytes, estimateRows, occurringKeys, type TableStatistics } from './size.js';

const UNIT_SET = 'UnitSetAbcd';
const ELEMENT_SET = 'ElemSetAbcd';

const table = sortedColumns([
  ...['dx', 'co', UNIT_SET, ELEMENT_SET, 'uidlevel1', 'uidlevel2', 'uidlevel3'].map((name) => ({
    name,
    type: 'character(11)',
  })),
  ...['weekly', 'monthly', 'quarterly', 'quarterlynov', 'yearly', 'financialoct'].map((name) => ({
    name,
    type: 'text',
  })),
]);

/** A year with 12 months of monthly data, some quarterly, no weekly; 10 units of level 2 with 5 below each, some of which report themselves. */
const statistics: TableStatistics = {
  table,
  determinedBy: new Map([[ELEMENT_SET, 'dx']]),
  combosPerElement: 2.5,
  yearRows: [1e12, 1e12],
  columns: new Map(
    Object.entries({
      dx: { distinct: 100, nullShare: 0, width: 12 },
      co: { distinct: 4, nullShare: 0, width: 12 },
      [UNIT_SET]: { distinct: 3, nullShare: 0.1, width: 12 },
      [ELEMENT_SET]: { distinct: 6, nullShare: 0, width: 12 },
      uidlevel1: { distinct: 1, nullShare: 0, width: 12 },
      uidlevel2: { distinct: 10, nullShare: 0, width: 12 },
      uidlevel3: { distinct: 50, nullShare: 0.2, width: 12 },
      weekly: { distinct: 0, nullShare: 1, width: 0 },
      monthly: { distinct: 12, nullShare: 0.3, width: 7 },
      quarterly: { distinct: 4, nullShare: 0, width: 7 },
      quarterlynov: { distinct: 5, nullShare: 0.3, width: 10 },
      yearly: { distinct: 1, nullShare: 0, width: 5 },
      financialoct: { distinct: 2, nullShare: 0, width: 8 },
    }),
  ),
};

/** Keys in each of the two years. */
const keysOf = (...names: string[]) => (estimateRows(closedColumns(names, table), statistics, []) ?? 0) / 2;

describe('occurringKeys', () => {
  it('is D·(1 − (1 − 1/D)^N)', () => {
    expect(occurringKeys(1000, 1000)).toBeCloseTo(1000 * (1 - 0.999 ** 1000), 6);
    expect(occurringKeys(10, 1e9)).toBeCloseTo(10, 6);
    expect(occurringKeys(1e15, 1e6)).toBeCloseTo(1e6, 0);
    expect(occurringKeys(1, 50)).toBe(1);
    expect(occurringKeys(50, 0)).toBe(0);
  });

  it('never exceeds keys or rows, and grows with both', () => {
    const size = fc.integer({ min: 0, max: 1e9 });
    fc.assert(
      fc.property(size, size, size, (keys, rows, more) => {
        const own = occurringKeys(keys, rows);
        expect(own).toBeLessThanOrEqual(Math.min(keys, rows) * (1 + 1e-9));
        expect(occurringKeys(keys + more, rows)).toBeGreaterThanOrEqual(own * (1 - 1e-9));
        expect(occurringKeys(keys, rows + more)).toBeGreaterThanOrEqual(own * (1 - 1e-9));
      }),
      { numRuns: 200 },
    );
  });
});

describe('estimateRows', () => {
  it('counts columns that follow from others once', () => {
    expect(keysOf('dx')).toBeCloseTo(100, 3);
    // 50 units or, for two elements of ten, 10 units above them
    expect(keysOf('dx', 'uidlevel3')).toBeCloseTo(100 * (0.8 * 50 + 0.2 * 10), 3);
    // whatever is reported for them
    expect(keysOf('uidlevel3')).toBeCloseTo(50 + 10, 3);
    // 12 months or, for three elements of ten, 4 quarters
    expect(keysOf('dx', 'monthly')).toBeCloseTo(100 * (0.7 * 12 + 0.3 * 4), 3);
    expect(keysOf('dx', 'weekly')).toBeCloseTo(100 * (0.7 * 12 + 0.3 * 4), 3);
    // whatever is reported in them
    expect(keysOf('monthly')).toBeCloseTo(12 + 4, 3);
    // of 4 option combos an element has 2.5
    expect(keysOf('dx', 'co')).toBeCloseTo(100 * 2.5, 3);
    expect(keysOf('co')).toBeCloseTo(4, 3);
    expect(keysOf('dx', ELEMENT_SET)).toBeCloseTo(100, 3);
    expect(keysOf(ELEMENT_SET)).toBeCloseTo(6, 3);
    // no value is a key of its own
    expect(keysOf('dx', UNIT_SET)).toBeCloseTo(100 * 4, 3);
  });

  it('multiplies period types of one length, which do not follow from each other', () => {
    expect(keysOf('yearly', 'financialoct')).toBeCloseTo(2, 3);
    expect(keysOf('quarterly', 'quarterlynov')).toBeCloseTo(4 * 6, 3);
  });

  it('never exceeds the rows of the years', () => {
    const few = { ...statistics, yearRows: [300, 50] };
    expect(estimateRows(['dx', 'uidlevel1', 'uidlevel2'], few, [])).toBeLessThan(350);
    expect(estimateRows(['dx'], few, [])).toBeLessThan(100 + 50);
  });

  it('goes by what roll-ups with more or fewer columns turned out to have', () => {
    const sizeWith = (columns: readonly string[], rows: number) =>
      estimateRows(['dx', 'uidlevel1', 'uidlevel2'], statistics, [{ columns: new Set(columns), rows }]);
    expect(sizeWith(['dx', 'uidlevel1', 'uidlevel2', 'co'], 700)).toBe(700);
    expect(sizeWith(['dx', 'uidlevel1'], 5000)).toBe(5000);
    expect(sizeWith(['dx', 'uidlevel1', 'uidlevel2'], 900)).toBe(900);
    expect(sizeWith(['co'], 9e9)).toBeCloseTo(2 * 100 * 10, 3);
  });

  it('tells nothing of a column without statistics', () => {
    expect(estimateRows(['dx', 'pestartdate'], statistics, [])).toBeUndefined();
  });
});

it('counts the bytes of keys, states and the head of each row', () => {
  // pointer 4, head 24 with its bits, 12 + 12 × 0.8 of keys and 16 of states in whole eights
  const bytes = estimateBytes(1000, { columns: ['dx', 'uidlevel3'], states: ['n', 'sum_v'] }, statistics);
  expect(bytes).toBeCloseTo(1000 * (4 + 24 + 40) * 1.2, 6);
});
