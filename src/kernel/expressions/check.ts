import { childrenOf, type Expression, type Item, itemText, SUB_EXPRESSION } from './ast.js';
import { ExpressionError } from './expression-error.js';
import { FUNCTIONS, type ValueKind } from './functions.js';

/** Where a formula is used: what may stand in it depends on that. */
export type ExpressionUse = 'validation rule' | 'predictor' | 'skip test' | 'indicator';

const UNSUPPORTED: Readonly<Partial<Record<Item['symbol'], string>>> = {
  A: 'Program attributes',
  D: 'Program data elements',
  I: 'Program indicators',
};

/**
 * Whether this server can work the formula out.
 *
 * @throws ExpressionError for the first thing in it that is only read
 */
function refuseUnsupported(expression: Expression): void {
  if (expression.kind === 'programVariable')
    throw new ExpressionError(`Program variables are not supported: V{${expression.name}}`, expression.position);
  if (expression.kind === 'call' && expression.name === SUB_EXPRESSION)
    throw new ExpressionError(`Function '${SUB_EXPRESSION}' is only worked out by analytics`, expression.position);
  if (expression.kind === 'call' && !FUNCTIONS.has(expression.name))
    throw new ExpressionError(`Unknown function '${expression.name}'`, expression.position);
  if (expression.kind === 'item') refuseItem(expression.item);
  for (const child of childrenOf(expression)) refuseUnsupported(child);
}

function refuseItem(item: Item): void {
  if (item.yearToDate !== undefined)
    throw new ExpressionError("Function 'yearToDate' is only worked out by analytics", item.yearToDate);
  if (item.stageOffset !== undefined)
    throw new ExpressionError("Function 'stageOffset' is only for program indicators", item.stageOffset.position);
  const name = UNSUPPORTED[item.symbol];
  if (name === undefined) return;
  throw new ExpressionError(`${name} are not supported in this kind of expression: ${itemText(item)}`, item.range[0]);
}

/**
 * Whether the formula may be used so and can be worked out here, as far as that can be told without data.
 *
 * @param results what it may come to; anything of a number, a text and a truth value unless given
 * @throws ExpressionError that says what is wrong
 */
export function checkExpression(
  expression: Expression,
  use: ExpressionUse,
  results: readonly ValueKind[] = ['number', 'string', 'boolean'],
): void {
  refuseUnsupported(expression);
  checkKinds(expression, use, results);
}

/**
 * Whether the formula may be used so, be it on another server that can do more than this one.
 *
 * @throws ExpressionError that says what is wrong
 */
export function checkKinds(expression: Expression, use: ExpressionUse, results: readonly ValueKind[]): void {
  const kind = kindOf(expression, use);
  if (kind !== 'any' && !results.includes(kind))
    throw new ExpressionError(
      `The expression gives a ${NAMES[kind]}, not a ${results.map((result) => NAMES[result]).join(' or a ')}.`,
    );
}

const NAMES: Readonly<Record<ValueKind, string>> = {
  number: 'number',
  string: 'text',
  boolean: 'truth value',
  any: 'value',
};

function kindOf(expression: Expression, use: ExpressionUse): ValueKind {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value as ValueKind;
    case 'item':
      return expression.item.symbol === '#' ? 'any' : 'number';
    case 'programVariable':
      return 'any';
    case 'variable':
      return 'number';
    case 'unitTest':
      return 'boolean';
    case 'indicator':
      checkKinds(expression.numerator, 'indicator', ['number']);
      checkKinds(expression.denominator, 'indicator', ['number']);
      return 'number';
    case 'unary': {
      const kind = expression.operator === '!' ? 'boolean' : 'number';
      demand(expression.operand, kind, use, `operator '${expression.operator}'`);
      return kind;
    }
    case 'binary':
      return kindOfBinary(expression, use);
    case 'call':
      return kindOfCall(expression, use);
  }
}

function demand(expression: Expression, wanted: ValueKind, use: ExpressionUse, by: string): ValueKind {
  const kind = kindOf(expression, use);
  if (wanted === 'any' || kind === 'any' || kind === wanted) return kind;
  const isNumeric =
    expression.kind === 'literal' && kind === 'string' && Number.isFinite(Number(expression.value || '?'));
  if (wanted === 'number' && isNumeric) return kind;
  throw new ExpressionError(`A ${NAMES[kind]} stands where ${by} needs a ${NAMES[wanted]}.`);
}

function kindOfBinary(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  use: ExpressionUse,
): ValueKind {
  const by = `operator '${operator}'`;
  if (operator === '&&' || operator === '||') {
    demand(left, 'boolean', use, by);
    demand(right, 'boolean', use, by);
    return 'boolean';
  }
  if (['==', '!=', '<', '<=', '>', '>='].includes(operator)) {
    demand(right, kindOf(left, use), use, by);
    return 'boolean';
  }
  demand(left, 'number', use, by);
  demand(right, 'number', use, by);
  return 'number';
}

function kindOfCall({ name, args, position }: Extract<Expression, { kind: 'call' }>, use: ExpressionUse): ValueKind {
  const definition = FUNCTIONS.get(name);
  if (!definition) {
    for (const arg of args) kindOf(arg, use);
    return 'any';
  }
  if (definition.sampled?.(args.length) !== undefined && use !== 'predictor')
    throw new ExpressionError(
      `Function '${name}' takes the values of many periods, which only a predictor has`,
      position,
    );
  const kinds = args.map((arg, index) => demand(arg, definition.argument(index), use, `function '${name}'`));
  return definition.result === 'last' ? (kinds.at(-1) ?? 'any') : definition.result;
}
