import type { BinaryOperator, Expression, IndicatorFormula, Item, UnitTest, Variable } from './ast.js';
import { asBoolean, asNumber, type Evaluate, type Frame, type State, type Value } from './evaluation.js';
import { ExpressionError } from './expression-error.js';
import { FUNCTIONS } from './functions.js';

export type MissingValueStrategy = 'SKIP_IF_ANY_VALUE_MISSING' | 'SKIP_IF_ALL_VALUES_MISSING' | 'NEVER_SKIP';

/** What the values of an item are. */
export type ItemKind = 'number' | 'boolean' | 'string' | 'date';

/** Where the values of a formula's items come from. */
export interface Bindings {
  /** The place of an item's values in the cells of a frame, and what they are. Its offset and its dates do not matter for that. */
  slotOf(item: Item): { readonly slot: number; readonly kind: ItemKind };
  /** The value of a constant. */
  constant(uid: string): number;
}

/**
 * Makes a function of a formula, which works it out in a frame.
 *
 * @throws ExpressionError for an item that the bindings do not know
 */
export function compile(expression: Expression, bindings: Bindings): Evaluate {
  const part = (child: Expression): Evaluate => compile(child, bindings);
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'item':
      return compileItem(expression.item, bindings);
    case 'variable':
      return VARIABLES[expression.name];
    case 'programVariable':
      throw new ExpressionError(`Program variables are not supported: V{${expression.name}}`, expression.position);
    case 'unitTest':
      return unitTest(expression);
    case 'indicator':
      return compileIndicator(expression, bindings);
    case 'unary': {
      const operand = part(expression.operand);
      return UNARY[expression.operator](operand);
    }
    case 'binary':
      return compileBinary(expression.operator, part(expression.left), part(expression.right));
    case 'call': {
      const definition = FUNCTIONS.get(expression.name);
      if (!definition) throw new ExpressionError(`Unknown function '${expression.name}'`, expression.position);
      return definition.compile(expression.args.map(part));
    }
  }
}

/**
 * The value of a formula in a frame, null where its strategy says that there is none (contract: tables.md §6.1).
 *
 * @param samples periods from which functions of many values take theirs
 * @throws ExpressionError for values of the wrong kind
 */
export function evaluate(
  compiled: Evaluate,
  frame: Frame,
  strategy: MissingValueStrategy,
  samples: readonly Frame[] = [],
): Value {
  const state: State = { samples, found: 0, valued: 0, replacing: true, withoutDate: false };
  const value = compiled(frame, state);
  if (state.withoutDate) return null;
  if (strategy === 'SKIP_IF_ANY_VALUE_MISSING' && state.valued < state.found) return null;
  if (strategy === 'SKIP_IF_ALL_VALUES_MISSING' && state.found > 0 && state.valued === 0) return null;
  return value;
}

/** What stands in for a missing value of a kind. */
const REPLACEMENTS: Readonly<Record<Exclude<ItemKind, 'date'>, Value>> = { number: 0, boolean: false, string: '' };

/** A missing value becomes one, and is remembered, unless the place is one that asks whether it is missing. */
function handleNull(value: Value, kind: ItemKind, state: State): Value {
  if (!state.replacing) return value;
  state.found += 1;
  if (value !== null) {
    state.valued += 1;
    return value;
  }
  if (kind !== 'date') return REPLACEMENTS[kind];
  state.withoutDate = true;
  return null;
}

function compileItem(item: Item, bindings: Bindings): Evaluate {
  const { symbol, parts, offset, minDate, maxDate } = item;
  const [uid = ''] = parts;
  if (symbol === 'C') {
    const value = bindings.constant(uid);
    return () => value;
  }
  if (symbol === 'OUG') return (frame) => frame.unit.countOfGroup(uid);
  const { slot, kind } = bindings.slotOf(item);
  if (minDate === undefined && maxDate === undefined) {
    return (frame, state) => handleNull(frame.cells(offset)?.[slot] ?? null, kind, state);
  }
  return (frame, state) => {
    const { startDate, endDate } = frame.days(offset);
    const isOutside = (minDate !== undefined && startDate < minDate) || (maxDate !== undefined && endDate > maxDate);
    return handleNull(isOutside ? null : (frame.cells(offset)?.[slot] ?? null), kind, state);
  };
}

