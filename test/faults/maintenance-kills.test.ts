import { rmSync } from 'node:fs';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advisoryLockKey } from '../../src/database/index.js';
import { findRun } from '../../src/jobs/index.js';
import { aggregateTables } from '../support/analytics-tables.js';
import { testDatabase, urlOf } from '../support/database.js';
import { makeDatabaseFolder } from '../support/folder.js';
import { FEW, MANY, UNIT, WRONG, writeInterruptible } from '../support/maintenance/interruptible.js';
import { pidOf, waitersFor } from '../support/maintenance/locks.js';
import { brokenKeys } from '../support/maintenance/whole-database.js';
import { interrupt, kill, type ServerProcess, startProcess } from '../support/process.js';

const many = sql.lit(MANY);
const few = sql.lit(FEW);
/** Users that go in one transaction. */
const USERS_AT_ONCE = 200;
const PERIODS_AT_ONCE = 25;

const test = testDatabase({ demo: true });
let folder: string;
let server: ServerProcess;
const started: ServerProcess[] = [];

/** An operation, the row at which it is held up in its middle, and what must never be seen of it: something that went in part. */
interface Interrupted {
  readonly path: string;
  /** A row that it comes to late, after it has removed others. */
  readonly late: RawBuilder<unknown>;
  /** Rows that go, before and after. */
  readonly left: RawBuilder<unknown>;
  /** How many of them are there at first, and how many when it was killed. */
  readonly first: number;
  readonly killed: number;
  /** Objects that have lost something of theirs. */
  readonly halves: RawBuilder<unknown>;
}

const none = sql`select where false`;

const OPERATIONS: readonly Interrupted[] = [
  {
    // The second batch waits in the middle of its transaction; the first is done.
    path: 'softDeletedEventRemoval',
    late: sql`
      select from programnotificationinstance where eventid = (select max(eventid) from event where deleted) for update
    `,
    left: sql`select from event where deleted`,
    first: MANY,
    killed: MANY - 25_000,
    halves: sql`
      select from event where deleted and (
        not exists (select from eventchangelog where eventchangelog.eventid = event.eventid)
        or event.eventid > ${many} - ${few}
          and not exists (select from programnotificationinstance as notification where notification.eventid = event.eventid)
      )
    `,
  },
  {
    path: 'softDeletedEnrollmentRemoval',
    late: sql`
      select from event where eventid = (
        select max(eventid) from event join enrollment on enrollment.enrollmentid = event.enrollmentid where enrollment.deleted
      ) for update
    `,
    left: sql`select from enrollment where deleted`,
    first: FEW,
    killed: FEW,
    halves: sql`
      select from enrollment where deleted and (
        not exists (select from event where event.enrollmentid = enrollment.enrollmentid)
        or not exists (select from programnotificationinstance as notification where notification.enrollmentid = enrollment.enrollmentid)
      )
    `,
  },
  {
    path: 'softDeletedTrackedEntityRemoval',
    late: sql`
      select from enrollment where enrollmentid = (
        select max(enrollmentid) from enrollment join trackedentity on trackedentity.trackedentityid = enrollment.trackedentityid
        where trackedentity.deleted
      ) for update
    `,
    left: sql`select from trackedentity where deleted`,
    first: FEW,
    killed: FEW,
    halves: sql`
      select from trackedentity where deleted and (
        not exists (select from enrollment where enrollment.trackedentityid = trackedentity.trackedentityid)
        or not exists (select from trackedentityprogramowner as owner where owner.trackedentityid = trackedentity.trackedentityid)
      )
    `,
  },
  {
    path: 'softDeletedRelationshipRemoval',
    late: sql`
      select from relationshipitem where relationshipitemid = (
        select max(to_relationshipitemid) from relationship where deleted
      ) for update
    `,
    left: sql`select from relationship where deleted`,
    first: FEW,
    killed: FEW,
    halves: sql`
      select from relationship where (
        select count(*) from relationshipitem as item where item.relationshipid = relationship.relationshipid
      ) <> 2
    `,
  },
  {
    // A table of this size is one stretch.
    path: 'softDeletedDataValueRemoval',
    late: sql`select from datavalue where deleted order by ctid desc limit 1 for update`,
    left: sql`select from datavalue where deleted`,
    first: MANY,
    killed: MANY,
    halves: none,
  },
  {
    path: 'zeroDataValueRemoval',
    late: sql`select from datavalue where value = '0' order by ctid desc limit 1 for update`,
    left: sql`select from datavalue where value = '0'`,
    first: FEW,
    killed: FEW,
    halves: none,
  },
  {
    // The last of its transactions waits.
    path: 'periodPruning',
    late: sql`select from period where startdate < '1960-01-01' order by periodid desc limit 1 for update`,
    left: sql`select from period where startdate < '1960-01-01'`,
    first: FEW,
    killed: PERIODS_AT_ONCE,
    halves: none,
  },
  {
    // Its registrations and audits go before its values.
    path: `dataPruning/organisationUnits/${UNIT}`,
    late: sql`select from datavalue where sourceid = (select organisationunitid from organisationunit where uid = ${UNIT}) limit 1 for update`,
    left: sql`
      select sourceid from datavalue where sourceid = (select organisationunitid from organisationunit where uid = ${UNIT})
      union all
      select organisationunitid from datavalueaudit where organisationunitid = (select organisationunitid from organisationunit where uid = ${UNIT})
    `,
    first: 2 * FEW,
    killed: 2 * FEW,
    halves: none,
  },
  {
    path: 'dataPruning/dataElements/PrunedEleme',
    late: sql`select from datavalue where dataelementid = (select dataelementid from dataelement where uid = 'PrunedEleme') limit 1 for update`,
    left: sql`
      select dataelementid from datavalue where dataelementid = (select dataelementid from dataelement where uid = 'PrunedEleme')
      union all
      select dataelementid from datavalueaudit where dataelementid = (select dataelementid from dataelement where uid = 'PrunedEleme')
    `,
    first: 2 * FEW,
    killed: 2 * FEW,
    halves: none,
  },
  {
    // The first users are gone; of the last one the membership waits.
    path: 'expiredInvitationsClear',
    late: sql`select from userrolemembers where userid = (select max(userinfoid) from userinfo where invitation) for update`,
    left: sql`select from userinfo where invitation`,
    first: FEW,
    killed: FEW - USERS_AT_ONCE,
    halves: sql`
      select from userinfo where invitation
        and not exists (select from userrolemembers as member where member.userid = userinfo.userinfoid)
    `,
  },
  {
    path: 'ouPathsUpdate',
    late: sql`select from organisationunit where path like '/wrong%' order by path desc limit 1 for update`,
    left: sql`select from organisationunit where path like '/wrong%'`,
    first: WRONG,
    killed: WRONG,
    halves: none,
  },
  {
    path: 'categoryOptionComboUpdate',
    late: sql`select from categoryoptioncombo where name = 'Wrong' order by categoryoptioncomboid desc limit 1 for update`,
    left: sql`select from categoryoptioncombo where name = 'Wrong'`,
    first: WRONG,
    killed: WRONG,
    halves: none,
  },
];

