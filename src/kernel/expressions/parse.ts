import { isUid } from '../uid.js';
import {
  type BinaryOperator,
  type Dialect,
  type Expression,
  type Item,
  replaceItems,
  SUB_EXPRESSION,
  TESTED_VALUE,
  UNIT_TESTS,
  type UnaryOperator,
  type UnitTest,
  VARIABLES,
  withFirst,
} from './ast.js';
import { ExpressionError } from './expression-error.js';
import { areParts, arityOf, isProgramVariable, itemSymbol } from './language.js';
import { MODIFIERS } from './modifiers.js';
import { type Token, tokensOf } from './tokens.js';

/** Binary operators by how loosely they bind, the loosest first. `^` is apart: it binds tighter than a sign and from the right. */
const LEVELS: readonly ReadonlySet<string>[] = [
  new Set(['||']),
  new Set(['&&']),
  new Set(['==', '!=']),
  new Set(['<', '<=', '>', '>=']),
  new Set(['+', '-']),
  new Set(['*', '/', '%']),
];
const WORDS: Readonly<Record<string, string>> = { and: '&&', or: '||', not: '!' };
const DEEPEST = 200;
/** Takes what a modifier says of something that is no item. */
const NO_ITEM: Item = { symbol: '#', parts: [], offset: 0, range: [0, 0] };

/**
 * Reads a formula of DHIS2's expression language, 2.42's grammar (contract: job-types.md §3.1 MONITORING and PREDICTOR). Whether what it names exists, whether all its
 * functions may stand where it is used, and whether this server can work it out, is not looked at.
 *
 * @throws ExpressionError with the place at which it stops making sense
 */
