import { type Db, type Rows, readTogether, type Statements } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { catalogued } from '../../../kernel/errors/index.js';
import type { Collections, Item, OrgUnitGroup, OrgUnitItem, OrgUnitSelection } from '../query.js';
import {
  collectedUnitsStatement,
  collectionNamesStatement,
  type LevelItem,
  levelsStatement,
  ownUnits,
  rootsStatement,
  type UnitBelow,
  type UserUnitType,
  unitsBelowStatement,
  unitsStatement,
  userUnitsStatement,
} from './org-unit-statements.js';

export interface OrgUnitOptions {
  readonly user: CurrentUser;
  readonly shortNames: boolean;
  /** Uids that stand for the user's own units. */
  readonly userOrgUnits: readonly string[];
  readonly userOrgUnitType: UserUnitType | undefined;
}

/** Longest list of units that a statement names one by one; more are told by the units above them (contract: analytics-query.md §8 no. 9). */
const LONGEST_LIST = 1_000;
/** How far below the user's units a keyword looks. */
const USER_KEYWORDS: Readonly<Record<string, number>> = {
  USER_ORGUNIT: 0,
  USER_ORGUNIT_CHILDREN: 1,
  USER_ORGUNIT_GRANDCHILDREN: 2,
};
const COLLECTION = /^(LEVEL|OU_GROUP|DS|PR)-(.+)$/;

/** What has to be read to know the organisation units of a request. */
export interface UnitLists {
  /** Those that the user may view everything of; none for no limit. */
  readonly view: OrgUnitItem;
  /** Those named by their uids. */
  readonly named: OrgUnitItem;
  /** Those of the user's keywords. */
  readonly own: UnitBelow;
  readonly levels: LevelItem;
  readonly roots: OrgUnitItem;
}

/** What has to be read to know the units that the items stand for. */
export function unitStatements(items: readonly string[] | undefined, options: OrgUnitOptions): Statements<UnitLists> {
  const { user, shortNames, userOrgUnits, userOrgUnitType = 'DATA_CAPTURE' } = options;
  const depths = (items ?? []).map((item) => USER_KEYWORDS[item]).filter((depth) => depth !== undefined);
  const isCollected = items?.some((item) => COLLECTION.test(item)) === true;
  return {
    view: userUnitsStatement(user, 'DATA_OUTPUT', shortNames),
    named: items && items.length > 0 ? unitsStatement(items, shortNames) : undefined,
    own:
      depths.length > 0
        ? unitsBelowStatement(ownUnits(user, userOrgUnitType, userOrgUnits), depths, shortNames)
        : undefined,
    levels: items?.some((item) => item.startsWith('LEVEL-')) ? levelsStatement() : undefined,
    roots: isCollected ? rootsStatement(shortNames) : undefined,
  };
}

/**
 * The units that the items stand for, in request order. With a level or a group the plain units are the boundaries within which it is taken. Without items
 * everything that the user may view, which is no restriction unless their view is limited (contract: analytics-query.md §3.3, §4 "User limits").
 *
 * @param read what `unitStatements` says, where it was read before
 * @throws OrderlyError E7143 when no unit is left, E7120 when one lies outside the user's view
 */
export async function resolveOrgUnits(
  db: Db,
  items: readonly string[] | undefined,
  options: OrgUnitOptions,
  read?: Rows<UnitLists>,
): Promise<OrgUnitSelection> {
  const rows = read ?? (await readTogether(db, unitStatements(items, options)));
  const { view, levels, roots } = rows;
  if (items === undefined) return { units: view, groups: grouped(view), keywords: [] };
  const collections = collectionsOf(items, levels);
  const { units: plain, keywords } = plainUnits(items, rows);
  requireViewable(plain, view, options.user);
  if (!items.some((item) => COLLECTION.test(item))) {
    if (plain.length === 0) throw catalogued('E7143');
    return { units: plain, groups: grouped(plain), keywords };
  }
  const bounded = plain.length > 0 ? plain : view;
  const bounds = bounded.length > 0 ? bounded : roots;
  const { collected, names } = await readTogether(db, {
    collected: collectedUnitsStatement(bounds, collections, options.shortNames),
    names: collectionNamesStatement(collections),
  });
  if (collected.length === 0) throw catalogued('E7143');
  const order = new Map(items.map((item, index) => [keywordOf(item, levels), index]));
  const placeOf = ({ keyword }: { readonly keyword: string }): number => order.get(keyword) ?? 0;
  const units = distinct(collected.toSorted((a, b) => placeOf(a) - placeOf(b)).map(({ keyword: _, ...unit }) => unit));
  return {
    units,
    groups: shortened(grouped(units), collections, bounded),
    keywords: [...keywords, ...plain, ...levelItems(items, levels, collections), ...names],
  };
}

