import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { catalogued } from '../../../kernel/errors/index.js';
import type { Collections, Item, OrgUnitGroup, OrgUnitItem, OrgUnitSelection } from '../query.js';
import {
  collectUnits,
  readCollectionNames,
  readLevels,
  readRoots,
  readUnits,
  readUnitsBelow,
  readUserUnits,
  type UserUnitType,
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

/**
 * The units that the items stand for, in request order. With a level or a group the plain units are the boundaries within which it is taken. Without items
 * everything that the user may view, which is no restriction unless their view is limited (contract: analytics-query.md §3.3, §4 "User limits").
 *
 * @throws OrderlyError E7143 when no unit is left, E7120 when one lies outside the user's view
 */
export async function resolveOrgUnits(
  db: Db,
  items: readonly string[] | undefined,
  options: OrgUnitOptions,
): Promise<OrgUnitSelection> {
  const view = await readUserUnits(db, options.user, 'DATA_OUTPUT', options.shortNames);
  if (items === undefined) return { units: view, groups: grouped(view), keywords: [] };
  const levels = items.some((item) => item.startsWith('LEVEL-')) ? await readLevels(db) : [];
  const collections = collectionsOf(items, levels);
  const { units: plain, keywords } = await plainUnits(db, items, options);
  requireViewable(plain, view, options.user);
  if (!items.some((item) => COLLECTION.test(item))) {
    if (plain.length === 0) throw catalogued('E7143');
    return { units: plain, groups: grouped(plain), keywords };
  }
  const bounded = plain.length > 0 ? plain : view;
  const bounds = bounded.length > 0 ? bounded : await readRoots(db, options.shortNames);
  const collected = await collectUnits(db, bounds, collections, options.shortNames);
  if (collected.length === 0) throw catalogued('E7143');
  const order = new Map(items.map((item, index) => [keywordOf(item, levels), index]));
  const placeOf = ({ keyword }: { readonly keyword: string }): number => order.get(keyword) ?? 0;
  const units = distinct(collected.toSorted((a, b) => placeOf(a) - placeOf(b)).map(({ keyword: _, ...unit }) => unit));
  return {
    units,
    groups: shortened(grouped(units), collections, bounded),
    keywords: [
      ...keywords,
      ...plain,
      ...levelItems(items, levels, collections),
      ...(await readCollectionNames(db, collections)),
    ],
  };
}

type Levels = Awaited<ReturnType<typeof readLevels>>;

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
async function plainUnits(
  db: Db,
  items: readonly string[],
  options: OrgUnitOptions,
): Promise<{ readonly units: readonly OrgUnitItem[]; readonly keywords: readonly Item[] }> {
  const named = new Map((await readUnits(db, items, options.shortNames)).map((unit) => [unit.uid, unit]));
  const keywords = items.filter((item) => USER_KEYWORDS[item] !== undefined);
  const own = keywords.length === 0 ? [] : await unitsOfKeywords(db, keywords, options);
  const ownOf = (keyword: string) => own.filter(({ depth }) => depth === USER_KEYWORDS[keyword]);
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

async function unitsOfKeywords(db: Db, keywords: readonly string[], options: OrgUnitOptions) {
  const { user, shortNames, userOrgUnits, userOrgUnitType } = options;
  const capture = () => readUserUnits(db, user, 'DATA_CAPTURE', shortNames);
  const chosen =
    userOrgUnits.length > 0
      ? await readUnits(db, userOrgUnits, shortNames)
      : await readUserUnits(db, user, userOrgUnitType ?? 'DATA_CAPTURE', shortNames);
  const base = chosen.length > 0 || userOrgUnits.length > 0 ? chosen : await capture();
  const depths = keywords.map((keyword) => USER_KEYWORDS[keyword] ?? 0);
  return await readUnitsBelow(
    db,
    base.map(({ path }) => path),
    depths,
    shortNames,
  );
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
