import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import type { Collections, Item, OrgUnitItem } from '../query.js';

/** Whose units `USER_ORGUNIT` stands for. */
export type UserUnitType = 'DATA_CAPTURE' | 'DATA_OUTPUT' | 'TEI_SEARCH';

const USER_UNIT_TABLES: Readonly<Record<UserUnitType, string>> = {
  DATA_CAPTURE: 'usermembership',
  DATA_OUTPUT: 'userdatavieworgunits',
  TEI_SEARCH: 'userteisearchorgunits',
};

const columns = (shortNames: boolean): RawBuilder<unknown> => sql`
  unit.uid, ${shortNames ? sql`unit.shortname` : sql`unit.name`} as name, unit.code, unit.hierarchylevel as level, unit.path
`;

/** Organisation units by uid, in no order. */
export async function readUnits(db: Db, uids: readonly string[], shortNames: boolean): Promise<readonly OrgUnitItem[]> {
  if (uids.length === 0) return [];
  const { rows } = await sql<OrgUnitItem>`
    select ${columns(shortNames)} from organisationunit as unit where unit.uid = any (${[...uids]}::text[])
  `.execute(db);
  return rows;
}

/** The user's own units of a kind. */
export async function readUserUnits(
  db: Db,
  user: CurrentUser,
  type: UserUnitType,
  shortNames: boolean,
): Promise<readonly OrgUnitItem[]> {
  const { rows } = await sql<OrgUnitItem>`
    select ${columns(shortNames)}
    from organisationunit as unit
    join ${sql.table(USER_UNIT_TABLES[type])} as own on own.organisationunitid = unit.organisationunitid
    where own.userinfoid = ${user.id}
    order by level, name, unit.uid
  `.execute(db);
  return rows;
}

/** Units that lie `depths` levels below those of `paths`. */
export async function readUnitsBelow(
  db: Db,
  paths: readonly string[],
  depths: readonly number[],
  shortNames: boolean,
): Promise<readonly (OrgUnitItem & { readonly depth: number })[]> {
  const { rows } = await sql<OrgUnitItem & { depth: number }>`
    select distinct ${columns(shortNames)}, unit.hierarchylevel - base.hierarchylevel as depth
    from organisationunit as base
    join organisationunit as unit
      on starts_with(unit.path, base.path) and unit.hierarchylevel - base.hierarchylevel = any (${[...depths]}::int[])
    where base.path = any (${[...paths]}::text[])
    order by level, name, uid
  `.execute(db);
  return rows;
}

/** The top of the hierarchy. */
export async function readRoots(db: Db, shortNames: boolean): Promise<readonly OrgUnitItem[]> {
  const { rows } = await sql<OrgUnitItem>`
    select ${columns(shortNames)} from organisationunit as unit where unit.parentid is null order by name, uid
  `.execute(db);
  return rows;
}

/** What a keyword of the request collects, e.g. `LEVEL-3`, within the bounds. */
export interface CollectedUnit extends OrgUnitItem {
  readonly keyword: string;
}

/** Ids of the units of the collections, each with the keyword of a request that means its collection. */
export const membersOf = ({ levels, groups, dataSets, programs }: Collections): RawBuilder<unknown> => sql`
  select organisationunit.organisationunitid, 'LEVEL-' || organisationunit.hierarchylevel as keyword
  from organisationunit
  where organisationunit.hierarchylevel = any (${[...levels]}::int[])
  union all
  select orgunitgroupmembers.organisationunitid, 'OU_GROUP-' || orgunitgroup.uid
  from orgunitgroup
  join orgunitgroupmembers on orgunitgroupmembers.orgunitgroupid = orgunitgroup.orgunitgroupid
  where orgunitgroup.uid = any (${[...groups]}::text[])
  union all
  select datasetsource.sourceid, 'DS-' || dataset.uid
  from dataset
  join datasetsource on datasetsource.datasetid = dataset.datasetid
  where dataset.uid = any (${[...dataSets]}::text[])
  union all
  select program_organisationunits.organisationunitid, 'PR-' || program.uid
  from program
  join program_organisationunits on program_organisationunits.programid = program.programid
  where program.uid = any (${[...programs]}::text[])
`;

/** Units of levels, groups, data sets and programs that lie within the bounds, in order of their names; a unit comes once for each keyword. */
export async function collectUnits(
  db: Db,
  bounds: readonly OrgUnitItem[],
  collections: Collections,
  shortNames: boolean,
): Promise<readonly CollectedUnit[]> {
  const paths = bounds.map(({ path }) => path);
  const { rows } = await sql<CollectedUnit>`
    select ${columns(shortNames)}, collected.keyword
    from (${membersOf(collections)}) as collected
    join organisationunit as unit on unit.organisationunitid = collected.organisationunitid
    where exists (select from unnest(${paths}::text[]) as bound (path) where starts_with(unit.path, bound.path))
    order by name, unit.uid
  `.execute(db);
  return rows;
}

/** Levels by number and by uid: both ways of naming one in a request. */
export async function readLevels(db: Db): Promise<readonly (Item & { readonly level: number })[]> {
  const { rows } = await sql<Item & { level: number }>`
    select orgunitlevel.uid, orgunitlevel.name, orgunitlevel.level from orgunitlevel
  `.execute(db);
  return rows;
}

/** Names of groups, data sets and programs by which units were collected. */
export async function readCollectionNames(
  db: Db,
  { groups, dataSets, programs }: Collections,
): Promise<readonly Item[]> {
  if (groups.length + dataSets.length + programs.length === 0) return [];
  const { rows } = await sql<Item>`
    select orgunitgroup.uid, orgunitgroup.name from orgunitgroup where orgunitgroup.uid = any (${[...groups]}::text[])
    union all
    select dataset.uid, dataset.name from dataset where dataset.uid = any (${[...dataSets]}::text[])
    union all
    select program.uid, program.name from program where program.uid = any (${[...programs]}::text[])
  `.execute(db);
  return rows;
}
