import { type RawBuilder, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { DEMO_DATE } from '../../support/database.js';
import { layout } from '../../support/dhis2/layout.js';
import { type EndedRun, jobsOf } from '../../support/jobs.js';
import { makeRow } from '../../support/make-row.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });
const jobs = jobsOf(server);
const OTHERS = [
  'TRACKED_ENTITY_INSTANCE',
  'TRACKED_ENTITY_INSTANCE_EVENTS',
  'TRACKED_ENTITY_INSTANCE_ENROLLMENTS',
  'OWNERSHIP',
  'EVENT',
  'VALIDATION_RESULT',
  'ENROLLMENT',
];
const latest = (parameters = {}) =>
  jobs.run('ANALYTICS_TABLE', { lastYears: 0, skipTableTypes: OTHERS, ...parameters });
const messagesOf = ({ messages }: EndedRun) => messages.map(({ message }) => message);

const rowsOf = async <Row>(query: RawBuilder<Row>): Promise<readonly Row[]> => (await query.execute(server.db)).rows;

interface Value {
  readonly dataelementid: number;
  readonly periodid: number;
  readonly sourceid: number;
  readonly coc: number;
  readonly aoc: number;
}

/** A number of a year, as the source has it; each call gives another one. */
let taken = 0;
async function someValue(year = 2025): Promise<Value> {
  taken += 1;
  const [value] = await rowsOf(sql<Value>`
    select dv.dataelementid, dv.periodid, dv.sourceid, dv.categoryoptioncomboid as coc, dv.attributeoptioncomboid as aoc
    from datavalue as dv
    join period on period.periodid = dv.periodid and extract(year from period.startdate) = ${year}
    join dataelement on dataelement.dataelementid = dv.dataelementid and dataelement.valuetype = 'NUMBER'
    where not dv.deleted and dv.value ~ '^[1-9][0-9.]*$'
    order by dv.dataelementid, dv.sourceid, dv.periodid
    offset ${taken * 7} limit 1
  `);
  if (!value) throw new Error('The demo has no such value.');
  return value;
}

const isValue = (value: Value): RawBuilder<unknown> => sql`
  (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid)
    = (${value.dataelementid}, ${value.periodid}, ${value.sourceid}, ${value.coc}, ${value.aoc})
`;

const isSeries = (value: Value): RawBuilder<unknown> => sql`
  (dataelementid, sourceid, categoryoptioncomboid, attributeoptioncomboid) = (${value.dataelementid}, ${value.sourceid}, ${value.coc}, ${value.aoc})
`;

async function numberFrom(condition: RawBuilder<unknown>): Promise<number> {
  const rows = await rowsOf(sql<{ number: number }>`
    select avg(value::float8) as number from datavalue where not deleted and value ~ '^-?[0-9.]+$' and ${condition}
  `);
  return rows[0]?.number ?? Number.NaN;
}

const storedNumber = (value: Value): Promise<number> => numberFrom(isValue(value));
const meanOf = (value: Value): Promise<number> => numberFrom(isSeries(value));

const change = (value: Value, text: string, db = server.db) =>
  sql`update datavalue set value = ${text}, lastupdated = localtimestamp where ${isValue(value)}`.execute(db);

const shown = async (value: Value): Promise<readonly (number | null)[]> =>
  (await rowsOf(sql<{ value: number | null }>`select value from analytics where ${isValue(value)}`)).map(
    (row) => row.value,
  );

describe('a latest run', () => {
  it('needs a main run first', async () => {
    // A DHIS2 may have made tables before.
    await sql`delete from systemsetting where name = 'keyLastSuccessfulAnalyticsTablesUpdate'`.execute(server.db);
    const answer = await server.request('/api/resourceTables/analytics?lastYears=0', { method: 'POST' });
    const told = 'A full analytics table update must be run prior to a latest partition update';
    expect(answer.json).toMatchObject({ httpStatusCode: 409, message: told });
    expect(await latest()).toMatchObject({ state: 'failed', message: told });
    expect((await jobs.run('ANALYTICS_TABLE', { skipTableTypes: OTHERS })).state).toBe('done');
  });

  it('says that nothing changed, of each type, and when it looked', async () => {
    const before = (await server.request('/api/system/info')).json;
    const run = await latest();
    expect([run.state, run.message]).toEqual(['done', 'Nothing changed since the last update of the analytics tables']);
    expect(messagesOf(run)).toEqual(
      expect.arrayContaining([
        'DATA_VALUE: unchanged, nothing that it shows changed since it was last written',
        'COMPLETENESS_TARGET: unchanged, nothing that it shows changed since it was last written',
      ]),
    );
    const after = (await server.request('/api/system/info')).json;
    expect(after.lastAnalyticsTableSuccess).toBe(before.lastAnalyticsTableSuccess);
    expect(before.lastAnalyticsTablePartitionSuccess ?? '1970').toMatch(/^1970/);
    expect(after.lastAnalyticsTablePartitionSuccess).toMatch(/^2026-03-15T12:00/);
    expect(after.lastAnalyticsTablePartitionRuntime).toMatch(/^\d\d:\d\d:\d\d\.\d{3}$/);
  });

  it('shows what changed, through views, without making tables or views anew', async () => {
    await sql`create view reported as select id, value from analytics`.execute(server.db);
    const relations = () =>
      rowsOf(sql`select oid, relname from pg_class where relname ~ '^(analytics|reported)' order by oid`);
    const before = await relations();
    const value = await someValue();
    await change(value, '123456');
    const answer = await server.request(
      '/api/resourceTables/analytics?lastYears=0&skipEvents=true&skipEnrollment=true&skipTrackedEntities=true&skipOrgUnitOwnership=true&skipValidationResult=true',
      { method: 'POST' },
    );
    const run = await jobs.ended(answer.json.response.id);
    expect(run.state).toBe('done');
    expect(messagesOf(run)).toContainEqual(
      expect.stringMatching(/^DATA_VALUE: 1 changes, \d+ rows removed and \d+ added in \d tables$/),
    );
    expect(await rowsOf(sql`select value from reported where value = 123456`)).toHaveLength(1);
    expect(await relations()).toEqual(before);
    expect((await latest()).message).toMatch(/^Nothing changed/);
  });

  it('shows the first values of a year that has no table yet', async () => {
    const value = await someValue();
    await sql`
      insert into period (periodid, periodtypeid, startdate, enddate)
      select 900001, periodtypeid, '2031-01-01', '2031-01-31' from periodtype where name = 'Monthly'
    `.execute(server.db);
    await sql`
      insert into datavalue select (jsonb_populate_record(old, jsonb_build_object('periodid', 900001, 'value', '31', 'lastupdated', localtimestamp))).*
      from datavalue as old where ${isValue(value)}
    `.execute(server.db);
    expect(await latest()).toMatchObject({ state: 'done' });
    expect(await rowsOf(sql`select value from analytics where year in (2031)`)).toEqual([{ value: 31 }]);
    expect(await rowsOf(sql`select value from analytics_2031 where monthly = '203101'`)).toEqual([{ value: 31 }]);
    expect(
      await rowsOf(sql<{ n: number }>`select count(*)::int as n from pg_indexes where tablename = 'analytics_2031'`),
    ).toEqual(
      await rowsOf(sql<{ n: number }>`select count(*)::int as n from pg_indexes where tablename = 'analytics_2025'`),
    );
  });

  it('takes in what was written before it read and committed after, in a savepoint too', async () => {
    const value = await someValue();
    await server.db.connection().execute(async (session) => {
      await sql`begin`.execute(session);
      await change(await someValue(), '7', session);
      await sql`savepoint inner_one`.execute(session);
      await change(value, '234567', session);
      await sql`release inner_one`.execute(session);
      await latest();
      expect(await shown(value)).not.toEqual([234567]);
      await sql`commit`.execute(session);
    });
    await latest();
    expect(await shown(value)).toEqual([234567]);
  });

  // Beside a DHIS2 no triggers tell of it.
  it.skipIf(layout !== undefined)('takes in what other programs put in with a time of long ago', async () => {
    const value = await someValue();
    await sql`delete from datavalue where ${isValue(value)}`.execute(server.db);
    await latest();
    expect(await shown(value)).toEqual([]);
    await sql`
      insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, created, lastupdated, deleted)
      values (${value.dataelementid}, ${value.periodid}, ${value.sourceid}, ${value.coc}, ${value.aoc}, '345678', '2019-01-01', '2019-01-01', false)
    `.execute(server.db);
    await latest();
    expect(await shown(value)).toEqual([345678]);
  });

  // The table came with 2.42.
  it.skipIf(layout === '2.40' || layout === '2.41')('brings the numbers of relationships up to date', async () => {
    const counted = sql`
      select entity.uid::char(11) as trackedentityid, type.uid::char(11) as relationshiptypeuid, count(*) as relationship_count
      from relationship join relationshiptype as type using (relationshiptypeid)
      join relationshipitem as item on item.relationshipid = relationship.relationshipid
      join trackedentity as entity on entity.trackedentityid = item.trackedentityid
      where relationship.deleted is not true group by 1, 2 order by 1, 2
    `;
    const before = await rowsOf(counted);
    await sql`
      update relationship set deleted = true where relationshipid in (
        select relationshipid from relationshipitem where trackedentityid is not null order by relationshipid limit 3
      )
    `.execute(server.db);
    await latest();
    const after = await rowsOf(counted);
    expect(after).not.toEqual(before);
    expect(await rowsOf(sql`select * from analytics_rs_relationship order by 1, 2`)).toEqual(after);
  });

  it('removes what was purged and pruned since', async () => {
    const [purged, pruned] = [await someValue(), await someValue()];
    const [unit] = await rowsOf(sql<{ uid: string }>`
      select uid from organisationunit where organisationunitid = ${pruned.sourceid}
    `);
    const completions = sql`select from analytics_completeness where uidlevel4 = ${unit?.uid}`;
    await sql`update datavalue set deleted = true, lastupdated = localtimestamp where ${isValue(purged)}`.execute(
      server.db,
    );
    for (const path of ['softDeletedDataValueRemoval', `dataPruning/organisationUnits/${unit?.uid}`])
      expect((await server.request(`/api/maintenance/${path}`, { method: 'POST' })).status).toBeLessThan(300);
    expect(await rowsOf(sql`select from datavalue where ${isValue(purged)} or ${isValue(pruned)}`)).toEqual([]);
    for (const value of [purged, pruned]) expect(await shown(value)).toHaveLength(1);
    expect(await rowsOf(completions)).not.toEqual([]);
    await latest();
    for (const value of [purged, pruned]) expect(await shown(value)).toEqual([]);
    expect(await rowsOf(completions)).toEqual([]);
    expect(await rowsOf(sql`select from orderly.analytics_gone_row`)).toEqual([]);
  });

  it('removes registrations that were taken back since', async () => {
    const [one] = await rowsOf(sql<{ ds: string; pe: string; ou: string }>`
      select dataset.uid as ds, to_char(period.startdate, 'YYYYMM') as pe, organisationunit.uid as ou
      from completedatasetregistration
      join dataset using (datasetid)
      join period using (periodid)
      join periodtype on periodtype.periodtypeid = period.periodtypeid and periodtype.name = 'Monthly'
      join organisationunit on organisationunit.organisationunitid = completedatasetregistration.sourceid
      order by period.startdate desc, organisationunit.uid, dataset.uid
      limit 1
    `);
    const counted = async () => (await rowsOf(sql`select from analytics_completeness`)).length;
    const before = await counted();
    const path = `/api/completeDataSetRegistrations?ds=${one?.ds}&pe=${one?.pe}&ou=${one?.ou}`;
    expect((await server.request(path, { method: 'DELETE' })).status).toBe(204);
    await latest();
    expect(await counted()).toBe(before - 1);
  });

  // Beside a DHIS2 no triggers tell of it.
  it.skipIf(layout !== undefined)(
    'removes what others deleted since, and what was changed without a time',
    async () => {
      const [removed, trimmed] = [await someValue(), await someValue()];
      await sql`update datavalue set deleted = true where ${isValue(trimmed)}`.execute(server.db);
      await sql`delete from datavalue where ${isValue(removed)}`.execute(server.db);
      for (const value of [removed, trimmed]) expect(await shown(value)).toHaveLength(1);
      await latest();
      for (const value of [removed, trimmed]) expect(await shown(value)).toEqual([]);
      expect(await rowsOf(sql`select from orderly.analytics_gone_row`)).toEqual([]);
    },
  );

  it('counts the values that it cannot take', async () => {
    const value = await someValue();
    await change(value, 'a few');
    const run = await latest();
    expect(messagesOf(run)).toContainEqual(
      expect.stringMatching(/^DATA_VALUE: 1 values of data element .* left out, not a number, such as "a few"$/),
    );
    expect(await shown(value)).toEqual([]);
  });

  it('that is killed leaves the previous state, and other types go on', async () => {
    const value = await someValue();
    const before = await shown(value);
    await change(value, '345678');
    await sql`update completedatasetregistration set completed = not completed, lastupdated = localtimestamp`.execute(
      server.db,
    );
    const completed = async () =>
      (await rowsOf(sql<{ n: number }>`select count(*)::int as n from analytics_completeness`))[0]?.n;
    const were = await completed();
    const run = await server.db.connection().execute(async (blocker) => {
      await sql`begin`.execute(blocker);
      await sql`lock table analytics_2025 in share mode`.execute(blocker);
      const started = latest();
      // The merge waits for the lock with its rows made and some removed, and dies there.
      for (let killed = 0; killed === 0; ) {
        const { rows } = await sql<{ killed: boolean }>`
          select pg_terminate_backend(activity.pid) as killed from pg_stat_activity as activity
          where activity.datname = current_database() and activity.wait_event_type = 'Lock' and activity.query like '%as present%'
        `.execute(server.db);
        killed = rows.length;
      }
      const ended = await started;
      await sql`rollback`.execute(blocker);
      return ended;
    });
    expect(run.state).toBe('failed');
    expect(run.message).toMatch(/^1 of 4 table types kept their old content. DATA_VALUE: /);
    expect(await shown(value)).toEqual(before);
    expect(await completed()).not.toBe(were);
    expect(await rowsOf(sql`select from pg_namespace where nspname like 'orderly_run_%'`)).toEqual([]);
    expect((await latest()).state).toBe('done');
    expect(await shown(value)).toEqual([345678]);
  });

  it('shows values before the statistics of their series follow, and makes up for a kill between the two', async () => {
    const value = await someValue();
    const ofSeries = isSeries(value);
    const means = async () =>
      (
        await rowsOf(sql<{ mean: number }>`
          select distinct avg_middle_value as mean from analytics where ${ofSeries} and periodid <> ${value.periodid}
        `)
      ).map(({ mean }) => mean);
    const before = await means();
    expect(before).toHaveLength(1);
    await change(value, '567890');
    const run = await server.db.connection().execute(async (blocker) => {
      await sql`begin`.execute(blocker);
      await sql`select from analytics where ${ofSeries} and periodid <> ${value.periodid} for update`.execute(blocker);
      const started = latest();
      const follows = () =>
        rowsOf(sql<{ pid: number }>`
          select pid from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like '%update only%as present%'
        `);
      await expect.poll(follows, { timeout: 30_000 }).toHaveLength(1);
      expect(await shown(value)).toEqual([567890]);
      expect(await means()).toEqual(before);
      await sql`select pg_terminate_backend(${(await follows())[0]?.pid})`.execute(server.db);
      const ended = await started;
      await sql`rollback`.execute(blocker);
      return ended;
    });
    expect(run.state).toBe('failed');
    expect(await means()).toEqual(before);
    expect((await latest()).state).toBe('done');
    expect(await means()).toEqual([expect.closeTo(await meanOf(value))]);
  });

  it('builds the years anew of which much changed, and merges into the others', async () => {
    const value = await someValue(2024);
    await change(value, '678901');
    const { numAffectedRows = 0n } = await sql`
      update datavalue set value = value || '1', lastupdated = localtimestamp
      from period
      where period.periodid = datavalue.periodid and extract(year from period.startdate) = 2025 and value ~ '^[0-9]+$'
    `.execute(server.db);
    expect(Number(numAffectedRows)).toBeGreaterThan(10_000);
    expect(messagesOf(await latest())).toContain('DATA_VALUE: 2025 built anew, because much of these years changed');
    for (const one of [value, await someValue(2025)]) {
      expect(await shown(one)).toEqual([await storedNumber(one)]);
      // Added in another order, the same values differ in the last place.
      const means = await rowsOf(sql<{ mean: number }>`
        select distinct round(avg_middle_value::numeric, 6)::float8 as mean from analytics where ${isSeries(one)}
      `);
      expect(means).toEqual([{ mean: expect.closeTo(await meanOf(one)) }]);
    }
  });

  it('builds all of a type, and says so, when its columns or the making of its rows became others', async () => {
    const run = await latest({ skipOutliers: true });
    expect(messagesOf(run)).toContain(
      'DATA_VALUE: all of analytics is built anew, because its columns changed since it was last written',
    );
    await configureServer(server, { keyIncludeZeroValuesInAnalytics: 'true' });
    expect(messagesOf(await latest({ skipOutliers: true }))).toContain(
      'DATA_VALUE: all of analytics is built anew, because settings or dimensions changed since it was last written',
    );
  });

  it('builds a type with hooks anew when something changed, and only then', async () => {
    await makeRow(
      server.db,
      'tablehook',
      {
        name: 'Marks',
        analyticstablephase: 'ANALYTICS_TABLE_POPULATED',
        analyticstabletype: 'DATA_VALUE',
        sql: 'update analytics_temp set approvallevel = 77',
      },
      'analyticstablehookid',
    );
    const marked = async () =>
      await rowsOf(sql`select distinct approvallevel as level from analytics order by approvallevel`);
    await latest();
    expect(await marked()).toEqual([{ level: 77 }]);
    const value = await someValue();
    await change(value, '456789');
    expect(messagesOf(await latest())).toContain('DATA_VALUE: built anew, because SQL hooks work on whole tables');
    expect(await shown(value)).toEqual([456789]);
    expect(await marked()).toEqual([{ level: 77 }]);
    expect(messagesOf(await latest())).toContain(
      'DATA_VALUE: unchanged, nothing that it shows changed since it was last written',
    );
  });
});
