import type { Db } from '../../database/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { formatValue } from '../analytics-query/index.js';
import type { Grid } from '../grids/index.js';
import { type AggregateRow, aggregateStatement, type Measure, type OutputType } from './aggregate-statement.js';
import { aggregationOf } from './aggregations.js';
import { cellOf, type DataScheme, doubleText } from './cells.js';
import { gridOf, noMetadata } from './grid.js';
import { type AnalyticsHeader, headerOf, itemHeader } from './headers.js';
import { isOfRows, tablesOfIndicators } from './indicators.js';
import { comparisonOf } from './item-filters.js';
import { resolveItems } from './items.js';
import { metadataOf, writtenAs } from './metadata.js';
import { type AnalyticsTable, type ProgramItem, type ProgramRequest, tablesOf } from './model.js';
import type { AggregateParameters } from './parameters.js';
import type { Runner } from './run.js';
import type { QueryContext } from './understand.js';

/** Header of the column that data elements and attributes share when they are collapsed into one. */
const COLLAPSED = 'dy';
const DECIMALS = 2;
const DECIMALS_UNROUNDED = 10;

/**
 * Numbers of events or enrollments, or of their values (contract: analytics-query.md §7).
 *
 * @throws OrderlyError E7203, E7204, E7209, E7216 and E7223 for what cannot be aggregated, E7128 when there would be more rows than the system gives at once
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
  const headers = parameters.skipData ? [] : headersOf(request, parameters);
  const cells = rows.map((row) => cellsOf(request, measures, row, parameters));
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
  return gridOf(headers, cells, parameters.skipMeta ? noMetadata : metadata);
}

const schemeOf = (scheme: 'UID' | 'CODE' | 'NAME' | 'ID' | undefined): DataScheme => (scheme === 'ID' ? 'UID' : scheme);

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

function headersOf(request: ProgramRequest, parameters: AggregateParameters): readonly AnalyticsHeader[] {
  const isOne = parameters.aggregateData || parameters.collapseDataDimensions;
  const items = isOne ? [headerOf(COLLAPSED, 'Data')] : request.items.map(itemHeader);
  const dimensions = request.dimensions.map((name) =>
    headerOf(name, TITLES[name] ?? request.columns.find((one) => one.name === name)?.title ?? name),
  );
  const value = headerOf('value', 'Value', 'NUMBER', false);
  return request.subject === 'EVENT' ? [...items, ...dimensions, value] : [value, ...dimensions, ...items];
}

const TITLES: Readonly<Record<string, string>> = { ou: 'Organisation unit', pe: 'Period' };

function cellsOf(
  request: ProgramRequest,
  measures: readonly Measure[],
  row: AggregateRow,
  parameters: AggregateParameters,
): readonly string[] {
  const measure = measures[row.part];
  if (!measure) return [];
  const scheme = schemeOf(
    parameters.dataIdScheme ?? (parameters.outputIdScheme === 'UID' ? undefined : parameters.outputIdScheme),
  );
  const options = { skipRounding: parameters.skipRounding, scheme };
  const count = measure.items.length;
  const own = measure.items.map((item, index) => cellOf(row[`k${index}`], itemHeader(item), item, options));
  const items = parameters.aggregateData
    ? [`${request.program?.uid}.${measure.value?.item.uid}`]
    : parameters.collapseDataDimensions
      ? [`${measure.items[0]?.name}: ${collapsedText(measure.items[0], row.k0, own[0] ?? '')}`]
      : own;
  const dimensions = request.dimensions.map((name, index) =>
    dimensionCell(request, name, row[`k${count + index}`] ?? '', parameters),
  );
  const value = valueCell(row.value ?? 0, measure, parameters.skipRounding);
  return request.subject === 'EVENT' ? [...items, ...dimensions, value] : [value, ...dimensions, ...items];
}

/** An option or a legend by its name, as it stands beside the name of the item. */
const collapsedText = (item: ProgramItem | undefined, kept: string | null | undefined, text: string): string =>
  item?.optionSet?.options.find(({ code }) => code === kept)?.name ??
  item?.legendSet?.legends.find(({ uid }) => uid === kept)?.name ??
  text;

const valueCell = (value: number, { value: item }: Measure, skipRounding: boolean): string =>
  item
    ? doubleText(value, skipRounding ? DECIMALS_UNROUNDED : (item.item.indicator?.item.decimals ?? DECIMALS))
    : formatValue(value, 0);

function dimensionCell(
  request: ProgramRequest,
  name: string,
  uid: string,
  { outputIdScheme }: AggregateParameters,
): string {
  const items = name === 'ou' ? request.orgUnits?.units : request.columns.find((one) => one.name === name)?.items;
  const item = items?.find((one) => one.uid === uid);
  return item ? writtenAs(item, schemeOf(outputIdScheme)) : uid;
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
