import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { parsePeriod, periodLabel } from '../../kernel/periods/index.js';
import { readCombos, readCombosOfElements } from './data-statements.js';
import { type AnswerRow, itemsOf } from './execute.js';
import { readUserUnits } from './org-unit-statements.js';
import type { AnalyticsRequest, Item, OrgUnitItem, QueryPeriod } from './query.js';

/** Everything that the metadata of an answer explains. */
export interface MetadataItems {
  readonly data: readonly Item[];
  /** The units of the request and all above them. */
  readonly units: readonly Item[];
  readonly others: readonly Item[];
  /** Uids of the option combos of the elements. */
  readonly combos: readonly string[];
}

/** Reads what the items of a request are called: one statement for each kind. */
export async function readMetadata(
  db: Db,
  request: AnalyticsRequest,
  rows: readonly AnswerRow[],
  shortNames: boolean,
): Promise<MetadataItems> {
  const { data, periods, orgUnits, columns, keywords } = request;
  const combos = await readCombosOfElements(
    db,
    data.map(({ element }) => element),
  );
  const occurring = await readCombos(db, occurringCombos(request, rows));
  return {
    data,
    units: [...(await ancestors(db, orgUnits.units, shortNames)), ...orgUnits.units],
    others: [
      ...combos,
      ...occurring.values(),
      ...periods.map(periodItem),
      ...columns.flatMap(({ items }) => items ?? []),
      ...keywords,
    ],
    combos: combos.map(({ uid }) => uid),
  };
}

function periodItem(period: QueryPeriod): Item {
  const known = parsePeriod(period.iso);
  return {
    uid: period.iso,
    name: known ? periodLabel(known) : `${period.startDate} - ${period.endDate}`,
    details: {
      dimensionItemType: 'PERIOD',
      startDate: `${period.startDate}T00:00:00.000`,
      endDate: `${period.endDate}T00:00:00.000`,
    },
  };
}

/** Combos that turned up where `co` or `ao` was asked for without items. */
function occurringCombos({ dimensions, columns }: AnalyticsRequest, rows: readonly AnswerRow[]): readonly string[] {
  const open = columns
    .filter(({ items }) => items === undefined)
    .map(({ name }) => dimensions.indexOf(name))
    .filter((index) => index !== -1);
  return [...new Set(rows.flatMap(({ keys }) => open.map((index) => keys[index] ?? '')))];
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

/** Path of the units above each unit of the rows, from the user's own units downwards, as uids and as names (contract: analytics-query.md §5.1). */
export async function readHierarchy(
  db: Db,
  request: AnalyticsRequest,
  rows: readonly AnswerRow[],
  user: CurrentUser,
  nameOf: (uid: string) => string,
): Promise<Hierarchy> {
  const index = request.dimensions.indexOf('ou');
  const present = index === -1 ? new Set(itemsOf(request, 'ou')) : new Set(rows.map(({ keys }) => keys[index] ?? ''));
  const units = request.orgUnits.units.filter(({ uid }) => present.has(uid));
  return hierarchyOf(units, await readUserUnits(db, user, 'DATA_CAPTURE', false), nameOf);
}

/** Paths by unit. */
export interface Hierarchy {
  readonly uids: Readonly<Record<string, string>>;
  readonly names: Readonly<Record<string, string>>;
}

/** The same for units that are at hand, below the given ones. */
export function hierarchyOf(
  units: readonly OrgUnitItem[],
  own: readonly OrgUnitItem[],
  nameOf: (uid: string) => string,
): Hierarchy {
  const roots = new Set(own.map(({ uid }) => uid));
  const paths = units.map(({ uid, path }) => [uid, pathFromRoots(path, roots)] as const);
  const joined = (uids: readonly string[]): string => uids.map((uid) => `/${uid}`).join('');
  return {
    uids: Object.fromEntries(paths.map(([uid, path]) => [uid, joined(path)])),
    names: Object.fromEntries(paths.map(([uid, path]) => [uid, joined(path.map(nameOf))])),
  };
}

/** Uids of the units above the last one of `path`, beginning with the highest of the roots among them, or at the top. */
export function pathFromRoots(path: string, roots: ReadonlySet<string>): readonly string[] {
  const above = uidsOfPath(path).slice(0, -1);
  const begin = above.findIndex((uid) => roots.has(uid));
  return begin === -1 ? above : above.slice(begin);
}
