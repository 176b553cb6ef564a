import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { parsePeriod, periodLabel } from '../../../kernel/periods/index.js';
import type { AnalyticsRequest, Item, OrgUnitItem, QueryPeriod } from '../query.js';
import { readCombosOfElements } from '../request/data-statements.js';
import { readUserUnits } from '../request/org-unit-statements.js';
import { withDetails } from './item-details.js';

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

/** Reads what the items of a request are called: one statement for each kind. */
export async function readMetadata(
  db: Db,
  request: AnalyticsRequest,
  options: { readonly shortNames: boolean; readonly details: boolean },
): Promise<MetadataItems> {
  const { data, dx = data, periods, orgUnits, columns, keywords } = request;
  const combos = await readCombosOfElements(
    db,
    data.map(({ element }) => element),
  );
  const bounds = keywords.filter(isUnit);
  const units = [...(await ancestors(db, orgUnits.units, options.shortNames)), ...bounds, ...orgUnits.units];
  const members = columns.flatMap(({ items }) => items ?? []);
  const detailed = async (items: readonly Item[]): Promise<readonly Item[]> =>
    options.details ? await withDetails(db, 'other', items) : items;
  return {
    data: options.details ? await withDetails(db, 'data', dx) : dx,
    units: (await detailed(units)).map((unit) => withType(unit, 'ORGANISATION_UNIT')),
    periods: periods.map(periodItem),
    combos: combos.map((combo) => withType(combo, 'CATEGORY_OPTION_COMBO')),
    members: (await detailed(members)).map((member) => withType(member, 'CATEGORY_OPTION_COMBO')),
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

/** The units above, by uid, in no order. */
export async function ancestors(db: Db, units: readonly OrgUnitItem[], shortNames: boolean): Promise<readonly Item[]> {
  const uids = [...new Set(units.flatMap(({ path }) => uidsOfPath(path).slice(0, -1)))];
  if (uids.length === 0) return [];
  const { rows } = await sql<Item>`
    select unit.uid, ${shortNames ? sql`unit.shortname` : sql`unit.name`} as name, unit.code
    from organisationunit as unit
    where unit.uid = any (${uids}::text[])
  `.execute(db);
  return rows;
}

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
