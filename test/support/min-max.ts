import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';

export interface Named {
  readonly key: number;
  readonly uid: string;
}

/** A corner of the demo country: a chiefdom with two of its facilities and one elsewhere, a data set with three data elements of one category combo, and another element. */
export interface Corner {
  readonly dataSet: Named;
  /** The chiefdom, two facilities below it, a facility of another chiefdom. */
  readonly units: readonly [Named, Named, Named, Named];
  /** Three of the data set, one of another. */
  readonly elements: readonly [Named, Named, Named, Named];
  /** Two of the elements' own, one of another category combo. */
  readonly combos: readonly [Named, Named, Named];
  readonly periods: readonly number[];
}

export interface StoredMinMax {
  readonly unit: string;
  readonly element: string;
  readonly combo: string;
  readonly min: number;
  readonly max: number;
  readonly generated: boolean;
}

/** Finds the corner, and empties it of data values and ranges. */
export async function makeCorner(db: Db): Promise<Corner> {
  const named = async (query: ReturnType<typeof sql>): Promise<readonly Named[]> =>
    (await sql<Named>`${query}`.execute(db)).rows;
  const [dataSet] = await named(sql`select datasetid as key, uid from dataset where uid = 'lyLU2wR22tC'`);
  const chiefdoms = await named(sql`
    select unit.organisationunitid as key, unit.uid from organisationunit as unit
    where hierarchylevel = 3 and (select count(*) from organisationunit as child where child.parentid = unit.organisationunitid) >= 2
    order by 1 limit 2
  `);
  const facilities = await named(sql`
    select organisationunitid as key, uid from organisationunit where parentid = ${chiefdoms[0]?.key} order by 1 limit 2
  `);
  const elsewhere = await named(sql`
    select organisationunitid as key, uid from organisationunit where parentid = ${chiefdoms[1]?.key} order by 1 limit 1
  `);
  const [category] = await named(sql`
    select categorycomboid as key, '' as uid from categorycombos_optioncombos group by 1 having count(*) >= 2 order by 1 limit 1
  `);
  const own = await named(sql`
    select combo.categoryoptioncomboid as key, combo.uid from categoryoptioncombo as combo
    join categorycombos_optioncombos as link on link.categoryoptioncomboid = combo.categoryoptioncomboid
    where link.categorycomboid = ${category?.key} order by 1 limit 2
  `);
  const foreign = await named(
    sql`select categoryoptioncomboid as key, uid from categoryoptioncombo where name = 'default'`,
  );
  const elements = await named(sql`
    select element.dataelementid as key, element.uid from dataelement as element
    where element.domaintype = 'AGGREGATE' order by 1 limit 4
  `);
  const keys = elements.map(({ key }) => key);
  await sql`delete from datavalue`.execute(db);
  await sql`delete from minmaxdataelement`.execute(db);
  await sql`delete from datasetelement where datasetid = ${dataSet?.key} or dataelementid = any (${keys}::bigint[])`.execute(
    db,
  );
  await sql`
    update dataelement set valuetype = 'INTEGER', categorycomboid = ${category?.key} where dataelementid = any (${keys}::bigint[])
  `.execute(db);
  await sql`
    insert into datasetelement (datasetelementid, datasetid, dataelementid)
    select nextval('hibernate_sequence'), ${dataSet?.key}::bigint, unnest(${keys.slice(0, 3)}::bigint[])
  `.execute(db);
  const periods = await sql<{ key: number }>`select periodid as key from period order by 1 limit 8`.execute(db);
  return {
    dataSet,
    units: [chiefdoms[0], ...facilities, ...elsewhere],
    elements,
    combos: [...own, ...foreign],
    periods: periods.rows.map(({ key }) => key),
  } as unknown as Corner;
}

/** Stores data values of one element, unit and combo, in one period after the other. */
export async function putDataValues(
  db: Db,
  { periods }: Corner,
  place: { readonly element: Named; readonly unit: Named; readonly combo: Named },
  values: readonly (string | { readonly value: string; readonly deleted: boolean })[],
): Promise<void> {
  const rows = values.map((value) => (typeof value === 'string' ? { value, deleted: false } : value));
  await sql`
    insert into datavalue (
      dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, storedby, created, lastupdated, deleted
    )
    select ${place.element.key}::bigint, given.period, ${place.unit.key}::bigint, ${place.combo.key}::bigint,
      (select categoryoptioncomboid from categoryoptioncombo where name = 'default'), given.value, 'test', localtimestamp, localtimestamp,
      given.deleted
    from unnest(
      ${periods.slice(0, rows.length)}::bigint[], ${rows.map(({ value }) => value)}::text[], ${rows.map(({ deleted }) => deleted)}::boolean[]
    ) as given (period, value, deleted)
  `.execute(db);
}

export async function storedMinMax(db: Db): Promise<readonly StoredMinMax[]> {
  const { rows } = await sql<StoredMinMax>`
    select unit.uid as unit, element.uid as element, combo.uid as combo, stored.minimumvalue as min, stored.maximumvalue as max,
      stored.generatedvalue as generated
    from minmaxdataelement as stored
    join organisationunit as unit on unit.organisationunitid = stored.sourceid
    join dataelement as element on element.dataelementid = stored.dataelementid
    join categoryoptioncombo as combo on combo.categoryoptioncomboid = stored.categoryoptioncomboid
    order by stored.sourceid, stored.dataelementid, stored.categoryoptioncomboid
  `.execute(db);
  return rows;
}
