import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { daysInPeriod, type PeriodTypeName, periodsStartingWithin, periodType } from '../../../kernel/periods/index.js';
import type { AnalyticsRequest, OrgUnitGroup, QueryPeriod } from '../query.js';
import { either, oneOf } from '../statements/conditions.js';
import { groupedBy } from './grouped.js';
import type { RowOptions } from './kind.js';
import {
  byPeriodColumn,
  inPeriods,
  keysOf,
  levelsOf,
  periodColumn,
  runTableStatements,
  type TableRow,
  tableStatement,
  yearsAround,
} from './other-tables.js';

/** How many reports there are, came in time, and were to come. */
export interface Report {
  readonly actual: number;
  readonly onTime: number;
  readonly expected: number;
}

export interface ReportedDataSet {
  readonly uid: string;
  readonly periodType: PeriodTypeName | undefined;
}

export interface ReportRow {
  readonly dataSet: string;
  readonly report: Report;
  /** The items of the row, with what takes the place of `dx`. */
  readonly keys: (dx: string) => readonly string[];
}

const ACTUAL = 'count(*): the reports that are there, and those of them that came in time';
const EXPECTED = 'sum(value × reports due in the period): the reports expected of the units that were open';

/**
 * The reports of data sets wherever some are expected (contract: analytics-query.md §4 "Reporting rates"). Several periods that only restrict are each looked at for
 * themselves: units that opened in between owe the reports since then.
 */
export async function reportsOf(
  db: Db,
  request: AnalyticsRequest,
  dataSets: readonly ReportedDataSet[],
  options: RowOptions,
): Promise<readonly ReportRow[]> {
  const levels = levelsOf(request);
  const dataItems = dataSets.map(({ uid }) => uid);
  const found = levels
    .flatMap((units) => actualStatements(request, dataSets, units))
    .map((statement) => ({ statement, dataItems, formula: ACTUAL }));
  const wanted = levels.map((units) => ({
    statement: expectedStatement(request, dataSets, units),
    dataItems,
    formula: EXPECTED,
  }));
  const results = await runTableStatements(db, [...found, ...wanted], options);
  const actual = new Map(
    results.slice(0, found.length).flatMap((rows) => rows.map((row) => [keyOf(request, row), row] as const)),
  );
  return results.slice(found.length).flatMap((rows) =>
    rows.map((row) => {
      const own = actual.get(keyOf(request, row));
      const report = {
        actual: Number(own?.actual ?? 0),
        onTime: Number(own?.onTime ?? 0),
        expected: Number(row.expected),
      };
      return { dataSet: String(row.dx), report, keys: (dx: string) => keysOf(request, row, dx) };
    }),
  );
}

const actualStatements = (
  request: AnalyticsRequest,
  dataSets: readonly ReportedDataSet[],
  units: OrgUnitGroup | undefined,
): readonly RawBuilder<TableRow>[] =>
  actualPeriods(request, dataSets).map(({ dx, pe, where }) =>
    tableStatement(request, {
      from: sql`analytics_completeness as analytics`,
      dx,
      pe,
      units,
      where: [where, yearsAround(request.periods)],
      values: { actual: sql`count(*)`, onTime: sql`count(*) filter (where analytics.timely)` },
    }),
  );

const expectedStatement = (
  request: AnalyticsRequest,
  dataSets: readonly ReportedDataSet[],
  units: OrgUnitGroup | undefined,
): RawBuilder<TableRow> =>
  tableStatement(request, {
    from: sql`analytics_completenesstarget as analytics join ${spans(request, dataSets)}`,
    dx: dataSets.map(({ uid }) => uid),
    pe: request.dimensions.includes('pe') ? sql`span.iso` : undefined,
    units,
    where: [],
    values: { expected: sql`sum(analytics.value * span.reports)` },
  });

const keyOf = (request: AnalyticsRequest, row: TableRow): string =>
  [String(row.dx), ...keysOf(request, row, '')].join();

/** Which rows belong to the periods, and what the period of such a row is in the answer. */
interface ActualPeriods {
  readonly dx: readonly string[];
  readonly pe: RawBuilder<unknown> | undefined;
  readonly where: RawBuilder<unknown>;
}

function actualPeriods(
  { dimensions, periods }: AnalyticsRequest,
  dataSets: readonly ReportedDataSet[],
): readonly ActualPeriods[] {
  const { columns, others } = byPeriodColumn(periods);
  const dx = dataSets.map(({ uid }) => uid);
  const isTold = dimensions.includes('pe');
  const parts: readonly ActualPeriods[] = [
    ...[...columns].map(([name, own]) => ({
      dx,
      pe: sql.ref(`analytics.${name}`),
      where: inPeriods(name, own),
    })),
    ...others.flatMap((period) => partsWithoutColumn(period, dataSets)),
  ];
  if (isTold) return parts;
  return [{ dx, pe: undefined, where: either(parts.map((part) => sql`(${oneOf('dx', part.dx)} and ${part.where})`)) }];
}

/** A period that no column names is the periods of the data sets that begin in it. */
function partsWithoutColumn(period: QueryPeriod, dataSets: readonly ReportedDataSet[]): readonly ActualPeriods[] {
  return [...groupedBy(dataSets, (dataSet) => dataSet.periodType)].flatMap(([type, own]) => {
    const name = periodColumn(type);
    if (type === undefined || name === undefined) return [];
    const within = periodsStartingWithin(type, period.startDate, period.endDate);
    const dx = own.map(({ uid }) => uid);
    return [{ dx, pe: sql`${period.iso}::text`, where: inPeriods(name, within) }];
  });
}

/** How many reports of a data set fall due in a period: as many as its periods fit in. */
function reportsDue(period: QueryPeriod, type: PeriodTypeName | undefined): number {
  if (type === undefined) return 0;
  if (type === 'Daily') return daysInPeriod(period);
  if (period.type === undefined) return periodsStartingWithin(type, period.startDate, period.endDate).length;
  return Math.floor(periodType(period.type).frequencyOrder / periodType(type).frequencyOrder);
}

/** Joins the periods in which a unit was open, and an attribute option valid, from the first to the last day. */
function spans({ periods }: AnalyticsRequest, dataSets: readonly ReportedDataSet[]): RawBuilder<unknown> {
  const all = dataSets.flatMap(({ uid, periodType: type }) => periods.map((period) => ({ uid, type, period })));
  return sql`unnest(
      ${all.map(({ uid }) => uid)}::text[],
      ${all.map(({ period }) => period.iso)}::text[],
      ${all.map(({ period }) => period.startDate)}::date[],
      ${all.map(({ period }) => period.endDate)}::date[],
      ${all.map(({ period, type }) => reportsDue(period, type))}::double precision[]
    ) as span (dx, iso, "start", "end", reports)
      on span.dx = analytics.dx::text
      and (analytics.ouopeningdate is null or analytics.ouopeningdate <= span."start")
      and (analytics.oucloseddate is null or analytics.oucloseddate >= span."end")
      and (analytics.costartdate is null or analytics.costartdate <= span."start")
      and (analytics.coenddate is null or analytics.coenddate >= span."end")`;
}
