import type { Db } from '../../database/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import type { Grid } from '../grids/index.js';
import { cellsOf, crossRow, headersOf, schemeOf } from './aggregate-cells.js';
import { type AggregateRow, aggregateStatement, type Measure, type OutputType } from './aggregate-statement.js';
import { aggregationOf } from './aggregations.js';
import { crossDimensions, crossLayout, crossTable, titleOfFilters } from './cross-table.js';
import { spanOf } from './dates.js';
import { gridOf, noMetadata } from './grid.js';
import { isOfRows, tablesOfIndicators } from './indicators.js';
import { comparisonOf } from './item-filters.js';
import { resolveItems } from './items.js';
import { metadataOf } from './metadata.js';
import { type AnalyticsTable, type ProgramItem, type ProgramRequest, tablesOf } from './model.js';
import type { AggregateParameters } from './parameters.js';
import type { Runner } from './run.js';
import type { QueryContext } from './understand.js';

/**
 * Numbers of events or enrollments, or of their values (contract: analytics-query.md §7).
 *
 * @throws OrderlyError E7203, E7204, E7209, E7216 and E7223 for what cannot be aggregated, E7128 when there would be more rows than the system gives at once,
 *   E7126, E7127 and E7151 for a table that cannot be laid out
 */
export async function answerAggregate(
  runner: Runner,
  request: ProgramRequest,
  parameters: AggregateParameters,
  context: QueryContext,
): Promise<Grid> {
  const most = context.settings.keyAnalyticsMaxLimit;
  const { limit, sortOrder } = parameters;
  if (limit !== undefined && limit <= 0) throw catalogued('E7208', limit);
  if (limit !== undefined && most > 0 && limit > most) throw catalogued('E7209', limit, most);
  const dimensions = crossDimensions(request, parameters.aggregateData || parameters.collapseDataDimensions);
  const layout = crossLayout(parameters, dimensions, context.settings.keyAnalyticsDownloadCombinationLimit);
  const value = await valueItem(runner.db, request, parameters, context);
  const measures = measuresOf(request, parameters, value);
  const rowLimit = limit ?? (most > 0 ? most + 1 : undefined);
  const found = parameters.skipData
    ? []
    : await runner.run(await tablesRead(runner.db, request, value), (ask) =>
        ask(aggregateStatement(request, measures, { sortOrder, limit: rowLimit })),
      );
  if (limit === undefined && most > 0 && found.length > most) throw catalogued('E7128', most);
  const rows = sortOrder === undefined && limit === undefined ? inRequestOrder(request, measures, found) : found;
  const metadata = () =>
    metadataOf(runner.db, request, {
      user: context.user,
      shortNames: parameters.displayProperty === 'SHORTNAME',
      withDetails: parameters.includeMetadataDetails,
      hierarchyMeta: parameters.hierarchyMeta,
      showHierarchy: parameters.showHierarchy,
      scheme: schemeOf(parameters.outputIdScheme),
      listsPeriods: true,
      present: new Map(),
      value,
    });
  const described = parameters.skipMeta ? noMetadata : metadata;
  if (parameters.skipData) return gridOf([], [], described);
  const measured = rows.flatMap((row) => {
    const measure = measures[row.part];
    return measure ? [{ row, measure }] : [];
  });
  if (!layout) {
    const cells = measured.map(({ row, measure }) => cellsOf(request, measure, row, parameters));
    return gridOf(headersOf(request, parameters), cells, described);
  }
  const crossed = measured.map(({ row, measure }) => crossRow(request, measure, row, parameters));
  const table = crossTable(dimensions, crossed, layout);
  const grid = gridOf(table.headers, table.rows, described, () => table.height);
  return { ...grid, title: titleOfFilters(request) };
}