function start(): ServerProcess {
  const one = startProcess({
    ORDERLY_HOME: folder,
    ORDERLY_DATABASE_URL: urlOf((test.connection as { database: string }).database),
    ORDERLY_ADMIN_PASSWORD: 'district',
    ORDERLY_JOBS_AT_ONCE: '20',
    ORDERLY_POOL_SIZE: '40',
  });
  started.push(one);
  return one;
}

const ask = async (path: string) => await server.request(`/api/maintenance/${path}`, { method: 'POST' });
const count = async (rows: RawBuilder<unknown>): Promise<number> => {
  const { rows: found } = await sql<{ count: number }>`select count(*) as count from (${rows}) as found`.execute(
    test.db,
  );
  return found[0]?.count ?? -1;
};
const counts = async (what: (operation: Interrupted) => RawBuilder<unknown>) =>
  Object.fromEntries(
    await Promise.all(OPERATIONS.map(async (operation) => [operation.path, await count(what(operation))])),
  );
const expected = (what: (operation: Interrupted) => number) =>
  Object.fromEntries(OPERATIONS.map((operation) => [operation.path, what(operation)]));

beforeAll(async () => {
  folder = makeDatabaseFolder('orderly kill ');
  await writeInterruptible(test.db);
}, 120_000);

afterAll(async () => {
  for (const one of started) if (one.child.exitCode === null && one.child.signalCode === null) await kill(one);
  rmSync(folder, { recursive: true, force: true });
});

describe('a server killed in the middle of every operation at once', { timeout: 120_000 }, () => {
  const runs: string[] = [];

  it('leaves each done in part or not at all, and nothing in half', async () => {
    expect(await counts(({ left }) => left)).toEqual(expected(({ first }) => first));
    expect(await counts(({ halves }) => halves)).toEqual(expected(() => 0));
    server = start();
    await server.ready;
    await test.db.transaction().execute(async (transaction) => {
      for (const { late } of OPERATIONS) await late.execute(transaction);
      for (const { path } of OPERATIONS) {
        const { status, json, text } = await ask(`${path}?async=true`);
        expect(status, text).toBe(200);
        runs.push(json.response.id);
      }
      const pid = await pidOf(transaction);
      const waiting = () => waitersFor(test.db, pid);
      await expect.poll(waiting, { timeout: 60_000, interval: 100 }).toBe(OPERATIONS.length);
      await kill(server);
      // The locks are held until PostgreSQL has noticed: nothing of what waited can go on.
      await expect.poll(waiting, { timeout: 20_000, interval: 100 }).toBe(0);
    });
    expect(await counts(({ left }) => left)).toEqual(expected(({ killed }) => killed));
    expect(await counts(({ halves }) => halves)).toEqual(expected(() => 0));
    expect(await brokenKeys(test.db)).toEqual([]);
    for (const uid of runs) expect(await findRun(test.db, uid)).toMatchObject({ state: 'running', attempt: 1 });
  });

  it('has each of them completed by the next, which takes the runs over', async () => {
    server = start();
    await server.ready;
    const states = async () => {
      const found = await Promise.all(runs.map((uid) => findRun(test.db, uid)));
      return found.map(
        (run) => `${run?.state} at attempt ${run?.attempt}: ${run?.state === 'failed' ? run.message : ''}`,
      );
    };
    await expect.poll(states, { timeout: 60_000, interval: 200 }).toEqual(runs.map(() => 'done at attempt 2: '));
    expect(await counts(({ left }) => left)).toEqual(expected(() => 0));
    expect(await brokenKeys(test.db)).toEqual([]);
    for (const { path } of OPERATIONS) {
      const { json } = await ask(`${path}?report=true`);
      expect(json.response.operations, path).toMatchObject([{ status: 'SUCCESS', counts: {} }]);
    }
  });
});