type Levels = readonly LevelItem[];

/** `LEVEL-{uid}` as `LEVEL-{n}`, everything else as it is. */
function keywordOf(item: string, levels: Levels): string {
  const level = levels.find(({ uid }) => item === `LEVEL-${uid}`);
  return level ? `LEVEL-${level.level}` : item;
}

function collectionsOf(items: readonly string[], levels: Levels): Collections {
  const named = (prefix: string) =>
    items.filter((item) => item.startsWith(`${prefix}-`)).map((item) => item.slice(prefix.length + 1));
  const numbers = items
    .map((item) => /^LEVEL-(\d{1,2})$/.exec(keywordOf(item, levels))?.[1])
    .filter((level) => level !== undefined);
  return {
    levels: [...new Set(numbers.map(Number))],
    groups: named('OU_GROUP'),
    dataSets: named('DS'),
    programs: named('PR'),
  };
}

/** Levels under their uids, and under the keyword where the request gave a number. */
function levelItems(items: readonly string[], levels: Levels, collections: Collections): readonly Item[] {
  return levels
    .filter(({ level }) => collections.levels.includes(level))
    .flatMap(({ uid, name, level }) => [
      { uid, name },
      ...(items.includes(`LEVEL-${level}`) ? [{ uid: `LEVEL-${level}`, name }] : []),
    ]);
}

/** Units named by uid and by the user's keywords, in request order. */
function plainUnits(
  items: readonly string[],
  rows: Pick<Rows<UnitLists>, 'named' | 'own'>,
): { readonly units: readonly OrgUnitItem[]; readonly keywords: readonly Item[] } {
  const named = new Map(rows.named.map((unit) => [unit.uid, unit]));
  const keywords = items.filter((item) => USER_KEYWORDS[item] !== undefined);
  const ownOf = (keyword: string) => rows.own.filter(({ depth }) => depth === USER_KEYWORDS[keyword]);
  const found = items.flatMap((item): readonly OrgUnitItem[] => {
    const unit = named.get(item);
    return unit ? [unit] : ownOf(item);
  });
  return {
    units: distinct(found),
    keywords: keywords.map((uid) => ({
      uid,
      name: undefined,
      details: { organisationUnits: ownOf(uid).map((unit) => unit.uid) },
    })),
  };
}

function requireViewable(units: readonly OrgUnitItem[], view: readonly OrgUnitItem[], user: CurrentUser): void {
  if (view.length === 0) return;
  const outside = units.find(({ path }) => !view.some((root) => path.startsWith(root.path)));
  if (outside) throw catalogued('E7120', user.username, outside.uid);
}

function grouped(units: readonly OrgUnitItem[]): readonly OrgUnitGroup[] {
  const levels = new Map<number, string[]>();
  for (const { level, uid } of units) {
    const own = levels.get(level);
    if (own) own.push(uid);
    else levels.set(level, [uid]);
  }
  return [...levels].map(([level, listed]) => ({ level, listed, within: undefined }));
}

/** A long list is told by what it was collected by, and within which bounds; of a level that was asked for, all within them are there. */
function shortened(
  groups: readonly OrgUnitGroup[],
  collections: Collections,
  bounds: readonly OrgUnitItem[],
): readonly OrgUnitGroup[] {
  const within = bounds.length === 0 ? undefined : bounds.map(({ path }) => path);
  return groups.map((group) =>
    (group.listed?.length ?? 0) > LONGEST_LIST
      ? {
          level: group.level,
          listed: undefined,
          within,
          collections: collections.levels.includes(group.level) ? undefined : collections,
        }
      : group,
  );
}

const distinct = (units: readonly OrgUnitItem[]): readonly OrgUnitItem[] => [
  ...new Map(units.map((unit) => [unit.uid, unit])).values(),
];
