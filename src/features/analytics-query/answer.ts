import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { periodLabel } from '../../kernel/periods/index.js';
import { type AnswerRow, itemsOf } from './execute.js';
import type { AnalyticsParameters } from './parameters.js';
import type { AnalyticsRequest, Item, OrgUnitItem } from './query.js';

const TITLES: Readonly<Record<string, string>> = {
  dx: 'Data',
  pe: 'Period',
  ou: 'Organisation unit',
  co: 'Category option combo',
  ao: 'Attribute option combo',
};

/** The grid that clients expect (contract: analytics-query.md §5.1). */
export async function answer(
  db: Db,
  request: AnalyticsRequest,
  rows: readonly AnswerRow[],
  parameters: AnalyticsParameters,
): Promise<Readonly<Record<string, unknown>>> {
  const headers = parameters.skipData ? [] : headersOf(request);
  const items = await metadataItems(db, request, rows);
  const scheme = outputScheme(parameters.outputIdScheme, items);
  const grid = parameters.skipData
    ? []
    : rows.map(({ keys, value }) => [...keys.map(scheme), formatValue(value, parameters.skipRounding ? 10 : 2)]);
  return {
    headers,
    metaData: parameters.skipMeta ? {} : await metaData(db, request, items, rows, parameters, scheme),
    rowContext: {},
    rows: grid,
    width: headers.length,
    height: grid.length,
    headerWidth: headers.length,
  };
}

function headersOf({ dimensions, columns }: AnalyticsRequest) {
  const title = (name: string): string => TITLES[name] ?? columns.find((column) => column.name === name)?.title ?? name;
  const meta = dimensions.map((name) => ({
    name,
    column: title(name),
    valueType: 'TEXT',
    type: 'java.lang.String',
    hidden: false,
    meta: true,
  }));
  return [
    ...meta,
    { name: 'value', column: 'Value', valueType: 'NUMBER', type: 'java.lang.Double', hidden: false, meta: false },
  ];
}

/** Half up, without zeros at the end, and never with an exponent. */
export function formatValue(value: number, decimals: number): string {
  const factor = 10 ** decimals;
  // Decimal text first: 1.005 × 100 is 100.49999999999999.
  const scaled =
    Math.abs(value) < 1e12 ? Number(`${Math.abs(value).toFixed(decimals + 6)}e${decimals}`) : Math.abs(value) * factor;
  const rounded = (Math.sign(value) * Math.floor(scaled + 0.5)) / factor;
  if (Math.abs(rounded) >= 1e21) return BigInt(Math.round(rounded)).toString();
  const text = rounded.toFixed(decimals).replace(/\.?0+$/, '');
  return text === '-0' || text === '' ? '0' : text;
}

/** All items that the metadata explains, by uid. */
async function metadataItems(
  db: Db,
  request: AnalyticsRequest,
  rows: readonly AnswerRow[],
): Promise<ReadonlyMap<string, Item>> {
  const { data, periods, orgUnits, columns, keywords } = request;
  const found: Item[] = [
    ...data,
    ...(await optionCombos(
      db,
      data.map(({ element }) => element),
    )),
    ...periods.periods.map((period) => ({
      uid: period.iso,
      name: periodLabel(period),
      details: {
        dimensionItemType: 'PERIOD',
        startDate: `${period.startDate}T00:00:00.000`,
        endDate: `${period.endDate}T00:00:00.000`,
      },
    })),
    ...orgUnits.flatMap(({ units }) => units),
    ...columns.flatMap((column) => column.items ?? []),
    ...(await occurringCombos(db, request, rows)),
    ...keywords,
  ];
  return new Map(found.map((item) => [item.uid, item]));
}

interface ComboItem extends Item {
  readonly element: string;
}

/** Option combos of the elements' own category combos. */
async function optionCombos(db: Db, elements: readonly string[]): Promise<readonly ComboItem[]> {
  const { rows } = await sql<ComboItem>`
    select distinct on (combo.uid) combo.uid, combo.name, combo.code, dataelement.uid as element
    from dataelement
    join categorycombos_optioncombos as combos on combos.categorycomboid = dataelement.categorycomboid
    join categoryoptioncombo as combo on combo.categoryoptioncomboid = combos.categoryoptioncomboid
    where dataelement.uid = any (${[...elements]}::text[])
    order by combo.uid
  `.execute(db);
  return rows;
}

