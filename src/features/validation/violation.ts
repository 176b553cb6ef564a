import type { MissingValueStrategy } from '../../kernel/expressions/index.js';

export const OPERATORS = [
  'equal_to',
  'not_equal_to',
  'greater_than',
  'greater_than_or_equal_to',
  'less_than',
  'less_than_or_equal_to',
  'compulsory_pair',
  'exclusive_pair',
] as const;
export type Operator = (typeof OPERATORS)[number];

/** What one side of a rule came to. */
export interface Side {
  readonly value: number | null;
  readonly strategy: MissingValueStrategy;
}

/** Whether the two sides break the rule (contract: tables.md §6.3). */
export function isViolation(operator: Operator, left: Side, right: Side): boolean {
  if (operator === 'compulsory_pair') return (left.value === null) !== (right.value === null);
  if (operator === 'exclusive_pair') return left.value !== null && right.value !== null;
  const a = present(left);
  const b = present(right);
  if (a === null || b === null) return false;
  switch (operator) {
    case 'equal_to':
      return a !== b;
    case 'not_equal_to':
      return a === b;
    case 'greater_than':
      return a <= b;
    case 'greater_than_or_equal_to':
      return a < b;
    case 'less_than':
      return a >= b;
    case 'less_than_or_equal_to':
      return a > b;
  }
}

/** Where nothing is ever skipped a missing side is zero. */
const present = ({ value, strategy }: Side): number | null => (value === null && strategy === 'NEVER_SKIP' ? 0 : value);

const FRACTION_FROM = 10;
const SIGNIFICANT = 3;

/** A side as it is stored: one decimal from ±10 on, else three significant digits; 0 when missing (contract: tables.md §6.4). */
export function storedValue(value: number | null): number {
  if (value === null || value === 0) return 0;
  if (Math.abs(value) < FRACTION_FROM) return Number(value.toPrecision(SIGNIFICANT));
  // Numbers of this size have no decimals left, and multiplying could overflow.
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? value : Math.round(value * 10) / 10;
}
