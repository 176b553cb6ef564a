import { type RawBuilder, sql } from 'kysely';
import { yearOf } from '../../../kernel/calendar.js';
import type { AnalyticsRequest, ApprovalLimit, Collections, DataItem, OrgUnitGroup, QueryPeriod } from '../query.js';
import { membersOf } from '../request/org-unit-statements.js';
import type { Criterion } from '../request/parse.js';
import type { DataGroup, PeriodGroup, PeriodWindow, Plan } from './plan.js';

/** A column of the table that a statement reads, whichever it is: all are called `analytics` there. */
export const column = (name: string): RawBuilder<unknown> => sql.ref(`analytics.${name}`);

export const either = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`;

export interface ConditionOptions {
  readonly preAggregation: readonly Criterion[];
  /** Set when the rows are those of a roll-up. */
  readonly choice?: unknown;
}

/** Which rows of the table count for a plan. */
export function conditions(
  request: AnalyticsRequest,
  { data, periods, units }: Plan,
  { preAggregation, choice }: ConditionOptions,
): readonly RawBuilder<unknown>[] {
  // Roll-ups are made of values only.
  const isValue = choice ? [] : [sql`${valueColumn(data)} is not null`];
  const found = [...dataConditions(data.items), ...isValue, ...periodConditions(periods)];
  const groups = units ? [units] : request.orgUnits.groups;
  if (groups.length > 0) found.push(either(groups.map(unitCondition)));
  for (const { name, items } of request.columns.filter(({ isStatic }) => !isStatic)) {
    found.push(items === undefined ? sql`${column(name)} is not null` : oneOf(name, uidsOf(items)));
  }
  if (request.approval) found.push(either(request.approval.map(approvalCondition)));
  const { minDate, maxDate } = request.bounds ?? {};
  if (minDate !== undefined) found.push(sql`analytics.pestartdate >= ${minDate}::date`);
  if (maxDate !== undefined) found.push(sql`analytics.peenddate <= ${maxDate}::date`);
  const { combos, attributeCombos } = request.chosen ?? {};
  if (combos) found.push(oneOf('co', combos));
  if (attributeCombos) found.push(oneOf('ao', attributeCombos));
  for (const criterion of data.isText ? [] : preAggregation) found.push(holds(sql`analytics.value`, criterion));
  return found;
}

/** The column that has the values of the items. */
export const valueColumn = ({ isText }: DataGroup): RawBuilder<unknown> => column(isText ? 'textvalue' : 'value');

export const uidsOf = (items: readonly { readonly uid: string }[]): readonly string[] => items.map(({ uid }) => uid);

const OPERATOR_SQL = { EQ: sql`=`, GT: sql`>`, GE: sql`>=`, LT: sql`<`, LE: sql`<=` } as const;

export const holds = (value: RawBuilder<unknown>, { operator, limit }: Criterion): RawBuilder<unknown> =>
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
  // Columns that no operand names are not read, for a roll-up may lack them.
  const combo = items.some((item) => item.combo !== undefined)
    ? sql`and (operand.co is null or operand.co = analytics.co::text)`
    : sql``;
  const attributeCombo = items.some((item) => item.attributeCombo !== undefined)
    ? sql`and (operand.ao is null or operand.ao = analytics.ao::text)`
    : sql``;
  return sql`exists (
    select
    from unnest(
      ${items.map(({ element }) => element)}::text[],
      ${items.map((item) => item.combo ?? null)}::text[],
      ${items.map((item) => item.attributeCombo ?? null)}::text[]
    ) as operand (dx, co, ao)
    where operand.dx = analytics.dx::text ${combo} ${attributeCombo}
  )`;
}

function periodConditions({ columns, ranges, windows }: PeriodGroup): readonly RawBuilder<unknown>[] {
  if (windows) return [dayCondition(windows)];
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

/** Rows within the days from the first window to the last. A row is filed under the year of its first days, or of the middle of its week. */
function dayCondition(windows: readonly PeriodWindow[]): RawBuilder<unknown> {
  const from = windows.map((window) => window.from).reduce((a, b) => (a < b ? a : b));
  const end = windows.map((window) => window.end).reduce((a, b) => (a > b ? a : b));
  const years = yearCondition([{ startDate: from, endDate: end }]);
  return sql`(analytics.pestartdate >= ${from}::date and analytics.peenddate <= ${end}::date and ${years})`;
}

/** More years than this are told as one stretch. */
const LISTED_YEARS = 50;

/** The years that rows of these periods are filed under, as constants, so that PostgreSQL leaves out the other partitions while it plans. */
function yearCondition(periods: readonly Pick<QueryPeriod, 'startDate' | 'endDate'>[]): RawBuilder<unknown> {
  const stretches = periods.map(({ startDate, endDate }) => [yearOf(startDate), yearOf(endDate)] as const);
  const first = Math.min(...stretches.map(([from]) => from));
  const last = Math.max(...stretches.map(([, to]) => to));
  if (last - first >= LISTED_YEARS) return sql`analytics.year between ${sql.lit(first)} and ${sql.lit(last)}`;
  const years = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const asked = years.filter((year) => stretches.some(([from, to]) => from <= year && year <= to));
  return sql`analytics.year in (${sql.join(asked.map((year) => sql.lit(year)))})`;
}

/** Rows of the units and all below them. */
export function unitCondition({ level, listed, within, collections }: OrgUnitGroup): RawBuilder<unknown> {
  const name = `uidlevel${level}`;
  if (listed) return oneOf(name, listed);
  if (!within && !collections) return sql`${column(name)} is not null`;
  // Not by the columns of the levels above: an aggregation level empties them where the unit itself still counts.
  return sql`${column(name)} in (
    select unit.uid::char(11)
    from organisationunit as unit
    where unit.hierarchylevel = ${level} and ${within ? isBelow(within) : sql`true`} and ${collections ? isMember(collections) : sql`true`}
  )`;
}

const isBelow = (paths: readonly string[]): RawBuilder<unknown> =>
  sql`exists (select from unnest(${[...paths]}::text[]) as bound (path) where starts_with(unit.path, bound.path))`;

const isMember = (collections: Collections): RawBuilder<unknown> =>
  sql`unit.organisationunitid in (select member.organisationunitid from (${membersOf(collections)}) as member)`;

function approvalCondition({ unit, level }: ApprovalLimit): RawBuilder<unknown> {
  const approved = sql`analytics.approvallevel <= ${level}`;
  return unit ? sql`(${oneOf(`uidlevel${unit.level}`, [unit.uid])} and ${approved})` : approved;
}