/** Names of the combos that turned up where `co` or `ao` was asked for without items. */
async function occurringCombos(
  db: Db,
  { dimensions, columns }: AnalyticsRequest,
  rows: readonly AnswerRow[],
): Promise<readonly Item[]> {
  const open = columns.filter(({ items }) => items === undefined).map(({ name }) => dimensions.indexOf(name));
  const uids = [...new Set(rows.flatMap(({ keys }) => open.map((index) => keys[index] ?? '')))];
  if (uids.length === 0) return [];
  const { rows: combos } = await sql<Item>`
    select categoryoptioncombo.uid, categoryoptioncombo.name, categoryoptioncombo.code
    from categoryoptioncombo where categoryoptioncombo.uid = any (${uids}::text[])
  `.execute(db);
  return combos;
}

async function metaData(
  db: Db,
  request: AnalyticsRequest,
  items: ReadonlyMap<string, Item>,
  rows: readonly AnswerRow[],
  parameters: AnalyticsParameters,
  scheme: (uid: string) => string,
) {
  const names = [...request.dimensions, ...request.filters];
  const described = (item: Item) =>
    parameters.includeMetadataDetails
      ? { uid: item.uid, ...(item.code != null && { code: item.code }), name: item.name, ...item.details }
      : { name: item.name, ...keywordDetails(item) };
  const combos = [...items.values()]
    .filter((item) => 'element' in item && !('aggregationType' in item))
    .map(({ uid }) => uid);
  return {
    items: {
      ...Object.fromEntries([...items.values()].map((item) => [scheme(item.uid), described(item)])),
      ...Object.fromEntries(
        names.map((name) => [
          name,
          { name: TITLES[name] ?? request.columns.find((column) => column.name === name)?.title ?? name },
        ]),
      ),
    },
    dimensions: {
      pe: [],
      ...Object.fromEntries(names.map((name) => [name, itemsOf(request, name).map(scheme)])),
      co: names.includes('co') ? itemsOf(request, 'co').map(scheme) : combos,
    },
    ...(parameters.hierarchyMeta && { ouHierarchy: hierarchy(request, rows, ({ path }) => parentPath(path)) }),
    ...(parameters.showHierarchy && { ouNameHierarchy: await nameHierarchy(db, request, rows) }),
  };
}

const keywordDetails = (item: Item) => (item.details && 'organisationUnits' in item.details ? item.details : {});

const parentPath = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** A text for each unit that occurs in the rows. */
function hierarchy(
  { dimensions, orgUnits }: AnalyticsRequest,
  rows: readonly AnswerRow[],
  text: (unit: OrgUnitItem) => string,
) {
  const index = dimensions.indexOf('ou');
  const present = new Set(rows.map(({ keys }) => keys[index]));
  const units = orgUnits.flatMap((group) => group.units).filter(({ uid }) => present.has(uid));
  return Object.fromEntries(units.map((unit) => [unit.uid, text(unit)]));
}

async function nameHierarchy(db: Db, request: AnalyticsRequest, rows: readonly AnswerRow[]) {
  const uids = [
    ...new Set(request.orgUnits.flatMap(({ units }) => units.flatMap(({ path }) => path.slice(1).split('/')))),
  ];
  const { rows: named } = await sql<Item>`
    select organisationunit.uid, organisationunit.name from organisationunit where organisationunit.uid = any (${uids}::text[])
  `.execute(db);
  const names = new Map(named.map(({ uid, name }) => [uid, name]));
  return hierarchy(
    request,
    rows,
    ({ path }) =>
      `/${path
        .slice(1)
        .split('/')
        .map((uid) => names.get(uid) ?? uid)
        .join('/')}`,
  );
}

/** How uids are written: as they are, or as codes or names where there are any. */
function outputScheme(
  scheme: AnalyticsParameters['outputIdScheme'],
  items: ReadonlyMap<string, Item>,
): (uid: string) => string {
  if (scheme === 'CODE') return (uid) => items.get(uid)?.code ?? uid;
  if (scheme === 'NAME') return (uid) => items.get(uid)?.name ?? uid;
  return (uid) => uid;
}
