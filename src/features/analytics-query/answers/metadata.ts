import { type RawBuilder, sql } from 'kysely';
import { type Db, listed, readTogether } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { parsePeriod, periodLabel } from '../../../kernel/periods/index.js';
import type { AnalyticsRequest, Item, OrgUnitItem, QueryPeriod } from '../query.js';
import { combosOfElementsStatement } from '../request/data-statements.js';
import { readUserUnits } from '../request/org-unit-statements.js';
import { detailsStatement, withDetails } from './item-details.js';

/** Everything that the metadata of an answer explains, whatever its rows are. */
export interface MetadataItems {
  readonly data: readonly Item[];
  /** The units of the request and all above them. */
  readonly units: readonly Item[];
  readonly periods: readonly Item[];
  /** Option combos of the elements, as the metadata lists them. */
  readonly combos: readonly Item[];
  /** Items of the dimensions with a column of their own. */
  readonly members: readonly Item[];
  /** Names of the request that stand for others; the periods and the units of a user have a name only. */
  readonly keywords: readonly Item[];
}

/** What an item without a kind of data of its own says of itself to those who ask for details. */
const PLAIN = { valueType: 'TEXT', totalAggregationType: 'SUM' };

/** Reads what the items of a request are called, in one round trip. */
export async function readMetadata(
  db: Db,
  request: AnalyticsRequest,
  options: { readonly shortNames: boolean; readonly details: boolean },
): Promise<MetadataItems> {
  const { data, dx = data, periods, orgUnits, columns, keywords } = request;
  const named = [...keywords.filter(isUnit), ...orgUnits.units];
  const members = columns.flatMap(({ items }) => items ?? []);
  const above = uidsAbove(orgUnits.units);
  const others = [...above, ...[...named, ...members].map(({ uid }) => uid)];
  const read = await readTogether(db, {
    combos: data.length > 0 ? combosOfElementsStatement(data.map(({ element }) => element)) : undefined,
    above: above.length > 0 ? unitNamesStatement(above, options.shortNames) : undefined,
    ofData:
      options.details && dx.length > 0
        ? detailsStatement(
            'data',
            dx.map(({ uid }) => uid),
          )
        : undefined,
    ofOthers: options.details && others.length > 0 ? detailsStatement('other', others) : undefined,
  });
  const units = withDetails('other', [...read.above, ...named], read.ofOthers);
  return {
    data: withDetails('data', dx, read.ofData),
    units: units.map((unit) => withType(unit, 'ORGANISATION_UNIT')),
    periods: periods.map(periodItem),
    combos: read.combos.map((combo) => withType(combo, 'CATEGORY_OPTION_COMBO')),
    members: withDetails('other', members, read.ofOthers).map((member) => withType(member, 'CATEGORY_OPTION_COMBO')),
    keywords: keywords.filter((keyword) => !isUnit(keyword)),
  };
}

/** Whether a keyword is a unit within which others were collected. */
const isUnit = (item: Item): boolean => 'path' in item;

/** The item with its kind, unless it has one. */
export const withType = (item: Item, dimensionItemType: string): Item => ({
  ...item,
  details: { dimensionItemType, ...PLAIN, ...item.details },
});

function periodItem(period: QueryPeriod): Item {
  const known = parsePeriod(period.iso);
  return {
    uid: period.iso,
    name: known ? periodLabel(known) : `${period.startDate} - ${period.endDate}`,
    code: period.iso,
    details: {
      dimensionItemType: 'PERIOD',
      ...PLAIN,
      startDate: `${period.startDate}T00:00:00.000`,
      endDate: `${period.endDate}T00:00:00.000`,
    },
  };
}

const uidsOfPath = (path: string): readonly string[] => path.split('/').filter((uid) => uid !== '');

const uidsAbove = (units: readonly OrgUnitItem[]): readonly string[] => [
  ...new Set(units.flatMap(({ path }) => uidsOfPath(path).slice(0, -1))),
];

/** The units above, the highest first. */
export async function ancestors(db: Db, units: readonly OrgUnitItem[], shortNames: boolean): Promise<readonly Item[]> {
  const uids = uidsAbove(units);
  return uids.length === 0 ? [] : (await unitNamesStatement(uids, shortNames).execute(db)).rows;
}

const unitNamesStatement = (uids: readonly string[], shortNames: boolean): RawBuilder<Item> => sql`
  select unit.uid, ${shortNames ? sql`unit.shortname` : sql`unit.name`} as name, unit.code
  from organisationunit as unit
  where unit.uid = any (${listed(uids)})
  order by unit.hierarchylevel, unit.uid
`;

/** Uids of the units above each of the given ones, from the user's own units downwards (contract: analytics-query.md §5.1). */
export async function readHierarchy(
  db: Db,
  units: readonly OrgUnitItem[],
  user: CurrentUser,
): Promise<readonly (readonly [string, readonly string[]])[]> {
  const roots = new Set((await readUserUnits(db, user, 'DATA_CAPTURE', false)).map(({ uid }) => uid));
  return units.map(({ uid, path }) => [uid, pathFromRoots(path, roots)] as const);
}

/** Uids of the units above the last one of `path`, beginning with the highest of the roots among them, or at the top. */
export function pathFromRoots(path: string, roots: ReadonlySet<string>): readonly string[] {
  const above = uidsOfPath(path).slice(0, -1);
  const begin = above.findIndex((uid) => roots.has(uid));
  return begin === -1 ? above : above.slice(begin);
}
