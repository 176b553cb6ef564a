import { type RawBuilder, sql } from 'kysely';
import {
  type Expression,
  ExpressionError,
  type Item,
  itemText,
  TESTED_VALUE,
} from '../../../kernel/expressions/index.js';
import type { FormulaWriter, SqlContext, SqlKind, SqlPart } from './formula-writer.js';
import { programItem } from './program-rows.js';
import { PERIOD_VARIABLES, programVariable } from './program-variables.js';
import { SQL_FUNCTIONS } from './sql-functions.js';

/** What stands in for a missing value where nobody asks whether it is missing. */
const REPLACEMENTS: Readonly<Partial<Record<SqlKind, RawBuilder<unknown>>>> = {
  number: sql`0`,
  text: sql`''`,
};

const ARITHMETIC: Readonly<Record<string, (a: RawBuilder<unknown>, b: RawBuilder<unknown>) => RawBuilder<unknown>>> = {
  '+': (a, b) => sql`(${a} + ${b})`,
  '-': (a, b) => sql`(${a} - ${b})`,
  '*': (a, b) => sql`(${a} * ${b})`,
  '/': (a, b) => sql`(${a} / nullif(${b}, 0))`,
  '%': (a, b) => sql`mod((${a})::numeric, nullif(${b}, 0)::numeric)::double precision`,
  '^': (a, b) => sql`power(${a}, ${b})`,
};

const COMPARISONS: Readonly<Record<string, RawBuilder<unknown>>> = {
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
  '==': sql`=`,
  '!=': sql`<>`,
};

/** Writes formulas as SQL: those of program indicators over the event or enrollment table of the program, which is called `analytics` there. */
export class FormulaSql implements FormulaWriter {
  readonly context: SqlContext;

  constructor(context: SqlContext) {
    this.context = context;
  }

  within(changes: Partial<SqlContext>): FormulaWriter {
    return new FormulaSql({ ...this.context, ...changes });
  }

  /**
   * The value of a formula in a row.
   *
   * @throws ExpressionError for what cannot be worked out
   */
  value(expression: Expression): SqlPart {
    const { sql: raw, kind } = this.raw(expression);
    const isReplaced = expression.kind === 'item' || (expression.kind === 'programVariable' && kind !== 'number');
    if (!isReplaced) return { sql: raw, kind };
    const replacement = this.context.keepsNulls ? undefined : REPLACEMENTS[kind];
    return { sql: replacement ? sql`coalesce(${raw}, ${replacement})` : raw, kind };
  }

  /** The same with what is missing left as it is. */
  raw(expression: Expression): SqlPart {
    switch (expression.kind) {
      case 'literal':
        return literal(expression.value);
      case 'item':
        return this.#item(expression.item);
      case 'programVariable':
        return this.#variable(expression.name, expression.position);
      case 'unary': {
        if (expression.operator === '!')
          return { sql: sql`(not ${this.condition(expression.operand)})`, kind: 'boolean' };
        const operand = this.number(expression.operand);
        return { sql: expression.operator === '-' ? sql`(- ${operand})` : operand, kind: 'number' };
      }
      case 'binary':
        return this.#binary(expression);
      case 'call': {
        const write = SQL_FUNCTIONS[expression.name];
        if (!write)
          throw new ExpressionError(
            `Function '${expression.name}' is not supported by this server`,
            expression.position,
          );
        return write(this, expression.args, expression.position);
      }
      default:
        throw new ExpressionError('This cannot be worked out row by row by this server.');
    }
  }

  /** The value of a formula as a number; a truth value is 1 or 0, and a text that is no number is refused. */
  number(expression: Expression): RawBuilder<unknown> {
    const { sql: value, kind } = this.value(expression);
    if (kind === 'boolean') return sql`(${value})::int`;
    if (kind !== 'number') throw new ExpressionError(`A ${kind} stands where a number is needed.`);
    return value;
  }

  /** The value of a formula as a truth value; a number is true unless it is 0. */
  condition(expression: Expression): RawBuilder<unknown> {
    const { sql: value, kind } = this.value(expression);
    if (kind === 'boolean') return value;
    if (kind !== 'number') throw new ExpressionError(`A ${kind} stands where a condition is needed.`);
    return sql`(${value} <> 0)`;
  }

  /** The value of a formula as a date; a text is read as one. */
  date(expression: Expression): RawBuilder<unknown> {
    const { sql: value, kind } = this.value(expression);
    if (kind === 'date') return value;
    if (expression.kind === 'literal' && isDate(expression.value)) return sql`(${value})::timestamp`;
    throw new ExpressionError(`A ${kind} stands where a date is needed.`);
  }

  #item(item: Item): SqlPart {
    const [first = ''] = item.parts;
    if (item.symbol === 'C') return literal(this.context.constant(first));
    if (this.context.itemOf) return this.context.itemOf(item);
    this.#demandRow(itemText(item), item.range[0]);
    return programItem(this.context, item);
  }

  #variable(name: string, position: number): SqlPart {
    if (name === TESTED_VALUE && this.context.tested) return this.context.tested;
    if (!PERIOD_VARIABLES.has(name)) this.#demandRow(`V{${name}}`, position);
    return programVariable(this.context, name, position);
  }

  #demandRow(text: string, position: number): void {
    if (this.context.aggregates)
      throw new ExpressionError(
        `${text} has to stand in a function such as sum(), because the aggregation type is CUSTOM`,
        position,
      );
  }

  #binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): SqlPart {
    if (operator === '&&' || operator === '||') {
      const word = operator === '&&' ? sql`and` : sql`or`;
      return { sql: sql`(${this.condition(left)} ${word} ${this.condition(right)})`, kind: 'boolean' };
    }
    const arithmetic = ARITHMETIC[operator];
    if (arithmetic) return { sql: arithmetic(this.number(left), this.number(right)), kind: 'number' };
    const comparison = COMPARISONS[operator] ?? sql`=`;
    const [a, b] = this.#comparable(left, right);
    return { sql: sql`(${a} ${comparison} ${b})`, kind: 'boolean' };
  }

  /** Two values of one kind: numbers, dates, or else texts. */
  #comparable(left: Expression, right: Expression): readonly [RawBuilder<unknown>, RawBuilder<unknown>] {
    const [a, b] = [this.value(left), this.value(right)];
    const kinds = [a.kind, b.kind];
    if (kinds.includes('date')) return [this.date(left), this.date(right)];
    if (kinds.every((kind) => kind === 'number' || kind === 'boolean')) return [this.number(left), this.number(right)];
    return [sql`(${a.sql})::text`, sql`(${b.sql})::text`];
  }
}

const isDate = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);

function literal(value: number | string | boolean): SqlPart {
  if (typeof value === 'number') return { sql: sql`${value}::double precision`, kind: 'number' };
  if (typeof value === 'boolean') return { sql: sql`${value}::boolean`, kind: 'boolean' };
  return { sql: sql`${value}::text`, kind: 'text' };
}
