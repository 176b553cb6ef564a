import { type RawBuilder, sql } from 'kysely';
import { yearOf } from '../../kernel/calendar.js';
import {
  daysInPeriod,
  type Period,
  type PeriodTypeName,
  periodContaining,
  periodType,
} from '../../kernel/periods/index.js';
import type { Criterion } from './parse.js';
import type { AggregationType, AnalyticsRequest, DataItem, OrgUnitGroup } from './query.js';

/** One statement of the plan, and how its rows become rows of the answer. */
export interface PlannedStatement {
  readonly statement: RawBuilder<ResultRow>;
  /** Values come as sums of value × days and are divided by the days of the row's period, or of all filter periods. */
  readonly divideByDays: boolean;
  /** Period of the data → the periods asked for that take its value; undefined when they are the same. */
  readonly spread: ReadonlyMap<string, readonly Period[]> | undefined;
}

export interface ResultRow {
  readonly dx?: string;
  readonly co?: string;
  readonly pe?: string;
  readonly ou?: string;
  readonly value: number | null;
  readonly [dimension: string]: string | number | null | undefined;
}

/** Data items that one statement can answer together. */
interface DataGroup {
  readonly aggregation: AggregationType;
  readonly isBoolean: boolean;
  readonly operands: boolean;
  readonly periodType: PeriodTypeName | undefined;
  readonly items: readonly DataItem[];
}

const AVERAGES = new Set<AggregationType>(['AVERAGE', 'AVERAGE_SUM_ORG_UNIT']);

/**
 * Plans a request: one statement for each kind of aggregation, period type and level of organisation units, because each reads other columns
 * (contract: analytics-query.md §4, §6).
 */
export function planStatements(
  request: AnalyticsRequest,
  preAggregation: readonly Criterion[],
  rowLimit: number | undefined,
): readonly PlannedStatement[] {
  const levels = request.dimensions.includes('ou') ? request.orgUnits : [undefined];
  return groupData(request).flatMap((data) =>
    groupPeriods(request, data).flatMap((periods) =>
      levels.map((level) => plan({ request, data, periods, level, preAggregation, rowLimit })),
    ),
  );
}

interface PeriodGroup {
  /** Column of the analytics table; undefined for a range of days. */
  readonly type: PeriodTypeName | undefined;
  /** Periods of that type to look for. */
  readonly periods: readonly Period[];
  readonly spread: PlannedStatement['spread'];
}

interface PlanInput {
  readonly request: AnalyticsRequest;
  readonly data: DataGroup;
  readonly periods: PeriodGroup;
  readonly level: OrgUnitGroup | undefined;
  readonly preAggregation: readonly Criterion[];
  readonly rowLimit: number | undefined;
}

function groupData({ data, dimensions }: AnalyticsRequest): readonly DataGroup[] {
  const groups = new Map<string, DataGroup & { items: DataItem[] }>();
  for (const item of data) {
    const averaged = AVERAGES.has(item.aggregationType);
    const periodTypeName = averaged ? item.periodType : undefined;
    const key = [
      item.aggregationType,
      averaged && item.isBoolean,
      item.combo !== undefined && dimensions.includes('dx'),
      periodTypeName,
    ].join();
    const group = groups.get(key);
    if (group) group.items.push(item);
    else {
      groups.set(key, {
        aggregation: item.aggregationType,
        isBoolean: item.isBoolean,
        operands: item.combo !== undefined,
        periodType: periodTypeName,
        items: [item],
      });
    }
  }
  return [...groups.values()];
}

/**
 * The periods by type. As a filter all of them restrict one statement. An average of data with longer periods takes the value of the period around
 * (contract: analytics-query.md §4, "Disaggregation").
 */
function groupPeriods({ periods: { periods }, dimensions }: AnalyticsRequest, data: DataGroup): readonly PeriodGroup[] {
  if (periods.length === 0) return [{ type: undefined, periods: [], spread: undefined }];
  const types = [...new Set(periods.map(({ type }) => type))];
  const asDimension = dimensions.includes('pe');
  return types.map((type) => {
    const own = periods.filter((period) => period.type === type);
    const longer =
      data.periodType !== undefined && periodType(data.periodType).frequencyOrder > periodType(type).frequencyOrder;
    if (!longer || !asDimension || data.periodType === undefined) return { type, periods: own, spread: undefined };
    const spread = new Map<string, Period[]>();
    const around: Period[] = [];
    for (const period of own) {
      const enclosing = periodContaining(data.periodType, period.startDate);
      const takers = spread.get(enclosing.iso);
      if (takers) takers.push(period);
      else {
        spread.set(enclosing.iso, [period]);
        around.push(enclosing);
      }
    }
    return { type: data.periodType, periods: around, spread };
  });
}

function plan({ request, data, periods, level, preAggregation, rowLimit }: PlanInput): PlannedStatement {
  const grouped = groupColumns(request, data, periods, level);
  const select = [
    ...grouped.map(({ name, column }) => sql`${sql.ref(`analytics.${column}`)} as ${sql.id(name)}`),
    sql`${aggregate(data)} as value`,
  ];
  const groupBy =
    grouped.length === 0
      ? sql``
      : sql`group by ${sql.join(grouped.map(({ column }) => sql.ref(`analytics.${column}`)))}`;
  const limit = rowLimit === undefined ? sql`` : sql`limit ${rowLimit + 1}`;
  return {
    statement: sql<ResultRow>`
      select ${sql.join(select)}
      from analytics
      where ${sql.join(conditions({ request, data, periods, level, preAggregation, rowLimit }), sql` and `)}
      ${groupBy}
      ${grouped.length === 0 ? sql`having count(*) > 0` : sql``}
      ${limit}
    `,
    divideByDays: data.aggregation === 'AVERAGE_SUM_ORG_UNIT',
    spread: periods.spread,
  };
}