/** The item whose values are aggregated. */
export async function valueItem(
  db: Db,
  request: ProgramRequest,
  { value, aggregationType, aggregateData, displayProperty }: AggregateParameters,
  { user }: QueryContext,
): Promise<ProgramItem | undefined> {
  const override = aggregationType === 'DEFAULT' ? undefined : aggregationType;
  if (override !== undefined && value === undefined && !aggregateData) throw catalogued('E7204');
  if (value === undefined) return undefined;
  const { items } = await resolveItems(db, [{ name: value, text: '' }], {
    programs: request.programs.map(({ uid }) => uid),
    user,
    shortNames: displayProperty === 'SHORTNAME',
    of: request.programs,
    needsStage: request.subject !== 'EVENT',
    takesOffset: false,
    isList: false,
    period: spanOf(request),
  });
  const [item] = items;
  if (!item || item.legendSet || comparisonOf(item) === 'text' || comparisonOf(item) === 'date')
    throw catalogued('E7223', value);
  if ([...request.items, ...request.itemFilters].some(({ id }) => id === item.id)) throw catalogued('E7203');
  const type = override ?? item.aggregationType;
  if (!aggregationOf(type) || (item.indicator && !isOfRows(request.subject, item.indicator)))
    throw catalogued('E7216', item.uid);
  return { ...item, aggregationType: type };
}

/** The tables of a request, with those that its value is worked out from. */
export const tablesRead = async (
  db: Db,
  request: ProgramRequest,
  value: ProgramItem | undefined,
): Promise<readonly AnalyticsTable[]> => [
  ...tablesOf(request),
  ...(await tablesOfIndicators(db, request.subject, value ? [value] : [])),
];

/** What is counted or aggregated; several numbers where items are answered one after the other. */
export function measuresOf(
  request: ProgramRequest,
  { aggregateData, collapseDataDimensions, aggregationType, outputType }: AggregateParameters,
  value: ProgramItem | undefined,
): readonly Measure[] {
  const output: OutputType = outputType ?? 'EVENT';
  const of = (item: ProgramItem | undefined) => {
    const aggregation = item && aggregationOf(item.aggregationType);
    return item && aggregation ? { item, aggregation } : undefined;
  };
  if (aggregateData) {
    const override = aggregationType === 'DEFAULT' ? undefined : aggregationType;
    const items = (value ? [value] : request.items).map((item) => ({
      ...item,
      aggregationType: override ?? item.aggregationType,
    }));
    return items.map((item) => {
      const isOther = item.indicator && !isOfRows(request.subject, item.indicator);
      const measured = isOther || comparisonOf(item) === 'text' || comparisonOf(item) === 'date' ? undefined : of(item);
      if (!measured) throw catalogued('E7216', item.uid);
      return { output, value: measured, items: [], isWhole: false };
    });
  }
  if (collapseDataDimensions)
    return request.items.map((item) => ({ output, value: of(value), items: [item], isWhole: true }));
  return [{ output, value: of(value), items: request.items, isWhole: false }];
}

/** Rows in the order in which the request names the units and periods, and the option sets their options; the rest by what is shown. */
function inRequestOrder(
  request: ProgramRequest,
  measures: readonly Measure[],
  rows: readonly AggregateRow[],
): readonly AggregateRow[] {
  const [first] = measures;
  const places = [
    ...(first?.items ?? []).map((item) => (item.optionSet?.options ?? []).map(({ code }) => code)),
    ...request.dimensions.map((name) => {
      if (name === 'pe') return request.periods.map(({ period }) => period.iso);
      if (name === 'ou') return (request.orgUnits?.units ?? []).map(({ uid }) => uid);
      return (request.columns.find((one) => one.name === name)?.items ?? []).map(({ uid }) => uid);
    }),
  ].map((list) => new Map(list.map((key, index) => [key, index])));
  const compared = (a: AggregateRow, b: AggregateRow): number => {
    if (a.part !== b.part) return a.part - b.part;
    for (const [index, place] of places.entries()) {
      const key: `k${number}` = `k${index}`;
      const [left, right] = [a[key] ?? '', b[key] ?? ''];
      const difference = (place.get(left) ?? Number.MAX_SAFE_INTEGER) - (place.get(right) ?? Number.MAX_SAFE_INTEGER);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  return rows.toSorted(compared);
}
