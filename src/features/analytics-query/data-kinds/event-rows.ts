import { type RawBuilder, sql } from 'kysely';
import { type IsoDate, yearOf } from '../../../kernel/calendar.js';
import type { AggregationType, AnalyticsRequest } from '../query.js';
import { AGGREGATION_RULES } from '../statements/aggregation.js';
import { column } from '../statements/conditions.js';
import { formulaOf } from '../statements/formula.js';
import { windowsOf } from '../statements/plan.js';
import { type TableRow, type TableStatement, tableConditions, tableKeys, tableStatement } from './other-tables.js';

/** Name of the table of a program's events. */
export const eventTable = (program: string): string => `analytics_event_${program.toLowerCase()}`;

/** The day of an event, as its period columns have it. */
export const EVENT_DAY = sql`coalesce(analytics.occurreddate, analytics.scheduleddate)`;

interface Days {
  readonly startDate: IsoDate;
  readonly endDate: IsoDate;
}

export const daysOf = (day: RawBuilder<unknown>, { startDate, endDate }: Days): RawBuilder<unknown> =>
  sql`(${day} >= ${startDate}::date and ${day} < ${endDate}::date + 1)`;

/** Days before which, and after which, a formula wants no rows. */
export function withinBounds(day: RawBuilder<unknown>, { bounds }: AnalyticsRequest): readonly RawBuilder<unknown>[] {
  const { minDate, maxDate } = bounds ?? {};
  return [
    ...(minDate === undefined ? [] : [sql`${day} >= ${minDate}::date`]),
    ...(maxDate === undefined ? [] : [sql`${day} < ${maxDate}::date + 1`]),
  ];
}

/** The years of the periods, as constants, so that PostgreSQL leaves out the other partitions while it plans. */
export function inYears(periods: readonly Days[]): RawBuilder<unknown> {
  const first = Math.min(...periods.map(({ startDate }) => yearOf(startDate)));
  const last = Math.max(...periods.map(({ endDate }) => yearOf(endDate)));
  const years = Array.from({ length: last - first + 1 }, (_, index) => sql.lit(String(first + index)));
  return sql`analytics.yearly in (${sql.join(years)})`;
}

type Rule = (value: RawBuilder<unknown>) => RawBuilder<unknown>;

/** How the values of rows are put together; the first and last values are picked before. */
const RULES: Readonly<Record<string, Rule>> = {
  SUM: (value) => sql`sum(${value})`,
  AVERAGE: (value) => sql`avg(${value})`,
  AVERAGE_SUM_ORG_UNIT: (value) => sql`avg(${value})`,
  MIN: (value) => sql`min(${value})`,
  MAX: (value) => sql`max(${value})`,
  COUNT: (value) => sql`count(${value})`,
  STDDEV: (value) => sql`stddev(${value})`,
  VARIANCE: (value) => sql`variance(${value})`,
};

export const ruleOf = (aggregationType: string): Rule | undefined => RULES[aggregationType];

/** Whether of the values over time only the first or last counts. */
export const isPicked = (aggregationType: string): boolean =>
  AGGREGATION_RULES[aggregationType as AggregationType]?.picked !== undefined;

/**
 * The days in which the first or last value is looked for: the ten years before the end of a period, or the period itself (contract: analytics-query.md §4), as a
 * join of `span`, which holds the period of the answer.
 */
export function pickedDays(request: AnalyticsRequest, aggregationType: string) {
  const windows = windowsOf(request, AGGREGATION_RULES[aggregationType as AggregationType]);
  return {
    join: sql`unnest(
      ${windows.map(({ iso }) => iso ?? null)}::text[], ${windows.map(({ from }) => from)}::date[], ${windows.map(({ end }) => end)}::date[]
    ) as span (iso, "from", "end") on ${EVENT_DAY} >= span."from" and ${EVENT_DAY} < span."end" + 1`,
    pe: request.dimensions.includes('pe') ? sql`span.iso` : undefined,
    years: inYears(windows.map(({ from, end }) => ({ startDate: from, endDate: end }))),
  };
}

/** How the values of events are put together, in words. */
export function eventFormula(aggregationType: string): string {
  // Of an event no more is known than its value, so its days do not weigh.
  const type = aggregationType === 'AVERAGE_SUM_ORG_UNIT' ? 'AVERAGE' : (aggregationType as AggregationType);
  return formulaOf({ rule: AGGREGATION_RULES[type] ?? AGGREGATION_RULES.COUNT, isBoolean: false });
}

export interface EventStatement extends Omit<TableStatement, 'values'> {
  /** What a row counts for. */
  readonly value: RawBuilder<unknown>;
  readonly aggregationType: string;
}

/**
 * Values of events put together as their aggregation type says. The first or last one is that of each organisation unit and attribute option combo by the day of the
 * event, and then by when it was entered; the picked ones are put together, unless the type wants the one of all (contract: analytics-query.md §4).
 */
export function eventStatement(request: AnalyticsRequest, statement: EventStatement): RawBuilder<TableRow> {
  const { value, aggregationType, from } = statement;
  if (!isPicked(aggregationType)) {
    const rule = ruleOf(aggregationType);
    return tableStatement(request, { ...statement, values: { value: rule ? rule(value) : sql`count(*)` } });
  }
  const { combination, picked } = AGGREGATION_RULES[aggregationType as AggregationType];
  const keys = tableKeys(request, statement);
  const series = combination === 'ONE' ? [] : [column('ou'), column('ao')];
  const places = [...keys.map(({ expression }) => expression), ...series];
  const direction = picked === 'FIRST' ? sql`asc` : sql`desc`;
  const order = [EVENT_DAY, column('created'), column('event')].map((part) => sql`${part} ${direction} nulls last`);
  const names = keys.map(({ name }) => sql.ref(`picked.${name}`));
  return sql<TableRow>`
    select ${sql.join(names)}, ${combination === 'AVERAGE' ? sql`avg(picked.value)` : sql`sum(picked.value)`} as value
    from (
      select distinct on (${sql.join(places)})
        ${sql.join(keys.map(({ name, expression }) => sql`${expression} as ${sql.id(name)}`))}, ${value} as value
      from ${from}
      where ${sql.join(tableConditions(request, statement), sql` and `)}
      order by ${sql.join([...places, ...order])}
    ) as picked
    group by ${sql.join(names)}
  `;
}