describe('a server killed in the middle of dropping or building tables', { timeout: 120_000 }, () => {
  const names = async (pattern: string): Promise<readonly string[]> => {
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname ~ ${pattern} order by 1
    `.execute(test.db);
    return rows.map(({ name }) => name);
  };
  /** Kills the server while a run of the operation waits for a lock, has another one take it over, and waits for its end. */
  const killed = async (path: string, late: RawBuilder<unknown>, look: () => Promise<void>): Promise<void> => {
    const uid = await test.db.transaction().execute(async (transaction) => {
      await late.execute(transaction);
      const { json } = await ask(`${path}?async=true`);
      const pid = await pidOf(transaction);
      const waiting = () => waitersFor(test.db, pid);
      await expect.poll(waiting, { timeout: 30_000, interval: 100 }).toBe(1);
      await kill(server);
      await expect.poll(waiting, { timeout: 20_000, interval: 100 }).toBe(0);
      await look();
      return json.response.id;
    });
    server = start();
    await server.ready;
    const state = async () => (await findRun(test.db, uid))?.state;
    await expect.poll(state, { timeout: 60_000, interval: 200 }).toBe('done');
    expect(await findRun(test.db, uid)).toMatchObject({ attempt: 2 });
  };
  const ANALYTICS = '^analytics(?!_rs_)';

  it('drops a type of analytics tables as a whole or not, and the rest at the next start', async () => {
    const { json } = await server.request(aggregateTables(), { method: 'POST' });
    const state = async () => (await findRun(test.db, json.response.id))?.state;
    await expect.poll(state, { timeout: 60_000, interval: 200 }).toBe('done');
    const before = await names(ANALYTICS);
    const resource = await names('^analytics_rs_');
    const completeness = before.filter((name) => /^analytics_completeness(_\d+)?$/.test(name));
    expect(completeness.length).toBeGreaterThan(1);
    await killed('analyticsTablesClear', sql`select from analytics_completeness limit 1`, async () => {
      const after = await names(ANALYTICS);
      expect(after).toEqual(expect.arrayContaining([...completeness]));
      const values = (some: readonly string[]) => some.filter((name) => /^analytics(_\d+)?$/.test(name));
      expect([[], values(before)]).toContainEqual(values(after));
    });
    expect(await names(ANALYTICS)).toEqual([]);
    expect(await names('^analytics_rs_')).toEqual(resource);
  });

  it('leaves the resource tables as they were until new ones are whole', async () => {
    const tables = await names('^analytics_rs_');
    const units = () => count(sql`select from analytics_rs_orgunitstructure`);
    const before = await units();
    expect(before).toBeGreaterThan(100);
    await killed('resourceTableUpdate', sql`select from analytics_rs_orgunitstructure limit 1`, async () => {
      expect(await names('^analytics_rs_')).toEqual(tables);
      expect(await units()).toBe(before);
    });
    expect(await names('^analytics_rs_')).toEqual(tables);
    expect(await units()).toBe(before);
  });

  it('makes and drops the relation of each SQL view as a whole or not', async () => {
    const views = () =>
      count(
        sql`select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm') and relname ~ '^_view_'`,
      );
    const all = await count(sql`select from sqlview where type <> 'QUERY'`);
    expect(all).toBeGreaterThan(1);
    const lock = advisoryLockKey('sql-view/_view_units_by_level');
    await killed('sqlViewsCreate', sql`select pg_advisory_xact_lock(${lock}::bigint)`, async () => {
      expect(await views()).toBeLessThan(all);
    });
    expect(await views()).toBe(all);
    await killed('sqlViewsDrop', sql`select from _view_units_by_level limit 1`, async () => {
      expect(await views()).toBeGreaterThan(0);
    });
    expect(await views()).toBe(0);
    expect(await interrupt(server)).toBe(0);
  });
});
