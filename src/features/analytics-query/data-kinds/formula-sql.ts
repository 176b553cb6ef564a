import { type RawBuilder, sql } from 'kysely';
import { type Expression, ExpressionError, type Item, itemText } from '../../../kernel/expressions/index.js';
import { column } from '../statements/conditions.js';
import type { FormulaWriter, SqlContext, SqlKind, SqlPart } from './formula-writer.js';
import { SQL_FUNCTIONS } from './sql-functions.js';

/** What stands in for a missing value where nobody asks whether it is missing. */
const REPLACEMENTS: Readonly<Partial<Record<SqlKind, RawBuilder<unknown>>>> = {
  number: sql`0`,
  text: sql`''`,
};

/** Columns of variables, of events and of enrollments. */
const VARIABLES: Readonly<
  Record<string, { readonly event?: string; readonly enrollment?: string; readonly kind: SqlKind }>
> = {
  event_date: { event: 'occurreddate', kind: 'date' },
  execution_date: { event: 'occurreddate', kind: 'date' },
  due_date: { event: 'scheduleddate', kind: 'date' },
  scheduled_date: { event: 'scheduleddate', kind: 'date' },
  enrollment_date: { event: 'enrollmentdate', enrollment: 'enrollmentdate', kind: 'date' },
  incident_date: { event: 'enrollmentoccurreddate', enrollment: 'occurreddate', kind: 'date' },
  completed_date: { event: 'completeddate', enrollment: 'completeddate', kind: 'date' },
  creation_date: { event: 'created', kind: 'date' },
  event_status: { event: 'eventstatus', kind: 'text' },
  enrollment_status: { event: 'enrollmentstatus', enrollment: 'enrollmentstatus', kind: 'text' },
  program_stage_id: { event: 'ps', kind: 'text' },
  event_id: { event: 'event', kind: 'text' },
  enrollment_id: { event: 'enrollment', enrollment: 'enrollment', kind: 'text' },
  org_unit: { event: 'ou', enrollment: 'ou', kind: 'text' },
  orgunit_code: { event: 'oucode', enrollment: 'oucode', kind: 'text' },
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

  /**
   * The value of a formula in a row.
   *
   * @throws ExpressionError for what cannot be worked out
   */
  value(expression: Expression): SqlPart {
    if (expression.kind !== 'item' && expression.kind !== 'programVariable') return this.raw(expression);
    const { sql: raw, kind } = this.raw(expression);
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

  /** Events of a row's enrollment that have a value of an item. */
  eventsOf({ parts }: Item, select: (value: RawBuilder<unknown>) => RawBuilder<unknown>): RawBuilder<unknown> {
    const [stage = '', element = ''] = parts;
    const value = sql.ref(`stage_event.${element}`);
    return sql`(
      select ${select(value)}
      from ${sql.table(this.context.eventTable)} as stage_event
      where stage_event.enrollment = analytics.enrollment and stage_event.ps = ${stage} and ${value} is not null
        and stage_event.eventstatus <> 'SCHEDULE'
    )`;
  }

  #item(item: Item): SqlPart {
    const { symbol, parts } = item;
    const [first = '', second = ''] = parts;
    if (symbol === 'C') return literal(this.context.constant(first));
    if (this.context.itemOf) return this.context.itemOf(item);
    if (symbol === 'PS_EVENTDATE') return { sql: this.#ofStage(first, 'occurreddate'), kind: 'date' };
    const uid = symbol === 'A' ? first : second;
    const kind = this.context.kinds.get(uid);
    if (!kind) throw new ExpressionError(`${itemText(item)} is not part of the program`, item.range[0]);
    const stored = symbol === 'A' ? column(first) : this.#ofStage(first, second, item.stageOffset?.offset);
    return { sql: kind === 'number' ? sql`(${stored})::double precision` : stored, kind };
  }

  /** A column of the event, if it is of the stage, or of the last such event of the enrollment that has something there, or of another by its place among them. */
  #ofStage(stage: string, name: string, offset?: number): RawBuilder<unknown> {
    if (this.context.analyticsType === 'EVENT' && offset === undefined)
      return sql`(case when analytics.ps = ${stage} then ${column(name)} end)`;
    const value = sql.ref(`stage_event.${name}`);
    const isFromFirst = offset !== undefined && offset > 0;
    const direction = isFromFirst ? sql`asc` : sql`desc`;
    const skipped = isFromFirst ? offset - 1 : Math.abs(offset ?? 0);
    return sql`(
      select ${value}
      from ${sql.table(this.context.eventTable)} as stage_event
      where stage_event.enrollment = analytics.enrollment and stage_event.ps = ${stage} and ${value} is not null
        and stage_event.eventstatus <> 'SCHEDULE'
      order by stage_event.occurreddate ${direction}, stage_event.created ${direction}
      limit 1 offset ${skipped}
    )`;
  }

  #variable(name: string, position: number): SqlPart {
    if (name === 'current_date') return { sql: sql`current_date::timestamp`, kind: 'date' };
    const found = VARIABLES[name];
    const known = this.context.analyticsType === 'EVENT' ? found?.event : found?.enrollment;
    if (!found || known === undefined)
      throw new ExpressionError(`Variable V{${name}} cannot be worked out here by this server`, position);
    return { sql: found.kind === 'text' ? sql`${column(known)}::text` : column(known), kind: found.kind };
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
