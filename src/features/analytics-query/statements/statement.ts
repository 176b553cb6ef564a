import { type RawBuilder, sql } from 'kysely';
import { daysInPeriod } from '../../../kernel/periods/index.js';
import { type Choice, rowsOfChoice } from '../../roll-ups/index.js';
import type { AnalyticsRequest } from '../query.js';
import type { Criterion } from '../request/parse.js';
import { aggregate, type Measure } from './aggregate.js';
import type { Combination } from './aggregation.js';
import { column, conditions, holds, valueColumn } from './conditions.js';
import { pickedStatement } from './picked-statement.js';
import type { Plan } from './plan.js';
import { aggregateStates, questionOf } from './question.js';
import { groupBy, type KeyColumn, named, type Shape } from './shape.js';

export interface ResultRow {
  readonly dx?: string;
  /** Option combos of an operand, apart from the dimensions `co` and `ao`. */
  readonly combo?: string;
  readonly attributeCombo?: string;
  readonly pe?: string;
  readonly ou?: string;
  readonly value: number | string | null;
  readonly [dimension: string]: string | number | null | undefined;
}

export interface StatementOptions {
  readonly preAggregation: readonly Criterion[];
  /** Conditions on the aggregated value. */
  readonly criteria: readonly Criterion[];
  readonly rowLimit: number | undefined;
  /** The roll-up that is read instead of the table. */
  readonly choice?: Choice | undefined;
}

/** A single value has no spread; without a value there is no row, which must not count against a limit either. */
const OFTEN_NULL: ReadonlySet<Combination> = new Set(['STDDEV', 'VARIANCE']);

/** The statement of a plan: its columns carry the names of the dimensions, and `value`. */
export function statementOf(request: AnalyticsRequest, plan: Plan, options: StatementOptions): RawBuilder<ResultRow> {
  const keys = keyColumns(request, plan);
  const where = sql.join(conditions(request, plan, options), sql` and `);
  const shape = options.choice ? fromRollUp(request, plan, options.choice) : shapeOf(plan);
  const rows = shape(plan, keys, where);
  const criteria = plan.data.isText ? [] : options.criteria;
  const met = [
    ...criteria.map((criterion) => holds(sql`round(answer.value::numeric, 10)`, criterion)),
    ...(OFTEN_NULL.has(plan.data.rule.combination) ? [sql`answer.value is not null`] : []),
  ];
  const limit = options.rowLimit === undefined ? sql`` : sql`limit ${options.rowLimit}`;
  return met.length === 0
    ? sql<ResultRow>`${rows} ${limit}`
    : sql<ResultRow>`select * from (${rows}) as answer where ${sql.join(met, sql` and `)} ${limit}`;
}

/** Names of the columns of a statement besides `value`. */
export const keyNames = (request: AnalyticsRequest, plan: Plan): readonly string[] =>
  keyColumns(request, plan).map(({ name }) => name);

function shapeOf({ data: { rule } }: Plan): Shape {
  if (rule.picked) return pickedStatement;
  if (rule.ofUnit) return unitStatement;
  return rule.combination === 'NONE' ? singleStatement : groupedStatement;
}

/** Columns of the answer and the columns of the table that they come from. */
function keyColumns({ dimensions, columns }: AnalyticsRequest, { data, periods, units }: Plan): readonly KeyColumn[] {
  const keys: KeyColumn[] = [];
  const add = (name: string, from: string): void => {
    keys.push({ name, expression: column(from) });
  };
  for (const dimension of dimensions) {
    if (dimension === 'dx') {
      add('dx', 'dx');
      if (data.combo) add('combo', 'co');
      if (data.attributeCombo) add('attributeCombo', 'ao');
    } else if (dimension === 'pe') {
      if (periods.label && 'column' in periods.label) add('pe', periods.label.column);
    } else if (dimension === 'ou') {
      if (units) add('ou', `uidlevel${units.level}`);
    } else if (columns.some(({ name, isStatic }) => name === dimension && !isStatic)) add(dimension, dimension);
  }
  return keys;
}

const MEASURE: Measure = { value: column('value'), days: column('daysno'), valueDays: column('daysxvalue') };

