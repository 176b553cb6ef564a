import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../src/database/index.js';
import { makeRow } from '../make-row.js';
import { contentSum } from '../table-contents.js';

/** One of two states of the data. They differ in rows that each table type shows, and changing to and fro leaves nothing behind. */
export type State = 0 | 1;

/** What the demo country lacks, and less of what it has plenty of: it is the stages of a run that count here. */
export async function prepareStates(db: Db): Promise<void> {
  await sql`
    delete from datavalue where ctid not in (select ctid from datavalue order by dataelementid, sourceid, periodid limit 3000)
  `.execute(db);
  await makeRow(db, 'validationrule', { operator: 'equal_to', periodtypeid: 1 });
  await sql`
    insert into validationresult (
      validationresultid, created, leftsidevalue, rightsidevalue, validationruleid, periodid, organisationunitid, attributeoptioncomboid, dayinperiod, notificationsent
    )
    select row_number() over (), '2025-05-01', 1, 2, rule.validationruleid, period.periodid, unit.organisationunitid, combo.categoryoptioncomboid, 3, false
    from (select validationruleid from validationrule order by validationruleid desc limit 1) as rule
    cross join (select periodid from period order by startdate desc limit 9) as period
    cross join (select organisationunitid from organisationunit order by uid limit 2) as unit
    cross join (select categoryoptioncomboid from categoryoptioncombo order by uid desc limit 1) as combo
  `.execute(db);
  await sql`create table fault.member as select * from orgunitgroupmembers order by orgunitgroupid, organisationunitid limit 3`.execute(
    db,
  );
  // Of an owner that changed; without it the tables of ownership are empty.
  await sql`
    insert into programownershiphistory (programownershiphistoryid, programid, trackedentityid, startdate, enddate, createdby, organisationunitid)
    select 7000000 + row_number() over (), owner.programid, owner.trackedentityid, '2024-01-01', '2024-02-01', 'admin', (
      select organisationunitid from organisationunit where organisationunitid <> owner.organisationunitid order by uid limit 1
    )
    from (select * from trackedentityprogramowner order by trackedentityid limit 5) as owner
  `.execute(db);
}

/** Brings the data into one of the states, as an importer or an administrator would. */
export async function toState(db: Db, state: State): Promise<void> {
  const number = sql.lit(state);
  // Later than every run, so that the rows of a state are the same each time and yet count as changed.
  const time = sql`timestamp '2100-01-01' + ${number} * interval '1 day'`;
  const first = (table: string, where: RawBuilder<unknown>, key = `${table}id`): RawBuilder<unknown> => sql`
    ${sql.ref(key)} in (
      select chosen.key from (select distinct ${sql.ref(key)} as key from ${sql.table(table)} where ${where}) as chosen order by chosen.key limit 3
    )
  `;
  const registered = sql`
    not deleted and enrollmentid in (select enrollmentid from enrollment join program using (programid) where program.type = 'WITH_REGISTRATION' and not deleted)
  `;
  const statements: readonly RawBuilder<unknown>[] = [
    sql`
      update datavalue set value = (40 + ${number})::text, lastupdated = ${time}
      where ${first('datavalue', sql`not deleted and dataelementid in (select dataelementid from dataelement where valuetype = 'NUMBER')`, 'sourceid')}
        and dataelementid in (select dataelementid from dataelement where valuetype = 'NUMBER')
    `,
    sql`
      update completedatasetregistration set completed = periodid % 2 = ${number}, lastupdated = ${time}
      where ${first('completedatasetregistration', sql`true`, 'sourceid')}
    `,
    sql`update validationresult set created = date '2025-05-01' + ${number} where validationresultid < 4`,
    sql`
      update event set occurreddate = date '2025-05-01' + ${number}, lastupdated = ${time} where ${first('event', registered)}
    `,
    sql`
      update enrollment set enrollmentdate = date '2025-04-01' + ${number}, lastupdated = ${time} where ${first('enrollment', registered)}
    `,
    sql`update trackedentity set lastupdated = ${time} where ${first('trackedentity', sql`not deleted`)}`,
    sql`update programownershiphistory set enddate = timestamp '2024-02-01' + ${number} * interval '9 days' where programownershiphistoryid <= 7000003`,
    state === 0
      ? sql`insert into orgunitgroupmembers select * from fault.member on conflict do nothing`
      : sql`delete from orgunitgroupmembers where (orgunitgroupid, organisationunitid) in (select orgunitgroupid, organisationunitid from fault.member)`,
    // As the update of resource tables does it, which these runs leave out.
    sql`
      update analytics_rs_datasetorganisationunitcategory set costartdate = date '2001-01-01' + ${number}
      where organisationunitid = (select min(organisationunitid) from analytics_rs_datasetorganisationunitcategory)
    `,
    sql`update orderly.resource_state set fingerprint = ${String(state)} where resource = 'dataSetTargets'`,
  ];
  await db.transaction().execute(async (handle) => {
    for (const statement of statements) await statement.execute(handle);
  });
}

/** The tables of a type by name and the content of each: the same for the same rows in the same pieces. */
export type Content = Readonly<Record<string, string>>;

/** What stands in tables of `public`. Statistics are rounded: their last digits depend on the order in which values were added up. */
export async function contentOf(db: Db, tables: readonly string[]): Promise<Content> {
  return await db.transaction().execute(async (handle) => {
    await sql`set local extra_float_digits = -5`.execute(handle);
    const { rows } = await sql<{ name: string; content: string }>`
      ${sql.join(
        tables.map(
          (table) => sql`select ${table}::text as name, ${contentSum(sql`only ${sql.table(table)}`)} as content`,
        ),
        sql` union all `,
      )}
    `.execute(handle);
    return Object.fromEntries(rows.map(({ name, content }) => [name, content]));
  });
}
