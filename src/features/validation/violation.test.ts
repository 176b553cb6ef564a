import { expect, it } from 'vitest';
import { isViolation, OPERATORS, type Side, storedValue } from './violation.js';

const side = (value: number | null, strategy: Side['strategy'] = 'SKIP_IF_ALL_VALUES_MISSING'): Side => ({
  value,
  strategy,
});

it('compares two sides that are there', () => {
  const broken = (left: number, right: number) =>
    OPERATORS.filter((operator) => isViolation(operator, side(left), side(right)));
  expect(broken(1, 2)).toEqual(['equal_to', 'greater_than', 'greater_than_or_equal_to', 'exclusive_pair']);
  expect(broken(2, 2)).toEqual(['not_equal_to', 'greater_than', 'less_than', 'exclusive_pair']);
  expect(broken(3, 2)).toEqual(['equal_to', 'less_than', 'less_than_or_equal_to', 'exclusive_pair']);
});

it('compares with a missing side only where nothing is skipped', () => {
  expect(OPERATORS.filter((operator) => isViolation(operator, side(1), side(null)))).toEqual(['compulsory_pair']);
  expect(OPERATORS.filter((operator) => isViolation(operator, side(null), side(null)))).toEqual([]);
  expect(OPERATORS.filter((operator) => isViolation(operator, side(1), side(null, 'NEVER_SKIP')))).toEqual([
    'equal_to',
    'less_than',
    'less_than_or_equal_to',
    'compulsory_pair',
  ]);
});

it.each([
  [null, 0],
  [0, 0],
  [1.23456, 1.23],
  [-0.0012345, -0.00123],
  [9.999, 10],
  [12.345, 12.3],
  [-123.456, -123.5],
  [1e300, 1e300],
])('stores %s as %s', (value, stored) => {
  expect(storedValue(value)).toBe(stored);
});
