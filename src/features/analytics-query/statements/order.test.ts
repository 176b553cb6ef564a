import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AnalyticsRequest, ColumnDimension } from '../query.js';
import { comparisonOf, type OrderedRow, sorted } from './order.js';

const letters = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => String.fromCharCode(97 + index));

const column = (name: string, uids: readonly string[]): ColumnDimension => ({
  name,
  title: name,
  items: uids.map((uid) => ({ uid, name: uid })),
});

const requestOf = (dimensions: readonly string[], columns: readonly ColumnDimension[]): AnalyticsRequest => ({
  ...{ dimensions, columns, filters: [], data: [], periods: [], keywords: [], ignored: [], approval: undefined },
  orgUnits: { units: [], groups: [], keywords: [] },
});

const named = fc.shuffledSubarray([...letters(5)]);
const row = fc.record({
  keys: fc.tuple(fc.constantFrom(...letters(7)), fc.constantFrom(...letters(7)), fc.constantFrom(...letters(3))),
  value: fc.oneof(fc.constantFrom(-1, 0, 2.5), fc.constantFrom('x', 'y')),
});

it('sorts as rows compare, and leaves equal ones as they come', () => {
  fc.assert(
    fc.property(
      fc.tuple(named, named, fc.constantFrom('c', 'longitude')),
      fc.array(row, { maxLength: 40 }),
      fc.constantFrom('ASC' as const, 'DESC' as const, undefined),
      ([first, second, third], rows: readonly OrderedRow[], order) => {
        const request = requestOf(['a', 'b', third], [column('a', first), column('b', second)]);
        const wanted = rows.toSorted(comparisonOf(request, order));
        // The very objects: equal rows are told apart.
        for (const [index, found] of sorted(request, rows, order).entries()) expect(found).toBe(wanted[index]);
      },
    ),
  );
});

it('sorts where there are more combinations than a number holds', () => {
  const names = letters(20);
  const request = requestOf(
    names,
    names.map((name) =>
      column(
        name,
        Array.from({ length: 200 }, (_, index) => `${name}${index}`),
      ),
    ),
  );
  const rows = [150, 30, 7].map((item) => ({ keys: names.map((name) => `${name}${item}`), value: item }));
  expect(sorted(request, rows, undefined).map(({ value }) => value)).toEqual([7, 30, 150]);
});
