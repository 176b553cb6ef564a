import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { type Period, parsePeriod } from '../../kernel/periods/index.js';
import { defaultOptionCombo, isViewed } from '../data-values/index.js';
import { identifier } from '../imports/index.js';
import { hiddenOptionCombos, type NamedObject, namedObjects } from './named-objects.js';
import type { ExportedType, ExportRequest } from './parameters.js';

/** Keys of the rows of `datavalue` that are exported; undefined where any will do. */
export interface Selection {
  readonly elements: readonly number[];
  readonly periods: readonly number[] | undefined;
  readonly units: readonly number[] | undefined;
  readonly attributeOptionCombos: readonly number[] | undefined;
  /** Option combos that the user may not see values of. */
  readonly hiddenOptionCombos: readonly number[];
  readonly includeDeleted: boolean;
  readonly changedSince: string | undefined;
  readonly limit: number | undefined;
  /** Where all values are of one data set, period and unit. */
  readonly head: SetHead | undefined;
}

/** What a data value set says of all its values together, in the names that were asked for. */
export interface SetHead {
  readonly dataSet: string;
  /** `yyyy-MM-dd`; null for a set that is not complete. */
  readonly completeDate: string | null;
  /** ISO name. */
  readonly period: string;
  readonly orgUnit: string;
  /** Null unless the request names one. */
  readonly attributeOptionCombo: string | null;
}

/**
 * Works out which rows a request means, with a number of statements that does not depend on it.
 *
 * @throws OrderlyError as `namedObjects`, and 409 E1101 for a text that is no period
 */
export async function selectionOf(db: Db, request: ExportRequest, user: CurrentUser): Promise<Selection> {
  const { query } = request;
  const periods = query.period.map(readPeriod);
  const named = await namedObjects(db, query, user);
  return {
    elements: await elementKeys(db, named),
    periods: await periodKeysOf(db, request, periods),
    units: await unitKeys(db, request, named, user),
    attributeOptionCombos:
      query.attributeOptionCombo.length > 0 ? named.attributeOptionCombos.map(({ key }) => key) : undefined,
    hiddenOptionCombos: await hiddenKeys(db, user),
    includeDeleted: query.includeDeleted,
    changedSince: request.changedSince,
    limit: query.limit,
    head: await headOf(db, request, periods, named),
  };
}

function readPeriod(name: string): Period {
  const period = parsePeriod(name);
  if (!period) throw catalogued('E1101', name);
  return period;
}

async function elementKeys(
  db: Db,
  { dataSets, dataElementGroups, dataElements }: Awaited<ReturnType<typeof namedObjects>>,
): Promise<readonly number[]> {
  const { rows } = await sql<{ key: number }>`
    select member.dataelementid as key from datasetelement as member where member.datasetid = any (${dataSets.map(({ key }) => key)}::bigint[])
    union
    select member.dataelementid from dataelementgroupmembers as member
    where member.dataelementgroupid = any (${dataElementGroups.map(({ key }) => key)}::bigint[])
    union
    select unnest(${dataElements.map(({ key }) => key)}::bigint[])
  `.execute(db);
  return rows.map(({ key }) => key);
}

/** Periods that no value was ever entered for need no row, and none is made. */
async function periodKeysOf(
  db: Db,
  { span }: ExportRequest,
  periods: readonly Period[],
): Promise<readonly number[] | undefined> {
  if (periods.length === 0 && !span) return undefined;
  const { rows } = span
    ? await sql<{ key: number }>`
        select period.periodid as key from period where period.startdate >= ${span.from}::date and period.enddate <= ${span.to}::date
      `.execute(db)
    : await sql<{ key: number }>`
        select period.periodid as key
        from unnest(
          ${periods.map(({ type }) => type)}::text[], ${periods.map(({ startDate }) => startDate)}::date[], ${periods.map(({ endDate }) => endDate)}::date[]
        ) as wanted (type, first_day, last_day)
        join periodtype on periodtype.name = wanted.type
        join period on period.periodtypeid = periodtype.periodtypeid and period.startdate = wanted.first_day and period.enddate = wanted.last_day
      `.execute(db);
  return rows.map(({ key }) => key);
}

