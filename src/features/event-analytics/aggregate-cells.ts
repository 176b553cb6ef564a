import { formatValue } from '../analytics-query/index.js';
import type { AggregateRow, Measure } from './aggregate-statement.js';
import { cellOf, type DataScheme, doubleText } from './cells.js';
import type { CrossRow } from './cross-table.js';
import { type AnalyticsHeader, headerOf, itemHeader } from './headers.js';
import { writtenAs } from './metadata.js';
import type { ProgramItem, ProgramRequest } from './model.js';
import type { AggregateParameters } from './parameters.js';

/** Header of the column that items share when they are collapsed into one. */
const COLLAPSED = 'dy';
const DECIMALS = 2;
const DECIMALS_UNROUNDED = 10;

export const schemeOf = (scheme: 'UID' | 'CODE' | 'NAME' | 'ID' | undefined): DataScheme =>
  scheme === 'ID' ? 'UID' : scheme;

const TITLES: Readonly<Record<string, string>> = { ou: 'Organisation unit', pe: 'Period' };

/** The items first and the number last for events, the other way around for enrollments, as the peer has them. */
const arranged = <Part>(
  { subject }: ProgramRequest,
  items: readonly Part[],
  dimensions: readonly Part[],
  value: Part,
) => (subject === 'EVENT' ? [...items, ...dimensions, value] : [value, ...dimensions, ...items]);

export function headersOf(request: ProgramRequest, parameters: AggregateParameters): readonly AnalyticsHeader[] {
  const isOne = parameters.aggregateData || parameters.collapseDataDimensions;
  const items = isOne ? [headerOf(COLLAPSED, 'Data')] : request.items.map(itemHeader);
  const dimensions = request.dimensions.map((name) =>
    headerOf(name, TITLES[name] ?? request.columns.find((one) => one.name === name)?.title ?? name),
  );
  return arranged(request, items, dimensions, headerOf('value', 'Value', 'NUMBER', false));
}

/** A row of a plain list. */
export function cellsOf(
  request: ProgramRequest,
  measure: Measure,
  row: AggregateRow,
  parameters: AggregateParameters,
): readonly string[] {
  const { items: own } = measure;
  const items = parameters.aggregateData
    ? [measuredName(request, measure)]
    : parameters.collapseDataDimensions
      ? [collapsedName(own[0], row, parameters)]
      : own.map((item, index) => itemCell(item, row[`k${index}`], parameters));
  const dimensions = request.dimensions.map((name, index) =>
    dimensionCell(request, name, row[`k${own.length + index}`] ?? '', parameters),
  );
  return arranged(request, items, dimensions, valueCell(row.value ?? 0, measure, parameters.skipRounding));
}

/** The same as what it belongs to, for a table: keys as they are kept, with what people read. */
export function crossRow(
  request: ProgramRequest,
  measure: Measure,
  row: AggregateRow,
  parameters: AggregateParameters,
): CrossRow {
  const { items: own, value: measured } = measure;
  const collapsed = collapsedName(own[0], row, parameters);
  const items = parameters.aggregateData
    ? [{ key: measuredName(request, measure), label: measured?.item.name ?? '' }]
    : parameters.collapseDataDimensions
      ? [{ key: collapsed, label: collapsed }]
      : own.map((item, index) => {
          const kept = row[`k${index}`];
          return { key: kept ?? '', label: namedText(item, kept, itemCell(item, kept, parameters)) };
        });
  const dimensions = request.dimensions.map((_, index) => {
    const key = row[`k${own.length + index}`] ?? '';
    return { key, label: key };
  });
  return { choices: [...items, ...dimensions], value: valueCell(row.value ?? 0, measure, parameters.skipRounding) };
}

const measuredName = ({ program }: ProgramRequest, { value }: Measure): string => `${program?.uid}.${value?.item.uid}`;

const collapsedName = (item: ProgramItem | undefined, row: AggregateRow, parameters: AggregateParameters): string =>
  item ? `${item.name}: ${namedText(item, row.k0, itemCell(item, row.k0, parameters))}` : '';

function itemCell(item: ProgramItem, kept: string | null | undefined, parameters: AggregateParameters): string {
  const { outputIdScheme, skipRounding } = parameters;
  const scheme = schemeOf(parameters.dataIdScheme ?? (outputIdScheme === 'UID' ? undefined : outputIdScheme));
  return cellOf(kept, itemHeader(item), item, { skipRounding, scheme });
}

/** An option or a legend by its name, as it stands beside the name of the item. */
const namedText = (item: ProgramItem, kept: string | null | undefined, text: string): string =>
  item.optionSet?.options.find(({ code }) => code === kept)?.name ??
  item.legendSet?.legends.find(({ uid }) => uid === kept)?.name ??
  text;

const valueCell = (value: number, { value: measured }: Measure, skipRounding: boolean): string =>
  measured
    ? doubleText(value, skipRounding ? DECIMALS_UNROUNDED : (measured.item.indicator?.item.decimals ?? DECIMALS))
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
