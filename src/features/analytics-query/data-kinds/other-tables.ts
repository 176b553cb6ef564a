import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { yearOf } from '../../../kernel/calendar.js';
import { COMMON_PERIOD_COLUMNS } from '../../resource-tables/index.js';
import type { AnalyticsRequest, OrgUnitGroup, QueryPeriod } from '../query.js';
import { column, either, oneOf, uidsOf, unitCondition } from '../statements/conditions.js';
import { newDeadline, type WatchedStatement } from '../statements/execute.js';
import { runStatements } from '../statements/run-statements.js';
import type { KeyColumn } from '../statements/shape.js';
import type { RowOptions } from './kind.js';

/** A statement on a table other than `analytics`, and what it is for. */
export interface TableQuery extends WatchedStatement {
  readonly statement: RawBuilder<TableRow>;
}

/**
 * Runs statements as those of data elements are run, together and in turn with them.
 *
 * @throws OrderlyError E7131 when it takes too long
 */
export async function runTableStatements(
  db: Db,
  queries: readonly TableQuery[],
  { gate, requester = '', deadline = newDeadline(), watch }: RowOptions,
): Promise<readonly (readonly TableRow[])[]> {
  if (watch) for (const query of queries) watch(query);
  const statements = queries.map(({ statement }) => statement);
  return await runStatements(db, statements, { limit: undefined, gate, requester, deadline });
}

/** A row of a table other than `analytics`, by the dimensions of the request and always `dx`. */
export type TableRow = Readonly<Record<string, string | number | null>>;

export interface TableStatement {
  /** The table, or a part of a `from` in which it is called `analytics`. */
  readonly from: RawBuilder<unknown>;
  readonly dx: readonly string[];
  /** The period of a row of the answer; undefined where the answer does not tell periods apart. */
  readonly pe: RawBuilder<unknown> | undefined;
  readonly units: OrgUnitGroup | undefined;
  readonly where: readonly RawBuilder<unknown>[];
  /** What is worked out for each combination of items. */
  readonly values: Readonly<Record<string, RawBuilder<unknown>>>;
}

/** Units by level, each of which is a statement of its own; one that only restricts where the answer does not tell units apart. */
export const levelsOf = ({ dimensions, orgUnits }: AnalyticsRequest): readonly (OrgUnitGroup | undefined)[] =>
  dimensions.includes('ou') ? orgUnits.groups : [undefined];

/** The columns of the answer, and what they are made of. */
export function tableKeys(
  request: AnalyticsRequest,
  { pe, units }: Pick<TableStatement, 'pe' | 'units'>,
): readonly KeyColumn[] {
  return [
    { name: 'dx', expression: column('dx') },
    ...(pe === undefined ? [] : [{ name: 'pe', expression: pe }]),
    ...(units === undefined ? [] : [{ name: 'ou', expression: column(`uidlevel${units.level}`) }]),
    ...request.columns
      .filter(({ name }) => request.dimensions.includes(name))
      .map(({ name }) => ({ name, expression: column(name) })),
  ];
}

/** Which rows count. */
export function tableConditions(
  request: AnalyticsRequest,
  { dx, units, where }: Pick<TableStatement, 'dx' | 'units' | 'where'>,
): readonly RawBuilder<unknown>[] {
  const groups = units ? [units] : request.orgUnits.groups;
  return [
    oneOf('dx', [...new Set(dx)]),
    ...(groups.length === 0 ? [] : [either(groups.map(unitCondition))]),
    ...request.columns.map(({ name, items }) =>
      items === undefined ? sql`${column(name)} is not null` : oneOf(name, uidsOf(items)),
    ),
    ...where,
  ];
}

/** One aggregated row for each combination of items in a table that has the units and group sets in columns, as `analytics` has. */
export function tableStatement(request: AnalyticsRequest, statement: TableStatement): RawBuilder<TableRow> {
  const { from, values } = statement;
  const keys = tableKeys(request, statement);
  const named = [...keys.map(({ name, expression }) => [name, expression] as const), ...Object.entries(values)];
  return sql<TableRow>`
    select ${sql.join(named.map(([name, expression]) => sql`${expression} as ${sql.id(name)}`))}
    from ${from}
    where ${sql.join(tableConditions(request, statement), sql` and `)}
    group by ${sql.join(keys.map((_, index) => sql.lit(index + 1)))}
  `;
}

/** Key of a row for each dimension, with what takes the place of `dx`. */
export const keysOf = ({ dimensions }: AnalyticsRequest, row: TableRow, dx: string): readonly string[] =>
  dimensions.map((name) => (name === 'dx' ? dx : String(row[name] ?? '')));

const COLUMNS = new Map<string, string>(COMMON_PERIOD_COLUMNS.map(({ type, column: name }) => [type, name]));

/** The column that holds the names of periods of a type; a range of days, and a few types, have none. */
export const periodColumn = (type: string | undefined): string | undefined => COLUMNS.get(type ?? '');

/** Periods by the columns that hold their names, and those without one. */
export function byPeriodColumn(periods: readonly QueryPeriod[]): {
  readonly columns: ReadonlyMap<string, readonly QueryPeriod[]>;
  readonly others: readonly QueryPeriod[];
} {
  const columns = new Map<string, QueryPeriod[]>();
  const others: QueryPeriod[] = [];
  for (const period of periods) {
    const name = periodColumn(period.type);
    if (name === undefined) others.push(period);
    else columns.set(name, [...(columns.get(name) ?? []), period]);
  }
  return { columns, others };
}

export const inPeriods = (name: string, periods: readonly { readonly iso: string }[]): RawBuilder<unknown> =>
  oneOf(
    name,
    periods.map(({ iso }) => iso),
  );

/** The years under which rows of the periods are filed, as constants, for the planner. A week may be filed under the year before or after. */
export function yearsAround(periods: readonly QueryPeriod[]): RawBuilder<unknown> {
  const first = Math.min(...periods.map(({ startDate }) => yearOf(startDate))) - 1;
  const last = Math.max(...periods.map(({ endDate }) => yearOf(endDate))) + 1;
  return sql`analytics.year between ${sql.lit(first)} and ${sql.lit(last)}`;
}

/** Rows of periods of the answer, and what the period of such a row is there. */
export interface PeriodPart {
  readonly pe: RawBuilder<unknown> | undefined;
  readonly where: RawBuilder<unknown>;
}

/**
 * The periods of a request: one part for each column that names them, one for each period without such a column; a single one where they only restrict.
 *
 * @param isWithin whether a row lies within the days of a period that no column names
 */
export function periodParts(
  { dimensions, periods }: AnalyticsRequest,
  isWithin: (period: QueryPeriod) => RawBuilder<unknown>,
): readonly PeriodPart[] {
  const { columns, others } = byPeriodColumn(periods);
  const parts = [
    ...[...columns].map(([name, own]) => ({ pe: column(name), where: inPeriods(name, own) })),
    ...others.map((period) => ({ pe: sql`${period.iso}::text`, where: isWithin(period) })),
  ];
  return dimensions.includes('pe') ? parts : [{ pe: undefined, where: either(parts.map(({ where }) => where)) }];
}