export function parseExpression(text: string, dialect: Dialect = 'aggregate'): Expression {
  return new Parser(tokensOf(text), dialect).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #dialect: Dialect;
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], dialect: Dialect) {
    this.#tokens = tokens;
    this.#dialect = dialect;
  }

  whole(): Expression {
    if (this.#tokens.length === 1) throw new ExpressionError('The expression is empty.');
    const expression = this.#expression();
    if (this.#token.kind !== 'end') throw this.#unexpected();
    return expression;
  }

  get #token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #unexpected(wanted?: string): ExpressionError {
    const { kind, text, start } = this.#token;
    const found = kind === 'end' ? 'The expression ends too early' : `Unexpected ${JSON.stringify(text)}`;
    return new ExpressionError(wanted === undefined ? found : `${found}; ${wanted} is missing`, start);
  }

  #take(): Token {
    const token = this.#token;
    this.#next += 1;
    return token;
  }

  /** The operator at this place; words for operators count as such. */
  #operator(): string | undefined {
    const { kind, text } = this.#token;
    if (kind === 'operator') return text;
    return kind === 'name' ? WORDS[text] : undefined;
  }

  #accept(operator: string): boolean {
    if (this.#operator() !== operator) return false;
    this.#next += 1;
    return true;
  }

  #expect(operator: string): void {
    if (!this.#accept(operator)) throw this.#unexpected(`'${operator}'`);
  }

  #expression(): Expression {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new ExpressionError('The expression is nested too deeply', this.#token.start);
    const expression = this.#binary(0);
    this.#depth -= 1;
    return expression;
  }

  #binary(level: number): Expression {
    const operators = LEVELS[level];
    if (!operators) return this.#signed();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = this.#operator();
      if (operator === undefined || !operators.has(operator)) return left;
      this.#next += 1;
      left = { kind: 'binary', operator: operator as BinaryOperator, left, right: this.#binary(level + 1) };
    }
  }

  #signed(): Expression {
    const operator = this.#operator();
    if (operator !== '+' && operator !== '-' && operator !== '!') return this.#power();
    this.#next += 1;
    return { kind: 'unary', operator: operator as UnaryOperator, operand: this.#deeper(() => this.#signed()) };
  }

  #power(): Expression {
    const left = this.#modified();
    if (!this.#accept('^')) return left;
    return { kind: 'binary', operator: '^', left, right: this.#deeper(() => this.#signed()) };
  }

  #deeper(read: () => Expression): Expression {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new ExpressionError('The expression is nested too deeply', this.#token.start);
    const expression = read();
    this.#depth -= 1;
    return expression;
  }

  /** Something with its modifiers, which hold for all items in it: `(#{…} + #{…}).periodOffset(-1)`. */
  #modified(): Expression {
    let expression = this.#primary();
    while (this.#token.kind === 'name' && this.#token.text.startsWith('.')) {
      const { text, start } = this.#take();
      const modifier = MODIFIERS.get(text.slice(1));
      if (!modifier) throw new ExpressionError(`Unknown function '${text.slice(1)}'`, start);
      this.#expect('(');
      const modify = modifier(this.#modifierArgument(), start);
      this.#expect(')');
      expression =
        expression.kind === 'call' && expression.name === SUB_EXPRESSION && text === '.aggregationType'
          ? { ...expression, aggregationType: modify(NO_ITEM).aggregationType ?? '' }
          : replaceItems(expression, (item) => ({ kind: 'item', item: modify(item) }));
    }
    return expression;
  }

  /** Text of a modifier's argument: a name, a number with its sign, or a date. */
  #modifierArgument(): string {
    let text = '';
    while (this.#token.kind !== 'end' && this.#operator() !== ')') text += this.#take().text;
    return text;
  }

  #primary(): Expression {
    const token = this.#token;
    switch (token.kind) {
      case 'number':
        this.#next += 1;
        return { kind: 'literal', value: Number(token.text) };
      case 'string':
        this.#next += 1;
        return { kind: 'literal', value: token.text };
      case 'item':
        this.#next += 1;
        return itemOrVariable(token, this.#dialect);
      case 'variable':
        this.#next += 1;
        return variableOf(token, this.#dialect);
      case 'name':
        return this.#named(token);
      default:
        if (!this.#accept('(')) throw this.#unexpected();
        return this.#closed();
    }
  }

  #closed(): Expression {
    const expression = this.#expression();
    this.#expect(')');
    return expression;
  }

  #named(token: Token): Expression {
    this.#next += 1;
    if (token.text === 'true' || token.text === 'false') return { kind: 'literal', value: token.text === 'true' };
    if (token.text.startsWith('orgUnit.') && this.#dialect === 'aggregate') return this.#unitTest(token);
    const arity = arityOf(token.text, this.#dialect);
    if (!arity) throw new ExpressionError(`Unknown function '${token.text}'`, token.start);
    this.#expect('(');
    if (arity[0] === 0 && this.#accept(')')) return { kind: 'call', name: token.text, args: [], position: token.start };
    const args = [token.text === 'd2:condition' ? this.#quoted() : this.#expression()];
    // `is( … in …, … )` is the one function with a word among its arguments.
    if (token.text === 'is') {
      if (this.#token.text !== 'in') throw this.#unexpected("'in'");
      this.#next += 1;
      args.push(this.#expression());
    }
    while (this.#accept(',')) args.push(token.text === 'd2:countIfCondition' ? this.#comparison() : this.#expression());
    this.#expect(')');
    const [fewest, most] = arity;
    if (args.length < fewest || args.length > most)
      throw new ExpressionError(`Function '${token.text}' cannot have ${args.length} argument(s)`, token.start);
    return { kind: 'call', name: token.text, args, position: token.start };
  }

  /** A formula between quotes. */
  #quoted(): Expression {
    if (this.#token.kind !== 'string') throw this.#unexpected('a condition between quotes');
    const { text } = this.#take();
    return this.#deeper(() => parseExpression(text, this.#dialect));
  }

  /** Between quotes a condition without its left side: `'< 5'`. */
  #comparison(): Expression {
    const { kind, text, start } = this.#take();
    if (kind !== 'string') throw new ExpressionError("A condition between quotes is missing, such as '< 5'", start);
    const condition = this.#deeper(() => parseExpression(`0 ${text}`, this.#dialect));
    if (condition.kind !== 'binary') throw new ExpressionError(`'${text}' is no condition, such as '< 5'`, start);
    return withFirst(condition, { kind: 'programVariable', name: TESTED_VALUE, position: start });
  }

  #unitTest(token: Token): Expression {
    const name = UNIT_TESTS.find((test) => token.text === `orgUnit.${test}`);
    if (!name) throw new ExpressionError(`Unknown function '${token.text}'`, token.start);
    this.#expect('(');
    const uids: UnitTest['uids'][number][] = [];
    do {
      const { text, start, end } = this.#take();
      if (!isUid(text)) throw new ExpressionError(`${JSON.stringify(text)} is no uid`, start);
      uids.push({ uid: text, range: [start, end] });
    } while (this.#accept(','));
    this.#expect(')');
    return { kind: 'unitTest', name, uids };
  }
}

function variableOf({ text, start }: Token, dialect: Dialect): Expression {
  const name = VARIABLES.find((variable) => text === `[${variable}]`);
  if (!name || dialect !== 'aggregate') throw new ExpressionError(`Unknown variable ${text}`, start);
  return { kind: 'variable', name };
}

function itemOrVariable(token: Token, dialect: Dialect): Expression {
  const { text, start } = token;
  const name = /^V\{(.*)\}$/.exec(text)?.[1]?.trim();
  if (name !== undefined && isProgramVariable(name, dialect)) return { kind: 'programVariable', name, position: start };
  return { kind: 'item', item: itemOf(token, dialect) };
}

function itemOf({ text, start, end }: Token, dialect: Dialect): Item {
  const [, before = '', content = ''] = /^([^{:]*)[{:]([^}]*)/.exec(text) ?? [];
  const symbol = itemSymbol(before, dialect);
  if (!symbol) throw new ExpressionError(`Unknown item ${text}`, start);
  const parts = content.split('.').map((part) => part.trim());
  if (!areParts(symbol, parts, dialect)) throw new ExpressionError(`${text} is no valid item`, start);
  return { symbol, parts, offset: 0, range: [start, end] };
}