/** The named units, with those below them if asked for, and of the members of groups those that the user may see. */
async function unitKeys(
  db: Db,
  { query }: ExportRequest,
  { units, unitGroups }: Awaited<ReturnType<typeof namedObjects>>,
  user: CurrentUser,
): Promise<readonly number[] | undefined> {
  if (unitGroups.length === 0 && !query.children) return units.map(({ key }) => key);
  const { rows } = await sql<{ keys: readonly number[]; all: boolean }>`
    with wanted as (
      select unit.organisationunitid from organisationunit as unit
      where unit.organisationunitid = any (${units.map(({ key }) => key)}::bigint[])
      union
      select unit.organisationunitid from organisationunit as unit
      where ${query.children} and exists (
        select from unnest(${units.map(({ path }) => path)}::text[]) as top (path) where unit.path like top.path || '/%'
      )
      union
      select unit.organisationunitid from orgunitgroupmembers as member
      join organisationunit as unit on unit.organisationunitid = member.organisationunitid
      where member.orgunitgroupid = any (${unitGroups.map(({ key }) => key)}::bigint[]) and ${isViewed('unit', user)}
    )
    select array(select wanted.organisationunitid::int8 from wanted) as keys,
      (select count(*) from wanted) = (select count(*) from organisationunit) as "all"
  `.execute(db);
  const [found] = rows;
  return found?.all ? undefined : (found?.keys ?? []).map(Number);
}

async function hiddenKeys(db: Db, user: CurrentUser): Promise<readonly number[]> {
  if (user.isSuper) return [];
  const { rows } = await sql<{ key: number }>`
    select distinct hidden.categoryoptioncomboid as key from (${hiddenOptionCombos(user)}) as hidden
  `.execute(db);
  return rows.map(({ key }) => key);
}

/** Exports of one data set, period and unit say so, and when the set was completed there. */
async function headOf(
  db: Db,
  { query, schemes }: ExportRequest,
  [period, ...otherPeriods]: readonly Period[],
  { dataSets, units, attributeOptionCombos }: Awaited<ReturnType<typeof namedObjects>>,
): Promise<SetHead | undefined> {
  const mixed = query.dataElement.length + query.dataElementGroup.length + query.orgUnitGroup.length > 0;
  if (mixed || !period || otherPeriods.length > 0 || dataSets.length !== 1 || units.length !== 1) return undefined;
  const name = (type: ExportedType, table: string, key: string, object: NamedObject | undefined) => sql`(
    select coalesce(nullif(${identifier(schemes[type])}, ''), object.uid)
    from ${sql.table(table)} as object where ${sql.ref(`object.${key}`)} = ${object?.key ?? null}
  )`;
  const combo = attributeOptionCombos.length === 1 ? attributeOptionCombos[0] : undefined;
  const { rows } = await sql<SetHead>`
    select ${name('dataSet', 'dataset', 'datasetid', dataSets[0])} as "dataSet",
      (
        select registration.date::date
        from completedatasetregistration as registration
        join period on period.periodid = registration.periodid
        join periodtype on periodtype.periodtypeid = period.periodtypeid
        where registration.datasetid = ${dataSets[0]?.key} and registration.sourceid = ${units[0]?.key} and registration.completed
          and registration.attributeoptioncomboid = ${combo?.key ?? (await defaultOptionCombo(db))}
          and periodtype.name = ${period.type} and period.startdate = ${period.startDate}::date and period.enddate = ${period.endDate}::date
      ) as "completeDate",
      ${period.iso}::text as period, ${name('orgUnit', 'organisationunit', 'organisationunitid', units[0])} as "orgUnit",
      ${name('attributeOptionCombo', 'categoryoptioncombo', 'categoryoptioncomboid', combo)} as "attributeOptionCombo"
  `.execute(db);
  return rows[0];
}
