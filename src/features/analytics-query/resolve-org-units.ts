import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import type { Item, OrgUnitGroup, OrgUnitItem } from './query.js';

export interface OrgUnitOptions {
  readonly user: CurrentUser;
  readonly shortNames: boolean;
  /** Units that stand for the user's own. */
  readonly userOrgUnits: readonly string[];
}

export interface OrgUnitSelection {
  readonly groups: readonly OrgUnitGroup[];
  readonly keywords: readonly Item[];
}

/** Longest list of units that a statement names one by one; more are told by the units above them (contract: analytics-query.md §8 no. 9). */
const LONGEST_LIST = 1_000;
const USER_KEYWORDS: Readonly<Record<string, number>> = {
  USER_ORGUNIT: 0,
  USER_ORGUNIT_CHILDREN: 1,
  USER_ORGUNIT_GRANDCHILDREN: 2,
};
const LEVEL_PREFIX = 'LEVEL-';
const GROUP_PREFIX = 'OU_GROUP-';

const columns = (shortNames: boolean): RawBuilder<unknown> => sql`
  unit.uid, ${shortNames ? sql`unit.shortname` : sql`unit.name`} as name, unit.code, unit.hierarchylevel as level, unit.path
`;

/**
 * The units that the items stand for, by level. With a level or a group the plain units are the boundaries within which it is taken
 * (contract: analytics-query.md §3.3).
 *
 * @throws OrderlyError E7143 when no unit is left, E7120 when one lies outside the user's view
 */
export async function resolveOrgUnits(
  db: Db,
  items: readonly string[],
  options: OrgUnitOptions,
): Promise<OrgUnitSelection> {
  const levels = await resolveLevels(
    db,
    items.filter((item) => item.startsWith(LEVEL_PREFIX)),
  );
  const groups = items.filter((item) => item.startsWith(GROUP_PREFIX)).map((item) => item.slice(GROUP_PREFIX.length));
  const plain = await plainUnits(db, items, options);
  await requireViewable(db, plain, options.user);
  const keywords = await keywordItems(db, items, plain);
  if (levels.length === 0 && groups.length === 0) {
    if (plain.length === 0) throw catalogued('E7143');
    return {
      groups: byLevel(plain).map((units) => ({ level: units[0]?.level ?? 1, units, boundaries: undefined })),
      keywords,
    };
  }
  const bounds = plain.length > 0 ? plain : await viewRoots(db, options);
  const found: OrgUnitGroup[] = [];
  for (const level of levels) {
    const units = await unitsWithin(db, bounds, sql`unit.hierarchylevel = ${level}`, options);
    if (units.length > 0) found.push({ level, units, boundaries: units.length > LONGEST_LIST ? bounds : undefined });
  }
  if (groups.length > 0) {
    const members = await unitsWithin(db, bounds, inGroups(groups), options);
    for (const units of byLevel(members)) found.push({ level: units[0]?.level ?? 1, units, boundaries: undefined });
  }
  if (found.length === 0) throw catalogued('E7143');
  return { groups: found, keywords: [...keywords, ...(plain.length > 0 ? plain : [])] };
}

const inGroups = (uids: readonly string[]): RawBuilder<unknown> => sql`exists (
  select
  from orgunitgroupmembers
  join orgunitgroup on orgunitgroup.orgunitgroupid = orgunitgroupmembers.orgunitgroupid
  where orgunitgroupmembers.organisationunitid = unit.organisationunitid and orgunitgroup.uid = any (${[...uids]}::text[])
)`;

/** Level numbers of `LEVEL-2` and `LEVEL-{uid}`. */
async function resolveLevels(db: Db, items: readonly string[]): Promise<readonly number[]> {
  const names = items.map((item) => item.slice(LEVEL_PREFIX.length));
  const numbers = names.filter((name) => /^\d{1,2}$/.test(name)).map(Number);
  const uids = names.filter((name) => !/^\d{1,2}$/.test(name));
  if (uids.length === 0) return [...new Set(numbers)];
  const { rows } = await sql<{ level: number }>`
    select orgunitlevel.level from orgunitlevel where orgunitlevel.uid = any (${uids}::text[])
  `.execute(db);
  if (rows.length === 0 && numbers.length === 0) throw catalogued('E7143');
  return [...new Set([...numbers, ...rows.map(({ level }) => level)])];
}

/** Units named by uid and by the user's keywords, in request order. */
async function plainUnits(db: Db, items: readonly string[], options: OrgUnitOptions): Promise<readonly OrgUnitItem[]> {
  const depths = items.map((item) => USER_KEYWORDS[item]).filter((depth) => depth !== undefined);
  const named = await unitsByUid(db, items, options.shortNames);
  const own = depths.length === 0 ? [] : await userUnits(db, depths, options);
  const order = new Map(items.map((item, index) => [item, index]));
  const all = [...named.toSorted((a, b) => (order.get(a.uid) ?? 0) - (order.get(b.uid) ?? 0)), ...own];
  return [...new Map(all.map((unit) => [unit.uid, unit])).values()];
}

