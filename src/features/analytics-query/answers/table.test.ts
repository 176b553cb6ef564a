import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyticsParameters } from '../answer-query.js';
import type { AnalyticsRequest, Item } from '../query.js';
import type { AnswerRow } from '../statements/execute.js';
import type { MetadataItems } from './metadata.js';
import { crossTable } from './table.js';
import { combinations, tableLayoutOf } from './table-layout.js';

const ITEMS: Readonly<Record<string, readonly string[]>> = {
  dx: ['a', 'b', 'c'],
  pe: ['2024', '2025'],
  ou: ['u', 'v', 'w'],
  gs: ['g', 'h'],
};
const item = (uid: string): Item => ({
  uid,
  name: `Name of ${uid}`,
  code: `C_${uid}`,
  details: { description: `All of ${uid}` },
});

function requestOf(dimensions: readonly string[]): AnalyticsRequest {
  const uids = (name: string) => (dimensions.includes(name) ? (ITEMS[name] ?? []) : []);
  return {
    dimensions,
    filters: [],
    data: uids('dx').map(item),
    periods: uids('pe').map((iso) => ({ iso })),
    orgUnits: { units: uids('ou').map(item) },
    columns: dimensions.includes('gs') ? [{ name: 'gs', title: 'Group set', items: uids('gs').map(item) }] : [],
  } as unknown as AnalyticsRequest;
}

const METADATA: MetadataItems = {
  data: (ITEMS.dx ?? []).map(item),
  periods: (ITEMS.pe ?? []).map(item),
  units: (ITEMS.ou ?? []).map(item),
  members: (ITEMS.gs ?? []).map(item),
  combos: [],
  keywords: [],
};

async function* inBatches(rows: readonly AnswerRow[]) {
  for (let at = 0; at < rows.length; at += 2) yield rows.slice(at, at + 2);
}

interface Case {
  readonly dimensions: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly answer: readonly AnswerRow[];
  readonly hideEmptyRows: boolean;
  readonly hideEmptyColumns: boolean;
}

const cases: fc.Arbitrary<Case> = fc
  .shuffledSubarray(Object.keys(ITEMS), { minLength: 1 })
  .chain((dimensions) => {
    const keys = [...combinations(dimensions.map((name) => ITEMS[name] ?? []))];
    return fc.record({
      dimensions: fc.constant(dimensions),
      columns: fc.shuffledSubarray(dimensions),
      rows: fc.shuffledSubarray(dimensions),
      answer: fc.shuffledSubarray(keys).map((some) => some.map((own, index) => ({ keys: own, value: index + 1 }))),
      hideEmptyRows: fc.boolean(),
      hideEmptyColumns: fc.boolean(),
    });
  })
  .filter(({ columns, rows }) => columns.length + rows.length > 0);

/** The same table by looking for the value of each cell among all rows. */
function pivot(
  { dimensions, answer, hideEmptyRows, hideEmptyColumns }: Case,
  down: readonly string[],
  across: readonly string[],
) {
  const listOf = (name: string) => ITEMS[name] ?? [];
  const valueAt = (row: readonly string[], column: readonly string[]): string => {
    const want = (name: string): string | undefined => row[down.indexOf(name)] ?? column[across.indexOf(name)];
    const found = answer.find(({ keys }) => dimensions.every((name, index) => keys[index] === want(name)));
    return found === undefined ? '' : String(found.value);
  };
  const allRows = [...combinations(down.map(listOf))];
  const columns = [...combinations(across.map(listOf))].filter(
    (column) => !hideEmptyColumns || allRows.some((row) => valueAt(row, column) !== ''),
  );
  const table = allRows.map((row) => ({ row, cells: columns.map((column) => valueAt(row, column)) }));
  const isEmpty = (row: readonly string[]) =>
    [...combinations(across.map(listOf))].every((column) => valueAt(row, column) === '');
  return {
    titles: columns.map((column) => (column.length === 0 ? 'Total' : column.map((uid) => `Name of ${uid}`).join(' '))),
    rows: table
      .filter(({ row }) => !hideEmptyRows || !isEmpty(row))
      .map(({ row, cells }) => [
        ...row.flatMap((uid) => [uid, `Name of ${uid}`, `C_${uid}`, `All of ${uid}`]),
        ...cells,
      ]),
  };
}

describe('a cross table', () => {
  it('is what looking for each cell among all rows gives', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        const request = requestOf(one.dimensions);
        const parameters = analyticsParameters({
          hideEmptyRows: one.hideEmptyRows,
          hideEmptyColumns: one.hideEmptyColumns,
        });
        const layout = tableLayoutOf({ columns: one.columns.join(';'), rows: one.rows.join(';') }, request, 1000);
        if (!layout) throw new Error('A layout was asked for.');
        expect([...layout.columns, ...layout.rows].toSorted()).toEqual(one.dimensions.toSorted());
        const options = {
          layout,
          items: METADATA,
          occurring: () => [],
          parameters,
          user: undefined as never,
          ignored: [],
        };
        const grid = await crossTable(undefined as never, request, inBatches(one.answer), options);
        const rows = [];
        for await (const batch of grid.rows as AsyncIterable<readonly (readonly string[])[]>) rows.push(...batch);
        const expected = pivot(one, layout.rows, layout.columns);
        expect(rows).toEqual(expected.rows);
        expect(grid.headers.slice(4 * layout.rows.length).map(({ column }) => column)).toEqual(expected.titles);
        expect(grid.height).toBe(rows.length);
      }),
      { numRuns: 200 },
    );
  });

  it('is refused for a name that is no dimension, and when a side is too long', () => {
    const request = requestOf(['dx', 'ou']);
    expect(() => tableLayoutOf({ columns: 'pe', rows: 'ou' }, request, 0)).toThrow(
      'Column must be present as dimension in query: `pe`',
    );
    expect(() => tableLayoutOf({ columns: 'dx', rows: 'ou;pe' }, request, 0)).toThrow(
      'Row must be present as dimension in query: `pe`',
    );
    expect(() => tableLayoutOf({ columns: 'dx;ou', rows: '' }, request, 8)).toThrow(
      'Too many combinations of columns or rows.',
    );
    expect(tableLayoutOf({ columns: 'dx;ou', rows: '' }, request, 9)).toMatchObject({
      columns: ['dx', 'ou'],
      rows: [],
    });
    expect(tableLayoutOf({ columns: '' }, request, 1)).toBeUndefined();
  });
});
