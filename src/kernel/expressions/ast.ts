/** Which of the peer's languages a formula is in: that of aggregated data, or that of program indicators. */
export type Dialect = 'aggregate' | 'program';

/** Kinds of objects that a formula names, as they are written: `#{…}`, `C{…}`, `PS_EVENTDATE:…` */
export type ItemSymbol = '#' | 'A' | 'C' | 'D' | 'I' | 'N' | 'OUG' | 'PS_EVENTDATE' | 'R';

/** Part of an item that stands for all option combos. */
export const WILDCARD = '*';

/** A named value, e.g. `#{fbfJHSPpUQD.pq2XI5kz2BY}.periodOffset(-1)`. */
export interface Item {
  readonly symbol: ItemSymbol;
  /** What stands between the braces, split at its points. */
  readonly parts: readonly string[];
  /** Periods from the one that is worked out to the one whose value is meant. */
  readonly offset: number;
  /** Days before which, and after which, there is no value; `yyyy-MM-dd`. */
  readonly minDate?: string;
  readonly maxDate?: string;
  /** How several values become one, if not as the data element says. */
  readonly aggregationType?: string;
  /** All values since the year began are meant, which only analytics knows; where that is said. */
  readonly yearToDate?: number;
  /** Which event of a repeatable stage is meant, which only analytics knows: 0 the last, -1 the one before, 1 the first. */
  readonly stageOffset?: { readonly offset: number; readonly position: number };
  /** Start and end in the text. */
  readonly range: readonly [number, number];
}

export const VARIABLES = ['days', 'periodInYear', 'yearlyPeriodCount'] as const;
export type Variable = (typeof VARIABLES)[number];

export const UNIT_TESTS = ['ancestor', 'dataSet', 'group', 'program'] as const;
export type UnitTestName = (typeof UNIT_TESTS)[number];

export interface UnitTest {
  readonly kind: 'unitTest';
  readonly name: UnitTestName;
  readonly uids: readonly { readonly uid: string; readonly range: readonly [number, number] }[];
}

export type UnaryOperator = '+' | '-' | '!';
export type BinaryOperator = '^' | '*' | '/' | '%' | '+' | '-' | '<' | '<=' | '>' | '>=' | '==' | '!=' | '&&' | '||';

/** A formula as a tree. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: number | string | boolean }
  | { readonly kind: 'item'; readonly item: Item }
  | { readonly kind: 'variable'; readonly name: Variable }
  | { readonly kind: 'programVariable'; readonly name: string; readonly position: number }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | Call
  | UnitTest
  | IndicatorFormula;

/** A function and what it is worked out from. */
export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  readonly position: number;
  /** How the values of a sub-expression become one, if not by their sum. */
  readonly aggregationType?: string;
}

/** Name of the function whose argument is worked out for each organisation unit, before units are put together. */
export const SUB_EXPRESSION = 'subExpression';

/** An indicator whose formulas were put in the place of its name. */
export interface IndicatorFormula {
  readonly kind: 'indicator';
  readonly item: Item;
  readonly numerator: Expression;
  readonly denominator: Expression;
  readonly factor: number;
  readonly annualized: boolean;
}

/** The parts of an expression, from left to right. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
      return expression.args;
    case 'indicator':
      return [expression.numerator, expression.denominator];
    default:
      return [];
  }
}

/** The expression and all parts of it. */
export function* partsOf(expression: Expression): Generator<Expression> {
  yield expression;
  for (const child of childrenOf(expression)) yield* partsOf(child);
}

/** What a condition such as `< 5` is about, which has nothing of its own on its left. No variable of the language is called so. */
export const TESTED_VALUE = 'tested value';

/** The same expression with something else in the place of what it begins with. */
export function withFirst(expression: Expression, first: Expression): Expression {
  return expression.kind === 'binary' ? { ...expression, left: withFirst(expression.left, first) } : first;
}

/** The same expression with something else in the place of each item. */
export const replaceItems = (expression: Expression, replace: (item: Item) => Expression): Expression =>
  mapped(expression, (part) => (part.kind === 'item' ? replace(part.item) : undefined));

/** The same expression with something else in the place of each sub-expression. */
export const replaceSubExpressions = (expression: Expression, replace: (call: Call) => Expression): Expression =>
  mapped(expression, (part) => (part.kind === 'call' && part.name === SUB_EXPRESSION ? replace(part) : undefined));

/** The same expression with something else in the place of all parts for which there is something. */
function mapped(expression: Expression, replace: (part: Expression) => Expression | undefined): Expression {
  const replaced = replace(expression);
  if (replaced) return replaced;
  const again = (part: Expression): Expression => mapped(part, replace);
  switch (expression.kind) {
    case 'unary':
      return { ...expression, operand: again(expression.operand) };
    case 'binary':
      return { ...expression, left: again(expression.left), right: again(expression.right) };
    case 'call':
      return { ...expression, args: expression.args.map(again) };
    case 'indicator':
      return {
        ...expression,
        numerator: again(expression.numerator),
        denominator: again(expression.denominator),
      };
    default:
      return expression;
  }
}

/** Kinds of groups by which a part of an item may choose, as they are written. */
export type PartTag = 'deGroup' | 'coGroup' | 'co';

/** What a part of an item names: `coGroup:oRVt7g429ZO&MAs88nJc9nL` two category option groups. */
export function namedBy(part: string): { readonly tag: PartTag | undefined; readonly uids: readonly string[] } {
  const [, tag, uids = ''] = /^(?:(deGroup|coGroup|co):)?(.*)$/s.exec(part) ?? [];
  return { tag: tag as PartTag | undefined, uids: uids.split('&').map((uid) => uid.trim()) };
}

/** Whether an item stands for all values of several data elements or option combos together: it names groups of them, or lists. */
export const isSelection = ({ parts }: Item): boolean => parts.some((part) => /[:&]/.test(part));

/** What an item is called, its modifiers apart: `#{fbfJHSPpUQD}`. */
export const itemText = ({ symbol, parts }: Item): string => `${symbol}{${parts.join('.')}}`;
