import { type RawBuilder, sql } from 'kysely';
import { yearOf } from '../../kernel/calendar.js';
import { daysInPeriod } from '../../kernel/periods/index.js';
import type { Criterion } from './parse.js';
import type { DataGroup, PeriodGroup, Plan } from './plan.js';
import type { AnalyticsRequest, ApprovalLimit, DataItem, OrgUnitGroup, QueryPeriod } from './query.js';

export interface ResultRow {
  readonly dx?: string;
  /** Option combos of an operand, apart from the dimensions `co` and `ao`. */
  readonly combo?: string;
  readonly attributeCombo?: string;
  readonly pe?: string;
  readonly ou?: string;
  readonly value: number | null;
  readonly [dimension: string]: string | number | null | undefined;
}

export interface StatementOptions {
  readonly preAggregation: readonly Criterion[];
  /** Conditions on the aggregated value. */
  readonly criteria: readonly Criterion[];
  readonly rowLimit: number | undefined;
}

interface GroupedColumn {
  readonly name: string;
  readonly expression: RawBuilder<unknown>;
}

/** A column of the table that a statement reads, whichever it is: all are called `analytics` there. */
export const column = (name: string): RawBuilder<unknown> => sql.ref(`analytics.${name}`);
export const either = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`;

/** The statement of a plan: its columns carry the names of the dimensions, and `value`. */
export function statementOf(request: AnalyticsRequest, plan: Plan, options: StatementOptions): RawBuilder<ResultRow> {
  const grouped = groupedColumns(request, plan);
  const days = daysOf(plan);
  const value = aggregate(plan.data, days?.divisor);
  const keys = [...grouped.map(({ expression }) => expression), ...(days?.key ? [days.key] : [])];
  const labels = plan.periods.label;
  const fixed = labels !== undefined && 'name' in labels ? [sql`${labels.name}::text as pe`] : [];
  const select = [
    ...grouped.map(({ name, expression }) => sql`${expression} as ${sql.id(name)}`),
    ...fixed,
    sql`${value} as value`,
  ];
  // A statement without groups gives a row even where there is nothing.
  const having = [
    sql`count(*) > 0`,
    ...options.criteria.map((criterion) => holds(sql`round((${value})::numeric, 10)`, criterion)),
  ];
  return sql<ResultRow>`
    select ${sql.join(select)}
    from analytics
    ${days?.join ?? sql``}
    where ${sql.join(conditions(request, plan, options.preAggregation), sql` and `)}
    ${keys.length === 0 ? sql`` : sql`group by ${sql.join(keys)}`}
    having ${sql.join(having, sql` and `)}
    ${options.rowLimit === undefined ? sql`` : sql`limit ${options.rowLimit}`}
  `;
}

/** Columns of the answer and the columns of the table that they come from. */
function groupedColumns(
  { dimensions, columns }: AnalyticsRequest,
  { data, periods, units }: Plan,
): readonly GroupedColumn[] {
  const grouped: GroupedColumn[] = [];
  const add = (name: string, from: string): void => {
    grouped.push({ name, expression: column(from) });
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
    } else if (columns.some(({ name }) => name === dimension)) add(dimension, dimension);
  }
  return grouped;
}

function conditions(
  request: AnalyticsRequest,
  { data, periods, units }: Plan,
  preAggregation: readonly Criterion[],
): readonly RawBuilder<unknown>[] {
  const found = [...dataConditions(data.items), sql`analytics.value is not null`, ...periodConditions(periods)];
  const groups = units ? [units] : request.orgUnits.groups;
  if (groups.length > 0) found.push(either(groups.map(unitCondition)));
  for (const { name, items } of request.columns) {
    found.push(items === undefined ? sql`${column(name)} is not null` : oneOf(name, uidsOf(items)));
  }
  if (request.approval) found.push(either(request.approval.map(approvalCondition)));
  const { minDate, maxDate } = request.bounds ?? {};
  if (minDate !== undefined) found.push(sql`analytics.pestartdate >= ${minDate}::date`);
  if (maxDate !== undefined) found.push(sql`analytics.peenddate <= ${maxDate}::date`);
  for (const criterion of preAggregation) found.push(holds(sql`analytics.value`, criterion));
  return found;
}

export const uidsOf = (items: readonly { readonly uid: string }[]): readonly string[] => items.map(({ uid }) => uid);

const OPERATOR_SQL = { EQ: sql`=`, GT: sql`>`, GE: sql`>=`, LT: sql`<`, LE: sql`<=` } as const;

const holds = (value: RawBuilder<unknown>, { operator, limit }: Criterion): RawBuilder<unknown> =>
  sql`${value} ${OPERATOR_SQL[operator]} ${limit}::double precision`;

export function oneOf(name: string, values: readonly string[]): RawBuilder<unknown> {
  return sql`${column(name)} = any (${[...values]})`;
}

/** Rows of the elements; of operands only those with their option combos. */
function dataConditions(items: readonly DataItem[]): readonly RawBuilder<unknown>[] {
  const elements = oneOf('dx', [...new Set(items.map(({ element }) => element))]);
  const isWhole = ({ combo, attributeCombo }: DataItem): boolean => combo === undefined && attributeCombo === undefined;
  const operands = items.filter((item) => !isWhole(item));
  if (operands.length === 0) return [elements];
  const whole = items.filter(isWhole).map(({ element }) => element);
  return [elements, either([...(whole.length > 0 ? [oneOf('dx', whole)] : []), operandCondition(operands)])];
}

function operandCondition(items: readonly DataItem[]): RawBuilder<unknown> {
  return sql`exists (
    select
    from unnest(
      ${items.map(({ element }) => element)}::text[],
      ${items.map(({ combo }) => combo ?? null)}::text[],
      ${items.map(({ attributeCombo }) => attributeCombo ?? null)}::text[]
    ) as operand (dx, co, ao)
    where operand.dx = analytics.dx::text
      and (operand.co is null or operand.co = analytics.co::text)
      and (operand.ao is null or operand.ao = analytics.ao::text)
  )`;
}

function periodConditions({ columns, ranges }: PeriodGroup): readonly RawBuilder<unknown>[] {
  const alternatives = [
    ...columns.map(({ column: name, periods }) =>
      oneOf(
        name,
        periods.map(({ iso }) => iso),
      ),
    ),
    ...ranges.map(
      ({ startDate, endDate }) =>
        sql`(analytics.pestartdate >= ${startDate}::date and analytics.peenddate <= ${endDate}::date)`,
    ),
  ];
  return [either(alternatives), yearCondition([...columns.flatMap(({ periods }) => periods), ...ranges])];
}

/** More years than this are told as one stretch. */
const LISTED_YEARS = 50;

/** The years that rows of these periods are filed under, as constants, so that PostgreSQL leaves out the other partitions while it plans. */
function yearCondition(periods: readonly QueryPeriod[]): RawBuilder<unknown> {
  const stretches = periods.map(({ startDate, endDate }) => [yearOf(startDate), yearOf(endDate)] as const);
  const first = Math.min(...stretches.map(([from]) => from));
  const last = Math.max(...stretches.map(([, to]) => to));
  if (last - first >= LISTED_YEARS) return sql`analytics.year between ${sql.lit(first)} and ${sql.lit(last)}`;
  const years = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const asked = years.filter((year) => stretches.some(([from, to]) => from <= year && year <= to));
  return sql`analytics.year in (${sql.join(asked.map((year) => sql.lit(year)))})`;
}

/** Rows of the units and all below them. */
export function unitCondition({ level, listed, within }: OrgUnitGroup): RawBuilder<unknown> {
  const name = `uidlevel${level}`;
  if (listed) return oneOf(name, listed);
  if (!within) return sql`${column(name)} is not null`;
  // Not by the columns of the levels above: an aggregation level empties them where the unit itself still counts.
  return sql`${column(name)} in (
    select unit.uid::char(11)
    from organisationunit as unit
    where unit.hierarchylevel = ${level}
      and exists (select from unnest(${[...within]}::text[]) as bound (path) where starts_with(unit.path, bound.path))
  )`;
}

function approvalCondition({ unit, level }: ApprovalLimit): RawBuilder<unknown> {
  const approved = sql`analytics.approvallevel <= ${level}`;
  return unit ? sql`(${oneOf(`uidlevel${unit.level}`, [unit.uid])} and ${approved})` : approved;
}

interface Days {
  readonly divisor: RawBuilder<unknown>;
  /** What brings the days of each period into the statement, and the column to group by. */
  readonly join?: RawBuilder<unknown>;
  readonly key?: RawBuilder<unknown>;
}

/** Days by which sums of value × days are divided: those of the row's period, or of all periods together where they are not told apart. */
function daysOf({ data, periods }: Plan): Days | undefined {
  if (data.aggregation !== 'AVERAGE_SUM_ORG_UNIT') return undefined;
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

/** The aggregate of a group (contract: analytics-query.md §4). */
function aggregate({ aggregation, isBoolean }: DataGroup, days: RawBuilder<unknown> | undefined): RawBuilder<unknown> {
  switch (aggregation) {
    case 'SUM':
      return sql`sum(analytics.value)`;
    case 'AVERAGE':
      return isBoolean ? sql`sum(analytics.daysxvalue) / sum(analytics.daysno) * 100` : sql`avg(analytics.value)`;
    case 'AVERAGE_SUM_ORG_UNIT':
      return sql`sum(analytics.daysxvalue) / ${days ?? sql`null`}`;
    case 'COUNT':
      return sql`count(analytics.value)`;
    case 'MIN':
      return sql`min(analytics.value)`;
    case 'MAX':
      return sql`max(analytics.value)`;
    case 'STDDEV':
      return sql`stddev(analytics.value)`;
    case 'VARIANCE':
      return sql`variance(analytics.value)`;
  }
}