/** Rows of equal keys put together. */
const groupedStatement: Shape = (plan, keys, where) =>
  grouped(plan, keys, where, {
    from: sql`analytics`,
    value: (divisor) => aggregate(plan.data.rule.combination, MEASURE, { isBoolean: plan.data.isBoolean, divisor }),
  });

/** The same from a roll-up, whose rows are states of values put together before. */
function fromRollUp(request: AnalyticsRequest, plan: Plan, choice: Choice): Shape {
  const question = questionOf(request, plan, [], '');
  if (!question) throw new Error('What needs the values themselves cannot be read from a roll-up.');
  return (_plan, keys, where) =>
    grouped(plan, keys, where, {
      from: sql`${rowsOfChoice(choice, question, 'analytics')} as analytics`,
      value: (divisor) => aggregateStates(plan.data, divisor),
    });
}

interface Grouped {
  /** What is read, under the name `analytics`. */
  readonly from: RawBuilder<unknown>;
  readonly value: (divisor: RawBuilder<unknown> | undefined) => RawBuilder<unknown>;
}

function grouped(
  plan: Plan,
  keys: readonly KeyColumn[],
  where: RawBuilder<unknown>,
  { from, value }: Grouped,
): RawBuilder<unknown> {
  const days = daysOf(plan);
  return sql`
    select ${selected(plan, keys)}, ${value(days?.divisor)} as value
    from ${from}
    ${days?.join ?? sql``}
    where ${where}
    ${groupBy([...keys.map(({ expression }) => expression), ...(days?.key ? [days.key] : [])])}
  `;
}

/** The least or greatest value of each organisation unit, put together over the units. */
const unitStatement: Shape = (plan, keys, where) => {
  const { rule } = plan.data;
  const extreme = aggregate(rule.ofUnit ?? 'MIN', MEASURE, { isBoolean: false });
  const names = keys.map(({ name }) => sql.ref(`unit.${name}`));
  return sql`
    select ${sql.join([...names.map((name) => sql`${name}`), ...fixedPeriod(plan), sql`sum(unit.extreme) as value`])}
    from (
      select ${sql.join([...keys.map(named), sql`${extreme} as extreme`])}
      from analytics
      where ${where}
      group by ${sql.join([...keys.map(({ expression }) => expression), column('ou')])}
    ) as unit
    ${groupBy(names)}
  `;
};

/** Each value as it is, in order of time and place. */
const singleStatement: Shape = (plan, keys, where) => sql`
  select ${selected(plan, keys)}, ${valueColumn(plan.data)} as value
  from analytics
  where ${where}
  order by analytics.pestartdate, analytics.peenddate, analytics.ou, analytics.co, analytics.ao
`;

/** The period of the answer where one name stands for all rows. */
function fixedPeriod({ periods: { label } }: Plan): readonly RawBuilder<unknown>[] {
  return label !== undefined && 'name' in label ? [sql`${label.name}::text as pe`] : [];
}

function selected(plan: Plan, keys: readonly KeyColumn[]): RawBuilder<unknown> {
  const columns = [...keys.map(named), ...fixedPeriod(plan)];
  return columns.length === 0 ? sql`null::text as nothing` : sql.join(columns);
}

interface Days {
  readonly divisor: RawBuilder<unknown>;
  /** What brings the days of each period into the statement, and the column to group by. */
  readonly join?: RawBuilder<unknown>;
  readonly key?: RawBuilder<unknown>;
}

/** Days by which sums of value × days are divided: those of the row's period, or of all periods together where they are not told apart. */
function daysOf({ data, periods }: Plan): Days | undefined {
  if (data.rule.combination !== 'SUM OF DAYS') return undefined;
  const { columns, ranges, label } = periods;
  const all = [...columns.flatMap((one) => one.periods), ...ranges];
  if (label === undefined || 'name' in label) {
    return { divisor: sql`${all.reduce((sum, period) => sum + daysInPeriod(period), 0)}::double precision` };
  }
  return {
    divisor: sql`span.days`,
    join: sql`
      join unnest(${all.map(({ iso }) => iso)}::text[], ${all.map(daysInPeriod)}::double precision[]) as span (iso, days)
        on span.iso = ${column(label.column)}
    `,
    key: sql`span.days`,
  };
}
