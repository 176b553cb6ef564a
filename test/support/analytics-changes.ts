import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import { layout } from './dhis2/layout.js';

/** A change of data or metadata, as an editor, an import, maintenance or an administrator makes it; `seed` chooses which rows. */
export type Change = (db: Db, seed: number) => Promise<void>;

/** What no time tells. Beside a DHIS2, in which no trigger of Orderly's tells of it either, it waits for a full run. */
const UNTOLD: ReadonlySet<string> = new Set([
  'values are marked as deleted without a time',
  'values are removed',
  'values move to another unit',
  'registrations are removed',
  'events change without a time',
  'events come with an old time',
  'events are removed',
  'enrollments come with an old time',
  'attributes change without a time',
  'attributes are removed',
  'owners change',
]);

/** Of some changes those that a latest run notices in this database. */
export const noticed = (changes: Readonly<Record<string, Change>>): Readonly<Record<string, Change>> =>
  layout === undefined ? changes : Object.fromEntries(Object.entries(changes).filter(([name]) => !UNTOLD.has(name)));

/** Keys of tables that are views beside a DHIS2, where rows have no `ctid`. */
const KEYS: Readonly<Record<string, string>> = {
  dataset: 'datasetid',
  enrollment: 'enrollmentid',
  event: 'eventid',
  trackedentity: 'trackedentityid',
};

/** `n` rows of a table, chosen by the seed: a condition on its key or `ctid`. */
export const some = (table: string, n: number, seed: number, where = sql`true`): RawBuilder<unknown> => {
  const key = KEYS[table] ?? 'ctid';
  return sql`
    ${sql.id(key)} in (
      select ${sql.ref(`chosen.${key}`)} from ${sql.table(table)} as chosen
      where ${where} order by md5(chosen::text || ${String(seed)}::text) limit ${n}
    )
  `;
};
export const run = async (db: Db, ...statements: readonly RawBuilder<unknown>[]): Promise<void> => {
  await db.transaction().execute(async (handle) => {
    for (const statement of statements) await statement.execute(handle);
  });
};
const live = sql`not chosen.deleted`;

/** A month of a year, made if it is not there. */
const month = (year: number): RawBuilder<unknown> => sql`
  insert into period (periodid, periodtypeid, startdate, enddate)
  select nextval('hibernate_sequence'), type.periodtypeid, make_date(${year}, 6, 1), make_date(${year}, 6, 30)
  from periodtype as type
  where type.name = 'Monthly'
    and not exists (select from period where period.periodtypeid = type.periodtypeid and period.startdate = make_date(${year}, 6, 1))
`;

const valueIn = (year: number, unit: RawBuilder<unknown>, seed: number): RawBuilder<unknown> => sql`
  insert into datavalue (
    dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, storedby, created, lastupdated, deleted
  )
  select chosen.dataelementid, period.periodid, unit.organisationunitid, chosen.categoryoptioncomboid, chosen.attributeoptioncomboid, '17',
    'admin', localtimestamp, localtimestamp, false
  from (select * from datavalue as chosen where ${some('datavalue', 2, seed)}) as chosen
  join period on period.startdate = make_date(${year}, 6, 1) and period.enddate = make_date(${year}, 6, 30)
  cross join (${unit}) as unit
  on conflict (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid)
  do update set value = excluded.value, deleted = false, lastupdated = excluded.lastupdated
`;

export const someUnit = (seed: number): RawBuilder<unknown> => sql`
  select chosen.organisationunitid from organisationunit as chosen where chosen.hierarchylevel = 4 order by md5(chosen.uid || ${String(seed)}::text) limit 1
`;

