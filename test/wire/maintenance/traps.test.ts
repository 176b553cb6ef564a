import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { referrersOf } from '../../../src/database/index.js';
import { generateUid } from '../../../src/kernel/uid.js';
import { aggregateTables } from '../../support/analytics-tables.js';
import { layout, resourceTable, resourceTables } from '../../support/dhis2/layout.js';
import { actualColumn, LeastRows, nextId, stored } from '../../support/maintenance/least-row.js';
import { committedWhileItWaits, whileHeld } from '../../support/maintenance/locks.js';
import { maintenanceOf } from '../../support/maintenance/requests.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';

// contract: maintenance.md "Better than the peer"; what concerns purges is in traps-of-purges.test.ts.
const server = testServer({ demo: true });
const { ask, report, reports } = maintenanceOf(server);
let least: LeastRows;
beforeAll(() => {
  least = new LeastRows(server.db);
});

const exists = async (table: string, column: string, value: unknown): Promise<boolean> => {
  const { rows } = await sql`select from ${sql.table(table)} where ${sql.ref(column)} = ${value}`.execute(server.db);
  return rows.length > 0;
};
const relations = async (): Promise<readonly string[]> => {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relkind in ('r', 'p', 'v', 'm') and relnamespace = 'public'::regnamespace order by 1
  `.execute(server.db);
  return rows.map(({ name }) => name);
};

describe('period pruning', () => {
  let day = 0;
  /** A period that nobody uses. */
  const makePeriod = async (): Promise<number> => {
    day += 1;
    const periodid = await nextId(server.db);
    const date = new Date(Date.UTC(1951, 0, day)).toISOString().slice(0, 10);
    await least.insert('period', { periodid, periodtypeid: 1, startdate: date, enddate: date });
    return periodid;
  };

  it('keeps a period that any one table of the catalogue refers to, also one that no list knows', async () => {
    await sql`
      create table public.extension_period (periodid bigint references period (periodid));
    `.execute(server.db);
    const referrers = [
      ...(await referrersOf(server.db, ['period'])),
      { table: 'eventchart_periods', column: 'periodid' },
      { table: 'eventreport_periods', column: 'periodid' },
    ];
    expect(referrers.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['extension_period', 'visualization_periods']),
    );
    expect(referrers.length).toBeGreaterThanOrEqual(15);
    const used = new Map<string, number>();
    for (const { table, column } of referrers) {
      const period = await makePeriod();
      used.set(table, period);
      await least.insert(table, { [column]: period, ...(table === 'datavalue' && { storedby: 'admin' }) });
    }
    const unused = await makePeriod();
    const { status, counts } = await report('/periodPruning');
    expect([status, Number(counts.period) >= 1]).toEqual(['SUCCESS', true]);
    for (const [table, period] of used) expect(await exists('period', 'periodid', period), table).toBe(true);
    expect(await exists('period', 'periodid', unused)).toBe(false);
    await sql`drop table extension_period`.execute(server.db);
  });

  it('comes after the removals that free periods, whatever the order of the flags', async () => {
    await report('/periodPruning');
    const period = await makePeriod();
    await least.insert('datavalue', { periodid: period, storedby: 'admin', deleted: true });
    // From 2.43 on the database itself wrote that down, with the period.
    await sql`delete from datavalueaudit where periodid = ${period}`.execute(server.db);
    const done = await reports('?periodPruning=true&cacheClear=true&softDeletedDataValueRemoval=true');
    expect(done.map(({ operation }) => operation)).toEqual([
      'softDeletedDataValueRemoval',
      'periodPruning',
      'cacheClear',
    ]);
    expect(done[1]?.counts).toEqual({ period: 1 });
    expect(await exists('period', 'periodid', period)).toBe(false);
  });

  it('waits for a value that is being written for a period, and keeps the period', async () => {
    const [busy, unused] = [await makePeriod(), await makePeriod()];
    const value = sql`
      insert into lockexception (lockexceptionid, periodid) values (nextval('hibernate_sequence'), ${busy})
    `;
    const { status, counts } = await committedWhileItWaits(server.db, value, () => report('/periodPruning'));
    expect([status, counts]).toEqual(['SUCCESS', { period: 1 }]);
    expect([await exists('period', 'periodid', busy), await exists('period', 'periodid', unused)]).toEqual([
      true,
      false,
    ]);
  });
});

describe('clearing analytics tables', { timeout: 60_000 }, () => {
  it('drops them all and no resource table, nor what only looks like one of them', async () => {
    await server.runJob(`${aggregateTables()}&lastYears=1`);
    await sql`create table public.analyticsfoo (id int)`.execute(server.db);
    await sql`create table public.${sql.ref(resourceTable('foo'))} (id int)`.execute(server.db);
    await sql`create table public.analytics_2020 (id int)`.execute(server.db);
    const before = await relations();
    const preview = (await ask('/analyticsTablesClear?dryRun=true')).json.response.operations[0];
    expect(await relations()).toEqual(before);
    const { counts } = await report('?analyticsTablesClear=true');
    expect(counts).toEqual(preview.counts);
    const gone = Object.keys(counts);
    const after = await relations();
    expect(before.filter((name) => !gone.includes(name))).toEqual(after);
    expect(gone).toContain('analytics');
    expect(gone).toEqual(expect.arrayContaining(['analytics', 'analytics_completeness']));
    const resource = before.filter((name) => new RegExp(resourceTables).test(name));
    expect(resource.length).toBeGreaterThan(10);
    expect(after).toEqual(
      expect.arrayContaining([...resource, 'analyticsfoo', resourceTable('foo'), 'analytics_2020']),
    );
    expect(after.filter((name) => /^analytics(_|$)/.test(name) && !resource.includes(name))).toEqual([
      'analytics_2020',
    ]);
    expect((await report('/analyticsTableClear')).counts).toEqual({});
  });
});

describe('clearing caches', () => {
  it('does not lift locks after failed logins', async () => {
    await configureServer(server, { keyLockMultipleFailedLogins: 'true' });
    const ping = (password: string) => server.request('/api/system/ping', { user: `user010:${password}` });
    for (let time = 0; time < 5; time += 1) expect((await ping(`wrong${time}`)).status).toBe(401);
    expect((await ping('District1!')).json.message).toBe('Account locked');
    for (const path of ['/cacheClear', '/cache', '?cacheClear=true']) expect((await ask(path)).status).toBe(204);
    expect((await ping('District1!')).json.message).toBe('Account locked');
  });

  it('keeps results of data integrity checks', async () => {
    await server.runJob('/api/dataIntegrity/summary?checks=CNO');
    const summary = async () => (await server.request('/api/dataIntegrity/summary?checks=CNO')).json;
    const before = await summary();
    expect(before.categories_no_options.count).toBeGreaterThanOrEqual(0);
    expect((await ask('/cacheClear')).status).toBe(204);
    expect(await summary()).toEqual(before);
  });
});

describe('what happens at the same time', () => {
  const makeEvent = async (): Promise<number> => {
    const { eventid } = await least.insert('event', { uid: generateUid(), deleted: true });
    return Number(eventid);
  };
  const setDeleted = async (eventid: number, deleted: boolean) => {
    const key = sql.ref(await actualColumn(server.db, 'event', 'eventid'));
    return sql`update ${await stored(server.db, 'event')} set deleted = ${deleted} where ${key} = ${eventid}`;
  };
  /** What is written of an event when it is changed; before 2.42 not of every change (contract: schema.md §2.8). */
  const writesLog = layout !== '2.40' && layout !== '2.41';
  const log = async (eventid: unknown) => sql`
    insert into ${await stored(server.db, 'eventchangelog')} (eventid, changelogtype, created, createdby)
    values (${eventid}, 'UPDATE', localtimestamp, 'admin')
  `;

  it.runIf(writesLog)('an event that comes back to life while it is purged stays, with what hangs on it', async () => {
    const [back, gone] = [await makeEvent(), await makeEvent()];
    await least.insert('eventchangelog', { eventid: back });
    const done = await committedWhileItWaits(server.db, await setDeleted(back, false), () =>
      report('/softDeletedEventRemoval'),
    );
    expect(done).toMatchObject({ status: 'SUCCESS', skipped: [] });
    expect([await exists('event', 'eventid', back), await exists('event', 'eventid', gone)]).toEqual([true, false]);
    expect(await exists('eventchangelog', 'eventid', back)).toBe(true);
    await (await setDeleted(back, true)).execute(server.db);
  });

  it.runIf(writesLog)('something that is written for an event while it is purged goes with it', async () => {
    const eventid = await makeEvent();
    const written = await log(eventid);
    const done = await committedWhileItWaits(server.db, written, () => report('/softDeletedEventRemoval'));
    expect(done.status).toBe('SUCCESS');
    expect(done.counts.eventchangelog).toBeGreaterThanOrEqual(1);
    expect(await exists('event', 'eventid', eventid)).toBe(false);
  });

  it.runIf(writesLog)(
    'something that is written for an event of an enrollment that is purged goes with it',
    async () => {
      const { enrollmentid } = await least.insert('enrollment', { uid: generateUid(), deleted: true });
      const { eventid } = await least.insert('event', { uid: generateUid(), deleted: false, enrollmentid });
      const written = await log(eventid);
      const done = await committedWhileItWaits(server.db, written, () => report('/softDeletedEnrollmentRemoval'));
      expect(done).toMatchObject({ status: 'SUCCESS', counts: { eventchangelog: 1 } });
      expect(await exists('enrollment', 'enrollmentid', enrollmentid)).toBe(false);
    },
  );

  it('a data value that comes back to life while it is removed stays', async () => {
    const { dataelementid, periodid } = await least.insert('datavalue', {
      value: '7',
      storedby: 'admin',
      deleted: true,
      periodid: await newestPeriod(),
    });
    const back = sql`
      update datavalue set deleted = false where dataelementid = ${dataelementid} and periodid = ${periodid} and value = '7'
    `;
    const done = await committedWhileItWaits(server.db, back, () => report('/softDeletedDataValueRemoval'));
    expect(done.status).toBe('SUCCESS');
    expect(await exists('datavalue', 'value', '7')).toBe(true);
  });

  it('a second run of the same operation is refused with a link to the first, others and previews are not', async () => {
    const eventid = await makeEvent();
    const first = await whileHeld(server.db, await setDeleted(eventid, false), async (somebodyWaits) => {
      const begun = ask('/softDeletedEventRemoval');
      await somebodyWaits();
      for (const path of [
        '/softDeletedEventRemoval',
        '/softDeletedProgramStageInstanceRemoval',
        '/softDeletedEventRemoval?async=true',
        '?softDeletedEventRemoval=true&cacheClear=true&report=true',
      ]) {
        const second = await ask(path);
        expect([second.status, second.json?.message], path).toEqual([
          409,
          expect.stringContaining('MAINTENANCE is running'),
        ]);
        const { relativeNotifierEndpoint, id } = second.json.response;
        expect(relativeNotifierEndpoint).toBe(`/api/system/tasks/MAINTENANCE/${id}`);
        expect(second.json.message).toContain(relativeNotifierEndpoint);
        expect((await server.request(relativeNotifierEndpoint)).json[0]).toMatchObject({ completed: false });
      }
      expect((await ask('/softDeletedEventRemoval?dryRun=true')).status).toBe(200);
      expect((await ask('/cacheClear')).status).toBe(204);
      return { begun };
    });
    expect((await first.begun).status).toBe(204);
    expect((await ask('/softDeletedEventRemoval')).status).toBe(204);
  });

  it('of two requests for the same thing at the same moment none fails but by the refusal, and the rows are gone', async () => {
    const eventid = await makeEvent();
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask('/softDeletedEventRemoval')));
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(204);
    expect(statuses.filter((status) => status !== 204 && status !== 409)).toEqual([]);
    expect(await exists('event', 'eventid', eventid)).toBe(false);
  });

  // Beside a DHIS2 only that one tells others.
  it.skipIf(layout).each([
    ['DATA_SYNC', '/softDeletedDataValueRemoval', '/zeroDataValueRemoval', '/dataPruning/dataElements/fbfJHSPpUQD'],
    [
      'SINGLE_EVENT_DATA_SYNC',
      '/softDeletedEventRemoval',
      '/softDeletedTrackedEntityRemoval',
      '?softDeletedRelationshipRemoval=true',
    ],
  ])('what %s still has to tell others is not removed while it runs', async (type, ...paths) => {
    const uid = await server.services.database.db.transaction().execute(async (transaction) => {
      const run = await server.services.jobs.queue(transaction, { type });
      // A job that runs for as long as the test wants.
      await sql`
        update orderly.job_run set state = 'running', started_at = now(), node_id = (select max(node_id) from orderly.node) where uid = ${run.uid}
      `.execute(transaction);
      return run.uid;
    });
    try {
      for (const path of paths) {
        const { status, json } = await ask(path);
        expect([status, json?.response?.relativeNotifierEndpoint], path).toEqual([
          409,
          `/api/system/tasks/${type}/${uid}`,
        ]);
        expect(json.message).toContain(`A job of type ${type} is running`);
      }
      expect((await ask('/periodPruning')).status).toBe(204);
    } finally {
      await sql`delete from orderly.job_run where uid = ${uid}`.execute(server.db);
    }
    for (const path of paths) expect((await ask(path)).status, path).toBeLessThan(300);
  });

  async function newestPeriod(): Promise<number> {
    const { rows } = await sql<{ id: number }>`select max(periodid) as id from period`.execute(server.db);
    return rows[0]?.id ?? 0;
  }
});
