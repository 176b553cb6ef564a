import { type RawBuilder, sql } from 'kysely';
import { type Db, listed } from '../../../database/index.js';
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
export const unitsStatement = (uids: readonly string[], shortNames: boolean): RawBuilder<OrgUnitItem> => sql`
  select ${columns(shortNames)} from organisationunit as unit where unit.uid = any (${listed(uids)})
`;

/** The user's own units of a kind. */
export async function readUserUnits(
  db: Db,
  user: CurrentUser,
  type: UserUnitType,
  shortNames: boolean,
): Promise<readonly OrgUnitItem[]> {
  const { rows } = await userUnitsStatement(user, type, shortNames).execute(db);
  return rows;
}

/** The same, for those who read it together with other things. */
export const userUnitsStatement = (
  user: CurrentUser,
  type: UserUnitType,
  shortNames: boolean,
): RawBuilder<OrgUnitItem> => sql`
  select ${columns(shortNames)}
  from organisationunit as unit
  join ${sql.table(USER_UNIT_TABLES[type])} as own on own.organisationunitid = unit.organisationunitid
  where own.userinfoid = ${user.id}
  order by level, name, unit.uid
`;

/** A unit that lies below one of the user's, and how far. */
export interface UnitBelow extends OrgUnitItem {
  readonly depth: number;
}

/** Units that lie `depths` levels below those that are the user's own ones. */
export const unitsBelowStatement = (
  base: RawBuilder<unknown>,
  depths: readonly number[],
  shortNames: boolean,
): RawBuilder<UnitBelow> => sql`
  select distinct ${columns(shortNames)}, unit.hierarchylevel - base.hierarchylevel as depth
  from organisationunit as base
  join organisationunit as unit
    on starts_with(unit.path, base.path) and unit.hierarchylevel - base.hierarchylevel = any (${listed(depths, 'int')})
  where base.organisationunitid in (${base})
  order by level, name, uid
`;

/** Ids of units that stand for the user's own: those named, or of the user's the kind that is asked for, or where there are none, those for which they enter data. */
export function ownUnits(user: CurrentUser, type: UserUnitType, named: readonly string[]): RawBuilder<unknown> {
  if (named.length > 0) {
    return sql`
      select own.organisationunitid from organisationunit as own where own.uid = any (${listed(named)})
    `;
  }
  const of = (kind: UserUnitType) => sql`
    select own.organisationunitid from ${sql.table(USER_UNIT_TABLES[kind])} as own where own.userinfoid = ${user.id}
  `;
  if (type === 'DATA_CAPTURE') return of(type);
  return sql`${of(type)} union all select * from (${of('DATA_CAPTURE')}) as instead where not exists (${of(type)})`;
}

/** The top of the hierarchy. */
export async function readRoots(db: Db, shortNames: boolean): Promise<readonly OrgUnitItem[]> {
  const { rows } = await rootsStatement(shortNames).execute(db);
  return rows;
}

/** The same, for those who read it together with other things. */
export const rootsStatement = (shortNames: boolean): RawBuilder<OrgUnitItem> => sql`
  select ${columns(shortNames)} from organisationunit as unit where unit.parentid is null order by name, uid
`;

/** What a keyword of the request collects, e.g. `LEVEL-3`, within the bounds. */
export interface CollectedUnit extends OrgUnitItem {
  readonly keyword: string;
}

const bound: typeof listed = (values, type = 'text') => sql`${[...values]}::${sql.raw(type)}[]`;

/** Ids of the units of the collections, each with the keyword of a request that means its collection. */
export const membersOf = (
  { levels, groups, dataSets, programs }: Collections,
  list: typeof listed = bound,
): RawBuilder<unknown> => sql`
  select organisationunit.organisationunitid, 'LEVEL-' || organisationunit.hierarchylevel as keyword
  from organisationunit
  where organisationunit.hierarchylevel = any (${list(levels, 'int')})
  union all
  select orgunitgroupmembers.organisationunitid, 'OU_GROUP-' || orgunitgroup.uid
  from orgunitgroup
  join orgunitgroupmembers on orgunitgroupmembers.orgunitgroupid = orgunitgroup.orgunitgroupid
  where orgunitgroup.uid = any (${list(groups)})
  union all
  select datasetsource.sourceid, 'DS-' || dataset.uid
  from dataset
  join datasetsource on datasetsource.datasetid = dataset.datasetid
  where dataset.uid = any (${list(dataSets)})
  union all
  select program_organisationunits.organisationunitid, 'PR-' || program.uid
  from program
  join program_organisationunits on program_organisationunits.programid = program.programid
  where program.uid = any (${list(programs)})
`;

/** Units of levels, groups, data sets and programs that lie within the bounds, in order of their names; a unit comes once for each keyword. */
export const collectedUnitsStatement = (
  bounds: readonly OrgUnitItem[],
  collections: Collections,
  shortNames: boolean,
): RawBuilder<CollectedUnit> => sql`
  select ${columns(shortNames)}, collected.keyword
  from (${membersOf(collections, listed)}) as collected
  join organisationunit as unit on unit.organisationunitid = collected.organisationunitid
  where exists (
    select from unnest(${listed(bounds.map(({ path }) => path))}) as bound (path) where starts_with(unit.path, bound.path)
  )
  order by name, unit.uid
`;

export interface LevelItem extends Item {
  readonly level: number;
}

/** Levels by number and by uid: both ways of naming one in a request. */
export const levelsStatement = (): RawBuilder<LevelItem> => sql`
  select orgunitlevel.uid, orgunitlevel.name, orgunitlevel.level from orgunitlevel
`;

/** Names of groups, data sets and programs by which units were collected; undefined without any. */
export function collectionNamesStatement({ groups, dataSets, programs }: Collections): RawBuilder<Item> | undefined {
  if (groups.length + dataSets.length + programs.length === 0) return undefined;
  return sql`
    select orgunitgroup.uid, orgunitgroup.name from orgunitgroup where orgunitgroup.uid = any (${listed(groups)})
    union all
    select dataset.uid, dataset.name from dataset where dataset.uid = any (${listed(dataSets)})
    union all
    select program.uid, program.name from program where program.uid = any (${listed(programs)})
  `;
}
