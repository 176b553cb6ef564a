import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { type AnswerRow, itemsOf } from './execute.js';
import { formatValue } from './format.js';
import { type MetadataItems, readHierarchy, readMetadata } from './metadata.js';
import type { AnalyticsParameters, OutputScheme } from './parameters.js';
import type { AnalyticsRequest, Item } from './query.js';

/** Titles of the dimensions that every query can have (contract: analytics-query.md §5.1). */
const TITLES: Readonly<Record<string, string>> = {
  dx: 'Data',
  pe: 'Period',
  ou: 'Organisation unit',
  co: 'Category option combo',
  ao: 'Attribute option combo',
};
const DECIMALS = 2;
const DECIMALS_UNROUNDED = 10;
/** What a value was made of; data elements have none of it (contract: analytics-query.md §5.2). */
const PARTS = ['numerator', 'denominator', 'factor', 'multiplier', 'divisor'] as const;

export interface AnswerOptions {
  readonly parameters: AnalyticsParameters;
  readonly user: CurrentUser;
}

/** How a uid of a dimension is written. */
type Writer = (dimension: string, uid: string) => string;

/** The grid that clients expect (contract: analytics-query.md §5.1). */
export async function answer(
  db: Db,
  request: AnalyticsRequest,
  rows: readonly AnswerRow[],
  { parameters, user }: AnswerOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const headers = parameters.skipData ? [] : headersOf(request, parameters);
  const items = await readMetadata(db, request, rows, parameters.displayProperty === 'SHORTNAME');
  const write = writer(items, parameters);
  const grid = parameters.skipData ? [] : rows.map((row) => cells(request, row, parameters, write));
  return {
    headers,
    metaData: parameters.skipMeta ? {} : await metaData(db, request, items, rows, { parameters, user }, write),
    rowContext: {},
    rows: grid,
    width: headers.length,
    height: grid.length,
    headerWidth: headers.length,
  };
}

const titleOf = ({ columns }: AnalyticsRequest, name: string): string =>
  TITLES[name] ?? columns.find((column) => column.name === name)?.title ?? name;

function headersOf(request: AnalyticsRequest, { includeNumDen }: AnalyticsParameters) {
  const number = { valueType: 'NUMBER', type: 'java.lang.Double', hidden: false, meta: false };
  const text = { valueType: 'TEXT', type: 'java.lang.String', hidden: false, meta: true };
  const parts = includeNumDen ? PARTS : [];
  return [
    ...request.dimensions.map((name) => ({ name, column: titleOf(request, name), ...text })),
    { name: 'value', column: 'Value', ...number },
    ...parts.map((name) => ({ name, column: name.charAt(0).toUpperCase() + name.slice(1), ...number })),
  ];
}

function cells(
  { dimensions }: AnalyticsRequest,
  { keys, value, text, parts }: AnswerRow,
  { skipRounding, includeNumDen }: AnalyticsParameters,
  write: Writer,
): readonly string[] {
  return [
    ...dimensions.map((dimension, index) => write(dimension, keys[index] ?? '')),
    text ?? formatValue(value, skipRounding ? DECIMALS_UNROUNDED : DECIMALS),
    ...(includeNumDen ? PARTS.map((_, index) => parts?.[index] ?? '') : []),
  ];
}

async function metaData(
  db: Db,
  request: AnalyticsRequest,
  items: MetadataItems,
  rows: readonly AnswerRow[],
  { parameters, user }: AnswerOptions,
  write: Writer,
) {
  const { hierarchyMeta, showHierarchy, includeMetadataDetails } = parameters;
  const names = [...request.dimensions, ...request.filters];
  const entries = (dimension: string, list: readonly Item[]) =>
    list.map((item) => [write(dimension, item.uid), described(item, includeMetadataDetails)] as const);
  const written = (dimension: string, uids: readonly string[]) => uids.map((uid) => write(dimension, uid));
  const unitNames = new Map(items.units.map(({ uid, name }) => [uid, name ?? uid]));
  const hierarchy =
    hierarchyMeta || showHierarchy
      ? await readHierarchy(db, request, rows, user, (uid) => unitNames.get(uid) ?? uid)
      : undefined;
  const combos = itemsOf(request, 'co');
  return {
    items: Object.fromEntries([
      ...entries('other', items.others),
      ...entries('ou', items.units),
      ...entries('dx', items.data),
      ...names.map((name) => [name, { name: titleOf(request, name) }] as const),
    ]),
    dimensions: {
      pe: [],
      ...Object.fromEntries(names.map((name) => [name, written(name, itemsOf(request, name))])),
      co: written('co', combos.length > 0 ? combos : items.combos),
    },
    ...(hierarchy && hierarchyMeta && { ouHierarchy: hierarchy.uids }),
    ...(hierarchy && showHierarchy && { ouNameHierarchy: hierarchy.names }),
    ...(includeMetadataDetails && request.ignored.length > 0 && { ignored: request.ignored }),
  };
}

/** The uid, code and details only for those who asked; what a user keyword stands for always. */
function described({ uid, name, code, details = {} }: Item, withDetails: boolean): Readonly<Record<string, unknown>> {
  const named = name === undefined ? {} : { name };
  if (withDetails) return { uid, ...(code != null && { code }), ...named, ...details };
  return 'organisationUnits' in details ? { ...named, ...details } : named;
}

/** How uids are written: as they are, or as codes or names where there are any. */
function writer({ data, units, others }: MetadataItems, parameters: AnalyticsParameters): Writer {
  const { outputIdScheme, outputDataItemIdScheme, outputDataElementIdScheme, outputOrgUnitIdScheme } = parameters;
  const dataNames = writtenAs(data, outputDataElementIdScheme ?? outputDataItemIdScheme ?? outputIdScheme);
  const unitNames = writtenAs(units, outputOrgUnitIdScheme ?? outputIdScheme);
  const otherNames = writtenAs(others, outputIdScheme);
  return (dimension, uid) => {
    const names = dimension === 'dx' ? dataNames : dimension === 'ou' ? unitNames : otherNames;
    return names.get(uid) ?? uid;
  };
}

function writtenAs(items: readonly Item[], scheme: OutputScheme): ReadonlyMap<string, string> {
  if (scheme !== 'CODE' && scheme !== 'NAME') return new Map();
  const pairs = items.map(({ uid, code, name }) => [uid, (scheme === 'CODE' ? code : name) ?? uid] as const);
  return new Map(pairs);
}