const DAYS_IN_YEAR = 365;

/** As in analytics: no value without numerator, and none where the denominator is zero. */
function compileIndicator(
  { numerator, denominator, factor, annualized }: IndicatorFormula,
  bindings: Bindings,
): Evaluate {
  const above = compile(numerator, bindings);
  const below = compile(denominator, bindings);
  return (frame, state) => {
    const divisor = asNumber(evaluate(below, frame, 'SKIP_IF_ALL_VALUES_MISSING', state.samples));
    const dividend = asNumber(evaluate(above, frame, 'SKIP_IF_ALL_VALUES_MISSING', state.samples));
    const isThere = divisor !== null && divisor !== 0 && dividend !== null;
    const year = annualized ? DAYS_IN_YEAR / frame.daysInPeriod : 1;
    return handleNull(isThere ? (dividend * factor * year) / divisor : null, 'number', state);
  };
}

const VARIABLES: Readonly<Record<Variable, Evaluate>> = {
  days: (frame) => frame.daysInPeriod,
  periodInYear: (frame) => frame.periodInYear,
  yearlyPeriodCount: (frame) => frame.periodsInYear,
};

function unitTest({ name, uids }: UnitTest): Evaluate {
  const any =
    (test: (frame: Frame, uid: string) => boolean): Evaluate =>
    (frame) =>
      uids.some(({ uid }) => test(frame, uid));
  switch (name) {
    case 'ancestor':
      return any((frame, uid) => frame.unit.isBelow(uid));
    case 'group':
      return any((frame, uid) => frame.unit.isInGroup(uid));
    case 'dataSet':
      return any((frame, uid) => frame.unit.hasDataSet(uid));
    case 'program':
      return any((frame, uid) => frame.unit.hasProgram(uid));
  }
}

const UNARY = {
  '+':
    (operand: Evaluate): Evaluate =>
    (frame, state) =>
      asNumber(operand(frame, state)),
  '-':
    (operand: Evaluate): Evaluate =>
    (frame, state) => {
      const value = asNumber(operand(frame, state));
      return value === null ? null : -value;
    },
  '!':
    (operand: Evaluate): Evaluate =>
    (frame, state) => {
      const value = asBoolean(operand(frame, state));
      return value === null ? null : !value;
    },
};

const ARITHMETIC: Readonly<Partial<Record<BinaryOperator, (a: number, b: number) => number>>> = {
  '^': (a, b) => a ** b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
};

const COMPARISONS: Readonly<Partial<Record<BinaryOperator, (order: number) => boolean>>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
};

function compileBinary(operator: BinaryOperator, left: Evaluate, right: Evaluate): Evaluate {
  if (operator === '&&') return both(left, right, false);
  if (operator === '||') return both(left, right, true);
  const arithmetic = ARITHMETIC[operator];
  if (arithmetic) {
    return (frame, state) => {
      const a = asNumber(left(frame, state));
      const b = asNumber(right(frame, state));
      return a === null || b === null ? null : arithmetic(a, b);
    };
  }
  const comparison = COMPARISONS[operator] as (order: number) => boolean;
  return (frame, state) => {
    const a = left(frame, state);
    const b = right(frame, state);
    return a === null || b === null ? null : comparison(compare(a, b));
  };
}

/** `and`, or `or` where `decisive` is true: the first decisive side decides, and an unknown one leaves it open. The second is not looked at without need. */
const both =
  (left: Evaluate, right: Evaluate, decisive: boolean): Evaluate =>
  (frame, state) => {
    const first = asBoolean(left(frame, state));
    if (first === decisive) return first;
    const second = asBoolean(right(frame, state));
    return first === null && second !== decisive ? null : second;
  };

/** Negative, zero or positive, as of two numbers when the first is one, else as of two of a kind. NaN where they cannot be compared. */
function compare(a: Value, b: Value): number {
  if (typeof a === 'number' || typeof b === 'number') return Math.sign((asNumber(a) ?? 0) - (asNumber(b) ?? 0));
  if (typeof a !== typeof b)
    throw new ExpressionError(`${JSON.stringify(a)} and ${JSON.stringify(b)} cannot be compared.`);
  if (a === b) return 0;
  return (a as string) < (b as string) ? -1 : 1;
}
