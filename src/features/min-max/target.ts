import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { catalogued, OrderlyError } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';

/** What a generation or a removal is about: the data elements of some data sets at an organisation unit and all below it. */
export interface Target {
  /** Path of the organisation unit. */
  readonly path: string;
  /** Keys of the data elements, in their order. */
  readonly elements: readonly number[];
  /** How many organisation units there are, with the one itself. */
  readonly units: number;
  /** The most values that there can be. */
  readonly most: number;
}

/**
 * Finds what a request names, by uids (contract: data-admin.md §1.6).
 *
 * @throws OrderlyError 409 with the peer's sentences; E1105 for a data set that is not there
 */
export async function findTarget(db: Db, organisationUnit: string, dataSets: readonly string[]): Promise<Target> {
  // Both texts begin with a blank in the peer, and clients compare texts.
  if (dataSets.length === 0) throw new OrderlyError(409, ' No datasets defined');
  const path = isUid(organisationUnit) ? await pathOf(db, organisationUnit) : undefined;
  if (path === undefined) throw new OrderlyError(409, ' No valid organisation unit');
  await demandDataSets(db, dataSets);
  const { rows } = await sql<{ readonly elements: readonly number[]; readonly units: number; readonly ranges: number }>`
    with element as (
      select distinct member.dataelementid
      from datasetelement as member
      join dataset on dataset.datasetid = member.datasetid
      where dataset.uid = any (${[...dataSets]}::text[])
    )
    select
      array(select element.dataelementid::int8 from element order by element.dataelementid) as elements,
      (select count(*) from organisationunit as unit where ${isWithin(path)}) as units,
      (select count(*) from (${combosOf(sql`select element.dataelementid from element`)}) as combo) as ranges
  `.execute(db);
  const { elements, units, ranges } = rows[0] ?? { elements: [], units: 0, ranges: 0 };
  return { path, elements: elements.map(Number), units, most: units * ranges };
}

/** Whether the row `unit` of `organisationunit` is the unit with this path, or below it. */
export const isWithin = (path: string) => sql<boolean>`(unit.path = ${path} or unit.path like ${`${path}/%`})`;

/** Data elements with the option combos that their values can have: those of their own category combo and of the ones that they have in data sets. */
export const combosOf = (elements: ReturnType<typeof sql>) => sql`
  select link.dataelementid, own.categoryoptioncomboid
  from (
    select element.dataelementid, element.categorycomboid
    from dataelement as element
    where element.dataelementid in (${elements})
    union
    select member.dataelementid, member.categorycomboid
    from datasetelement as member
    where member.dataelementid in (${elements}) and member.categorycomboid is not null
  ) as link
  join categorycombos_optioncombos as own on own.categorycomboid = link.categorycomboid
  group by link.dataelementid, own.categoryoptioncomboid
`;

async function pathOf(db: Db, uid: string): Promise<string | undefined> {
  const { rows } = await sql<{ path: string }>`
    select unit.path from organisationunit as unit where unit.uid = ${uid} and unit.path is not null
  `.execute(db);
  return rows[0]?.path;
}

async function demandDataSets(db: Db, uids: readonly string[]): Promise<void> {
  const impossible = uids.find((uid) => !isUid(uid));
  if (impossible !== undefined) throw catalogued('E1105', impossible);
  const { rows } = await sql<{ uid: string }>`
    select wanted.uid from unnest(${[...uids]}::text[]) as wanted (uid)
    where not exists (select from dataset where dataset.uid = wanted.uid)
  `.execute(db);
  const [missing] = rows;
  if (missing) throw catalogued('E1105', missing.uid);
}
