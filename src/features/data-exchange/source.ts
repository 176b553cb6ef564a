import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { AGGREGATION_TYPES } from '../../metadata/index.js';
import { type AnalyticsGrid, analyticsParameters, answerQuery } from '../analytics-query/index.js';
import { type IdScheme, namesOf, parseIdScheme, uidsOf } from '../imports/index.js';
import type { SourceRequest } from './exchange.js';

export interface SourceContext {
  readonly db: Db;
  /** Whose rights and organisation units count. */
  readonly user: CurrentUser;
  readonly now: Date;
}

/** By what the answer names data elements, other data items, organisation units and everything else. */
export interface OutputSchemes {
  readonly element: IdScheme;
  readonly item: IdScheme;
  readonly unit: IdScheme;
  readonly other: IdScheme;
}

export const ELEMENT_TABLES = ['dataelement'];
export const ITEM_TABLES = ['indicator', 'programindicator', 'dataset'];
export const UNIT_TABLES = ['organisationunit'];
export const COMBO_TABLES = ['categoryoptioncombo'];
const FILTER_TABLES = [
  'orgunitgroup',
  'dataelementgroup',
  'categoryoption',
  'categoryoptiongroup',
  'organisationunit',
  'dataelement',
  'indicator',
];

/** Schemes of a request; `override` stands for all of them. */
export function outputSchemes(request: SourceRequest, override: string | undefined): OutputSchemes {
  if (override !== undefined) {
    const scheme = parseIdScheme(override);
    return { element: scheme, item: scheme, unit: scheme, other: scheme };
  }
  const other = parseIdScheme(request.outputIdScheme);
  const own = (text: string | undefined, fallback: IdScheme): IdScheme =>
    text === undefined ? fallback : parseIdScheme(text);
  const item = own(request.outputDataItemIdScheme, other);
  return {
    element: own(request.outputDataElementIdScheme, item),
    item,
    unit: own(request.outputOrgUnitIdScheme, other),
    other,
  };
}

/**
 * The aggregated data of a request, named by uids, as `/api/analytics` answers the user.
 *
 * @throws OrderlyError what the query throws, or 409 for a scheme or a kind of aggregation that is none
 */
export async function sourceGrid({ db, user, now }: SourceContext, request: SourceRequest): Promise<AnalyticsGrid> {
  const scheme = parseIdScheme(request.inputIdScheme);
  const dx = await translated(db, [...ELEMENT_TABLES, ...ITEM_TABLES], scheme, request.dx);
  const ou = await translated(db, UNIT_TABLES, scheme, request.ou);
  const filter: string[] = [];
  for (const { dimension, items } of request.filters) {
    const named = dimension === 'pe' ? items : await translated(db, FILTER_TABLES, scheme, items);
    filter.push(named.length === 0 ? dimension : `${dimension}:${named.join(';')}`);
  }
  const dimension = [`dx:${dx.join(';')}`, `pe:${request.pe.join(';')}`, `ou:${ou.join(';')}`];
  const { aggregationType } = request;
  const known = AGGREGATION_TYPES.find((type) => type === aggregationType?.toUpperCase());
  if (aggregationType !== undefined && known === undefined)
    throw conflict(`\`${aggregationType}\` is no kind of aggregation.`);
  const parameters = analyticsParameters({ dimension, filter, ...(known !== undefined && { aggregationType: known }) });
  return await answerQuery(db, parameters, { user, now });
}

/** Parts of an item that the scheme names, e.g. both of `element.combo`; what it does not name, such as `LEVEL-2` or `USER_ORGUNIT`, stays. */
async function translated(
  db: Db,
  tables: readonly string[],
  scheme: IdScheme,
  items: readonly string[],
): Promise<readonly string[]> {
  const whole = await uidsOf(db, tables, scheme, items);
  const parts = items.filter((item) => !whole.has(item) && item.includes('.')).flatMap((item) => item.split('.'));
  const byPart = await uidsOf(db, [...tables, ...COMBO_TABLES], scheme, parts);
  const [groups, prefixes] = await grouped(db, scheme, items);
  return items.map((item) => {
    const prefix = prefixes.find((one) => item.startsWith(one));
    if (prefix !== undefined) return `${prefix}${groups.get(item.slice(prefix.length)) ?? item.slice(prefix.length)}`;
    const found = whole.get(item);
    if (found !== undefined) return found;
    return item
      .split('.')
      .map((part) => byPart.get(part) ?? part)
      .join('.');
  });
}

const GROUP_TABLES = { 'DE_GROUP-': 'dataelementgroup', 'OU_GROUP-': 'orgunitgroup', 'IN_GROUP-': 'indicatorgroup' };

async function grouped(
  db: Db,
  scheme: IdScheme,
  items: readonly string[],
): Promise<readonly [ReadonlyMap<string, string>, readonly string[]]> {
  const prefixes = Object.keys(GROUP_TABLES);
  const names = prefixes.flatMap((prefix) =>
    items.filter((item) => item.startsWith(prefix)).map((item) => item.slice(prefix.length)),
  );
  return [await uidsOf(db, Object.values(GROUP_TABLES), scheme, names), prefixes];
}

/** The grid with its data items and organisation units named by the given schemes; what a scheme has no name for keeps its uid. */
export async function named(db: Db, grid: AnalyticsGrid, schemes: OutputSchemes): Promise<AnalyticsGrid> {
  const label = await labels(db, grid, schemes);
  const kinds = grid.headers.map(({ name }) => name);
  const { items = {}, dimensions = {} } = grid.metaData;
  return {
    ...grid,
    metaData: {
      ...grid.metaData,
      items: Object.fromEntries(Object.entries(items).map(([uid, item]) => [label('', uid), item])),
      dimensions: Object.fromEntries(
        Object.entries(dimensions).map(([dimension, uids]) => [dimension, uids.map((uid) => label(dimension, uid))]),
      ),
    },
    rows: grid.rows.map((row) => row.map((cell, index) => label(kinds[index] ?? '', cell))),
  };
}

export type Label = (dimension: string, uid: string) => string;

/** How what stands in a grid is called. */
export async function labels(
  db: Db,
  { headers, rows, metaData }: AnalyticsGrid,
  schemes: OutputSchemes,
): Promise<Label> {
  const column = (name: string): readonly string[] => {
    const index = headers.findIndex((header) => header.name === name);
    return [...new Set([...rows.map((row) => row[index] ?? ''), ...(metaData.dimensions?.[name] ?? [])])];
  };
  const parts = [...new Set(column('dx').flatMap((item) => item.split('.')))];
  const elements = await namesOf(db, ELEMENT_TABLES, schemes.element, parts);
  const items = await namesOf(db, ITEM_TABLES, schemes.item, parts);
  const combos = await namesOf(db, COMBO_TABLES, schemes.other, [...parts, ...column('co')]);
  const units = await namesOf(db, UNIT_TABLES, schemes.unit, column('ou'));
  const itemLabel = (item: string): string =>
    item
      .split('.')
      .map((part) => elements.get(part) ?? items.get(part) ?? combos.get(part) ?? part)
      .join('.');
  return (dimension, uid) => {
    switch (dimension) {
      case 'ou':
        return units.get(uid) ?? uid;
      case 'dx':
      case 'co':
        return itemLabel(uid);
      case '':
        return units.get(uid) ?? itemLabel(uid);
      default:
        return uid;
    }
  };
}