async function unitsByUid(db: Db, uids: readonly string[], shortNames: boolean): Promise<readonly OrgUnitItem[]> {
  const { rows } = await sql<OrgUnitItem>`
    select ${columns(shortNames)} from organisationunit as unit where unit.uid = any (${[...uids]}::text[])
  `.execute(db);
  return rows;
}

async function userUnits(
  db: Db,
  depths: readonly number[],
  { user, shortNames, userOrgUnits }: OrgUnitOptions,
): Promise<readonly OrgUnitItem[]> {
  const base =
    userOrgUnits.length > 0
      ? sql`base.uid = any (${[...userOrgUnits]}::text[])`
      : sql`exists (
          select from usermembership
          where usermembership.userinfoid = ${user.id} and usermembership.organisationunitid = base.organisationunitid
        )`;
  const { rows } = await sql<OrgUnitItem>`
    select distinct ${columns(shortNames)}
    from organisationunit as base
    join organisationunit as unit
      on starts_with(unit.path, base.path) and unit.hierarchylevel - base.hierarchylevel = any (${[...depths]}::int[])
    where ${base}
    order by level, name
  `.execute(db);
  return rows;
}

async function unitsWithin(
  db: Db,
  bounds: readonly OrgUnitItem[],
  condition: RawBuilder<unknown>,
  { shortNames }: OrgUnitOptions,
): Promise<readonly OrgUnitItem[]> {
  const { rows } = await sql<OrgUnitItem>`
    select ${columns(shortNames)}
    from organisationunit as unit
    where ${condition}
      and exists (select from unnest(${bounds.map(({ path }) => path)}::text[]) as bound (path) where starts_with(unit.path, bound.path))
    order by name, uid
  `.execute(db);
  return rows;
}

/** Where everything begins that the user may view: their data view units, or the roots. */
export async function viewRoots(
  db: Db,
  { user, shortNames }: Pick<OrgUnitOptions, 'user' | 'shortNames'>,
): Promise<readonly OrgUnitItem[]> {
  const { rows } = await sql<OrgUnitItem>`
    select ${columns(shortNames)}
    from organisationunit as unit
    join userdatavieworgunits as view on view.organisationunitid = unit.organisationunitid and view.userinfoid = ${user.id}
  `.execute(db);
  if (rows.length > 0) return rows;
  const { rows: roots } = await sql<OrgUnitItem>`
    select ${columns(shortNames)} from organisationunit as unit where unit.parentid is null
  `.execute(db);
  return roots;
}

/** Whether the user's view is limited to some units. */
export async function hasLimitedView(db: Db, user: CurrentUser): Promise<boolean> {
  const { rows } = await sql<{ limited: boolean }>`
    select exists (select from userdatavieworgunits where userdatavieworgunits.userinfoid = ${user.id}) as limited
  `.execute(db);
  return rows[0]?.limited === true;
}

async function requireViewable(db: Db, units: readonly OrgUnitItem[], user: CurrentUser): Promise<void> {
  if (units.length === 0) return;
  const { rows } = await sql<{ path: string }>`
    select unit.path
    from userdatavieworgunits as view
    join organisationunit as unit on unit.organisationunitid = view.organisationunitid
    where view.userinfoid = ${user.id}
  `.execute(db);
  const outside =
    rows.length === 0 ? undefined : units.find(({ path }) => !rows.some((view) => path.startsWith(view.path)));
  if (outside) throw catalogued('E7120', user.username, outside.uid);
}

/** What the metadata says of levels, groups and user keywords. */
async function keywordItems(db: Db, items: readonly string[], plain: readonly OrgUnitItem[]): Promise<readonly Item[]> {
  const { rows } = await sql<Item>`
    select 'LEVEL-' || orgunitlevel.level as uid, orgunitlevel.name
    from orgunitlevel
    where 'LEVEL-' || orgunitlevel.level = any (${[...items]}::text[]) or 'LEVEL-' || orgunitlevel.uid = any (${[...items]}::text[])
    union all
    select orgunitgroup.uid, orgunitgroup.name
    from orgunitgroup
    where 'OU_GROUP-' || orgunitgroup.uid = any (${[...items]}::text[])
  `.execute(db);
  const own = items
    .filter((item) => USER_KEYWORDS[item] !== undefined)
    .map((uid) => ({ uid, name: uid, details: { organisationUnits: plain.map((unit) => unit.uid) } }));
  return [...rows, ...own];
}

function byLevel(units: readonly OrgUnitItem[]): readonly (readonly OrgUnitItem[])[] {
  const levels = new Map<number, OrgUnitItem[]>();
  for (const unit of units) {
    const own = levels.get(unit.level);
    if (own) own.push(unit);
    else levels.set(unit.level, [unit]);
  }
  return [...levels.values()];
}