/** Columns of the answer and the columns of the table that they come from. */
function groupColumns(
  { dimensions, columns }: AnalyticsRequest,
  data: DataGroup,
  periods: PeriodGroup,
  level: OrgUnitGroup | undefined,
) {
  const grouped: { readonly name: string; readonly column: string }[] = [];
  for (const dimension of dimensions) {
    if (dimension === 'dx') {
      grouped.push({ name: 'dx', column: 'dx' });
      if (data.operands) grouped.push({ name: 'operand', column: 'co' });
    } else if (dimension === 'pe') {
      if (periods.type !== undefined) grouped.push({ name: 'pe', column: periods.type.toLowerCase() });
    } else if (dimension === 'ou') {
      if (level) grouped.push({ name: 'ou', column: `uidlevel${level.level}` });
    } else if (columns.some(({ name }) => name === dimension)) grouped.push({ name: dimension, column: dimension });
  }
  return grouped;
}

function conditions({ request, data, periods, level, preAggregation }: PlanInput): readonly RawBuilder<unknown>[] {
  const { range } = request.periods;
  const found = [
    sql`${oneOf('dx', [...new Set(data.items.map(({ element }) => element))])}`,
    sql`analytics.value is not null`,
  ];
  if (data.operands) found.push(operandCondition(data.items));
  if (range) {
    found.push(
      sql`analytics.pestartdate >= ${range.startDate}::date and analytics.peenddate <= ${range.endDate}::date`,
    );
    found.push(yearCondition([{ startDate: range.startDate, endDate: range.endDate }]));
  } else if (periods.type !== undefined) {
    found.push(
      oneOf(
        periods.type.toLowerCase(),
        periods.periods.map(({ iso }) => iso),
      ),
      yearCondition(periods.periods),
    );
  }
  found.push(level ? unitCondition([level]) : unitCondition(request.orgUnits));
  for (const { name, items } of request.columns) {
    found.push(
      items === undefined
        ? sql`${sql.ref(`analytics.${name}`)} is not null`
        : oneOf(
            name,
            items.map(({ uid }) => uid),
          ),
    );
  }
  for (const { operator, limit } of preAggregation) found.push(sql`analytics.value ${OPERATOR_SQL[operator]} ${limit}`);
  return found;
}

const OPERATOR_SQL = { EQ: sql`=`, GT: sql`>`, GE: sql`>=`, LT: sql`<`, LE: sql`<=` } as const;

function oneOf(column: string, values: readonly string[]): RawBuilder<unknown> {
  return sql`${sql.ref(`analytics.${column}`)} = any (${[...values]})`;
}

function operandCondition(items: readonly DataItem[]): RawBuilder<unknown> {
  return sql`(analytics.dx::text, analytics.co::text) in (
    select operand.dx, operand.co
    from unnest(${items.map(({ element }) => element)}::text[], ${items.map(({ combo }) => combo ?? '')}::text[]) as operand (dx, co)
  )`;
}

/** The years that rows of these periods are filed under, as a list of constants, so that PostgreSQL leaves out the other partitions while it plans. */
function yearCondition(periods: readonly Pick<Period, 'startDate' | 'endDate'>[]): RawBuilder<unknown> {
  const years = new Set<number>();
  for (const { startDate, endDate } of periods) {
    for (let year = yearOf(startDate); year <= yearOf(endDate); year += 1) years.add(year);
  }
  return sql`analytics.year in (${sql.join([...years].sort((a, b) => a - b).map((year) => sql.lit(year)))})`;
}

/** Rows of the units and all below them. */
function unitCondition(groups: readonly OrgUnitGroup[]): RawBuilder<unknown> {
  if (groups.length === 0) return sql`true`;
  const alternatives = groups.flatMap(({ level, units, boundaries }) => {
    if (boundaries === undefined)
      return [
        oneOf(
          `uidlevel${level}`,
          units.map(({ uid }) => uid),
        ),
      ];
    const present = sql`${sql.ref(`analytics.uidlevel${level}`)} is not null`;
    return boundaries.map((bound) => sql`(${oneOf(`uidlevel${bound.level}`, [bound.uid])} and ${present})`);
  });
  return sql`(${sql.join(alternatives, sql` or `)})`;
}

/** The aggregate of a group (contract: analytics-query.md §4). */
function aggregate({ aggregation, isBoolean }: DataGroup): RawBuilder<unknown> {
  switch (aggregation) {
    case 'SUM':
      return sql`sum(analytics.value)`;
    case 'AVERAGE':
      return isBoolean ? sql`sum(analytics.daysxvalue) / sum(analytics.daysno) * 100` : sql`avg(analytics.value)`;
    case 'AVERAGE_SUM_ORG_UNIT':
      return sql`sum(analytics.daysxvalue)`;
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

/** Days by which sums of value × days are divided: those of the row's period, or of the whole filter. */
export function daysOf(
  { periods: { periods, range } }: AnalyticsRequest,
  iso: string | undefined,
  stored: ReadonlyMap<string, Period>,
): number {
  if (range) return daysInPeriod(range);
  const own = iso === undefined ? undefined : stored.get(iso);
  return own ? daysInPeriod(own) : periods.reduce((sum, period) => sum + daysInPeriod(period), 0);
}