/** Everything that a latest run of the aggregate types has to notice. */
export const AGGREGATE_CHANGES: Readonly<Record<string, Change>> = {
  'values change': (db, seed) =>
    run(
      db,
      sql`update datavalue set value = ${String(seed % 500)}, lastupdated = localtimestamp where ${some('datavalue', 3, seed, live)}`,
    ),
  'values become zero or text': (db, seed) =>
    run(
      db,
      sql`update datavalue set value = ${seed % 2 ? '0' : 'no number'}, lastupdated = localtimestamp where ${some('datavalue', 3, seed, live)}`,
    ),
  'values are marked as deleted': (db, seed) =>
    run(
      db,
      sql`update datavalue set deleted = true, lastupdated = localtimestamp where ${some('datavalue', 3, seed, live)}`,
    ),
  'values are marked as deleted without a time': (db, seed) =>
    run(db, sql`update datavalue set deleted = true where ${some('datavalue', 3, seed, live)}`),
  'values are removed': (db, seed) => run(db, sql`delete from datavalue where ${some('datavalue', 3, seed)}`),
  'values move to another unit': (db, seed) =>
    run(
      db,
      sql`
        update datavalue set sourceid = target.organisationunitid
        from (${someUnit(seed)}) as target
        where datavalue.${some('datavalue', 1, seed)}
          and not exists (
            select from datavalue as other
            where (other.dataelementid, other.periodid, other.categoryoptioncomboid, other.attributeoptioncomboid)
                = (datavalue.dataelementid, datavalue.periodid, datavalue.categoryoptioncomboid, datavalue.attributeoptioncomboid)
              and other.sourceid = target.organisationunitid
          )
      `,
    ),
  'values come in a new year': (db, seed) => {
    const year = 2015 + (seed % 16);
    return run(db, month(year), valueIn(year, someUnit(seed), seed));
  },
  'a unit comes with values': (db, seed) => {
    const uid = `L${String(seed).padStart(10, '0')}`;
    return run(
      db,
      sql`
        insert into organisationunit (organisationunitid, uid, name, shortname, parentid, openingdate, created, lastupdated, hierarchylevel)
        select nextval('hibernate_sequence'), ${uid}, ${uid}, ${uid}, parent.organisationunitid, '2000-01-01', localtimestamp, localtimestamp, 4
        from (select * from organisationunit as chosen where chosen.hierarchylevel = 3 order by md5(chosen.uid || ${String(seed)}::text) limit 1) as parent
        where not exists (select from organisationunit where uid = ${uid})
      `,
      month(2025),
      valueIn(2025, sql`select organisationunitid from organisationunit where uid = ${uid}`, seed),
    );
  },
  'a unit moves': (db, seed) =>
    run(
      db,
      sql`
        update organisationunit set parentid = target.organisationunitid, lastupdated = localtimestamp
        from (select * from organisationunit as chosen where chosen.hierarchylevel = 3 order by md5(chosen.uid || ${String(seed)}::text) limit 1) as target
        where organisationunit.organisationunitid in (${someUnit(seed + 1)})
      `,
    ),
  'a unit leaves its groups': (db, seed) =>
    run(db, sql`delete from orgunitgroupmembers where ${some('orgunitgroupmembers', 4, seed)}`),
  'a data element changes its group': (db, seed) =>
    run(db, sql`delete from dataelementgroupmembers where ${some('dataelementgroupmembers', 2, seed)}`),
  'a data element is summed otherwise': (db, seed) =>
    run(
      db,
      sql`
        update dataelement set aggregationtype = case aggregationtype when 'SUM' then 'AVERAGE' else 'SUM' end, lastupdated = localtimestamp
        where dataelementid in (select dataelementid from datavalue as chosen where ${some('datavalue', 1, seed)})
      `,
    ),
  'a data element becomes text': (db, seed) =>
    run(
      db,
      sql`
        update dataelement set valuetype = case valuetype when 'TEXT' then 'NUMBER' else 'TEXT' end, lastupdated = localtimestamp
        where dataelementid in (select dataelementid from datavalue as chosen where ${some('datavalue', 1, seed)})
      `,
    ),
  'an aggregation level comes': (db, seed) =>
    run(
      db,
      sql`
        insert into dataelementaggregationlevels (dataelementid, aggregationlevel, sort_order)
        select dataelementid, 3, 0 from datavalue as chosen where ${some('datavalue', 1, seed)}
          and not exists (select from dataelementaggregationlevels as known where known.dataelementid = chosen.dataelementid)
      `,
    ),
  'an option changes its group': (db, seed) =>
    run(db, sql`delete from categoryoptiongroupmembers where ${some('categoryoptiongroupmembers', 1, seed)}`),
  'approvals come and go': (db, seed) =>
    run(
      db,
      seed % 2
        ? sql`delete from dataapproval where ${some('dataapproval', 4, seed)}`
        : sql`
            update dataapproval set dataapprovallevelid = (select min(level.dataapprovallevelid) from dataapprovallevel as level)
            where ${some('dataapproval', 4, seed)}
          `,
    ),
  'registrations change': (db, seed) =>
    run(
      db,
      sql`
        update completedatasetregistration set completed = not completed, date = date + interval '9 days', lastupdated = localtimestamp
        where ${some('completedatasetregistration', 3, seed)}
      `,
    ),
  'registrations are removed': (db, seed) =>
    run(db, sql`delete from completedatasetregistration where ${some('completedatasetregistration', 3, seed)}`),
  'a data set has other days to report': (db, seed) =>
    run(db, sql`update dataset set timelydays = ${seed % 30} where ${some('dataset', 1, seed)}`),
  'a data set gets and loses units': (db, seed) =>
    run(db, sql`delete from datasetsource where ${some('datasetsource', 3, seed)}`),
};
