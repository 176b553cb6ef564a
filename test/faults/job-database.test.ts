import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/database/embedded/index.js';
import { type Database, migrate, openDatabase } from '../../src/database/index.js';
import { findRun } from '../../src/jobs/index.js';
import { cancelRun } from '../../src/jobs/run-log.js';
import { makeDatabaseFolder } from '../support/folder.js';
import { interrupt, startProcess } from '../support/process.js';
import { startProxy } from '../support/proxy.js';
import { openRuns, prepareWorkers, queueWork, startWorker, storeSchedules, type Worker } from '../support/workers.js';

let folder: string;
let postgres: EmbeddedServer;
let database: Database;
const workers: Worker[] = [];

function databaseUrl(): string {
  const { socketDirectory, port, user, database: name } = postgres;
  return `postgres://${user}@${encodeURIComponent(socketDirectory)}:${port}/${name}`;
}

const startPostgres = () => startEmbeddedServer({ folder, log: () => undefined, settings: { shared_buffers: '64MB' } });

beforeAll(async () => {
  folder = makeDatabaseFolder('orderly restart ');
  postgres = await startPostgres();
  const { socketDirectory: host, port, user, database: name } = postgres;
  database = openDatabase({ connection: { host, port, user, database: name }, poolSize: 4 });
  await migrate(database.db);
  await prepareWorkers(database.db);
  for (const node of ['left', 'right']) workers.push(startWorker(databaseUrl(), node));
  await Promise.all(workers.map((worker) => worker.ready));
});

afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await database.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

const CRASHED = expect.stringMatching(
  /^The (server that ran this job \((left|right)\) stopped|connection to the database broke)/,
);

const isRunning = async (uid: string) => (await findRun(database.db, uid))?.state === 'running';

async function disable(uids: readonly string[]): Promise<void> {
  await sql`update jobconfiguration set enabled = false where uid = any (${[...uids]}::text[])`.execute(database.db);
}

/** How often jobs fired, and for how many different times each. */
async function firings(uids: readonly string[]) {
  const { rows } = await sql<{ uid: string; fired: number; times: number }>`
    select run.configuration as uid, count(*)::int as fired, count(distinct run.due_at)::int as times
    from orderly.job_run as run
    where run.configuration = any (${[...uids]}::text[]) and run.state <> 'skipped'
    group by 1
  `.execute(database.db);
  return rows;
}

/** Breaks every connection but this one. */
async function terminate(): Promise<void> {
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where pid <> pg_backend_pid() and datname = current_database() and application_name like 'orderly%'
  `.execute(database.db);
}

describe('a server whose connections break', () => {
  it('stops its runs, says why they did not end, and comes back', async () => {
    const [once = '', resumable = ''] = await queueWork(database.db, ['ONCE', 'RESUMABLE'], 20);
    await expect.poll(async () => (await isRunning(once)) && (await isRunning(resumable))).toBe(true);
    const printed = () => workers.map((worker) => worker.output()).join('');
    await expect.poll(printed).toContain(`begun ${once}`);
    await terminate();
    await expect.poll(printed).toContain(`aborted ${once} NodeLost`);
    await expect.poll(async () => (await findRun(database.db, once))?.state, { timeout: 15_000 }).toBe('failed');
    expect((await findRun(database.db, once))?.message).toEqual(CRASHED);
    // It has begun again, for its type says that it can.
    await expect.poll(async () => (await findRun(database.db, resumable))?.attempt, { timeout: 15_000 }).toBe(2);
    expect(await cancelRun(database.db, resumable)).toBe(true);
    await expect.poll(async () => (await findRun(database.db, resumable))?.state).toBe('cancelled');
    const [after = ''] = await queueWork(database.db, ['ONCE'], 0);
    await expect.poll(async () => (await findRun(database.db, after))?.state).toBe('done');
    expect(workers.every((worker) => worker.running())).toBe(true);
  });

  it('also while it schedules: nothing fires twice, and all goes on', async () => {
    const schedules = await storeSchedules(database.db, 60, 'RESUMABLE');
    for (let count = 0; count < 20; count += 1) {
      await sleep(150);
      await terminate();
    }
    const before = (await firings(schedules)).reduce((sum, { fired }) => sum + fired, 0);
    await expect
      .poll(async () => (await firings(schedules)).filter(({ fired }) => fired > 0).length, { timeout: 20_000 })
      .toBe(schedules.length);
    await expect
      .poll(async () => (await firings(schedules)).reduce((sum, { fired }) => sum + fired, 0), { timeout: 20_000 })
      .toBeGreaterThan(before + schedules.length);
    await disable(schedules);
    for (const { fired, times } of await firings(schedules)) expect(fired).toBe(times);
    await expect.poll(() => openRuns(database.db), { timeout: 60_000 }).toBe(0);
  }, 120_000);
});

describe('a server that the network cuts off from the database', () => {
  it('does not go on blindly, and comes back', async () => {
    const network = await startProxy(join(postgres.socketDirectory, `.s.PGSQL.${postgres.port}`));
    const url = `postgres://${postgres.user}@127.0.0.1:${network.port}/${postgres.database}`;
    const cutOff = startWorker(url, 'cut off');
    await cutOff.ready;
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    workers.push(cutOff);
    const [uid = ''] = await queueWork(database.db, ['ONCE'], 120);
    await expect.poll(cutOff.output, { timeout: 10_000 }).toContain(`begun ${uid}`);
    network.freeze();
    await expect.poll(cutOff.output, { timeout: 20_000 }).toContain(`aborted ${uid} NodeLost`);
    // Its statement has no answer, and is not waited for.
    await expect.poll(cutOff.output, { timeout: 20_000 }).toContain(`left ${uid}`);
    network.thaw();
    await expect.poll(async () => (await findRun(database.db, uid))?.state, { timeout: 20_000 }).toBe('failed');
    const [after = ''] = await queueWork(database.db, ['ONCE'], 0);
    await expect.poll(async () => (await findRun(database.db, after))?.state, { timeout: 20_000 }).toBe('done');
    await cutOff.stop();
    network.stop();
    workers.splice(0);
    for (const node of ['left', 'right']) workers.push(startWorker(databaseUrl(), node));
    await Promise.all(workers.map((worker) => worker.ready));
  }, 120_000);
});

describe('a whole server', () => {
  it('goes on answering and running jobs when its connections break, again and again', async () => {
    const server = startProcess({ ORDERLY_DATABASE_URL: databaseUrl(), ORDERLY_ADMIN_PASSWORD: 'district' });
    await server.ready;
    for (let count = 0; count < 10; count += 1) {
      const requests = Array.from({ length: 5 }, () => server.request('/api/jobConfigurations?fields=*'));
      await sleep(50);
      await terminate();
      // Some of them fail: that is all that may happen.
      for (const { status } of await Promise.all(requests)) expect([200, 401, 500, 503]).toContain(status);
    }
    const started = await server.request('/api/resourceTables', { method: 'POST' });
    expect(started.status, started.text).toBe(200);
    await expect
      .poll(async () => (await server.request(started.json.response.relativeNotifierEndpoint)).json[0].completed, {
        timeout: 30_000,
      })
      .toBe(true);
    expect(await interrupt(server)).toBe(0);
  }, 120_000);
});

describe('a database that is started again under load', () => {
  it.each(['clean', 'killed'] as const)(
    'has all come back: %s',
    async (how) => {
      const schedules = await storeSchedules(database.db, 10, 'RESUMABLE');
      const asked = await queueWork(
        database.db,
        Array.from({ length: 90 }, (_, index) => (['RESUMABLE', 'ONCE', 'SERIAL'] as const)[index % 3] ?? 'ONCE'),
        0.2,
      );
      await sleep(400);
      const { pid } = (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database.db)).rows[0] ?? {
        pid: 0,
      };
      // A backend that is killed makes PostgreSQL end all others and recover, as after a crash.
      if (how === 'killed') process.kill(pid, 'SIGKILL');
      else {
        await postgres.stop();
        await sleep(1_500);
        postgres = await startPostgres();
      }
      await expect.poll(() => openRuns(database.db).catch(() => -1), { timeout: 60_000, interval: 250 }).not.toBe(-1);
      const before = await firings(schedules);
      await expect
        .poll(async () => (await firings(schedules)).reduce((sum, { fired }) => sum + fired, 0), { timeout: 30_000 })
        .toBeGreaterThan(before.reduce((sum, { fired }) => sum + fired, 0) + schedules.length);
      await disable(schedules);
      await expect.poll(() => openRuns(database.db), { timeout: 60_000, interval: 250 }).toBe(0);
      for (const uid of asked) {
        const run = await findRun(database.db, uid);
        if (run?.state !== 'done') expect(run, uid).toMatchObject({ state: 'failed', type: 'ONCE', message: CRASHED });
      }
      const { rows } = await sql`
      select run from execution where type = 'ONCE' group by run having count(*) > 1
    `.execute(database.db);
      expect(rows).toEqual([]);
      expect(workers.every((worker) => worker.running())).toBe(true);
    },
    180_000,
  );
});

describe('a server whose clock is wrong', () => {
  const DAY_MS = 86_400_000;

  it.each([DAY_MS, -DAY_MS])(
    'by %d ms starts jobs by the clock of the database, and is not taken for dead',
    async (shift) => {
      const wrong = startWorker(databaseUrl(), 'wrong', shift);
      await wrong.ready;
      await Promise.all(workers.splice(0).map((worker) => worker.stop()));
      workers.push(wrong);
      const [everySecond = '', tomorrow = ''] = [
        ...(await storeSchedules(database.db, 1, 'ONCE')),
        ...(await storeSchedules(database.db, 1, 'ONCE', '0 0 3 ? * *')),
      ];
      await sql`update orderly.job_schedule set due_at = now() + interval '3 hours' where job_uid = ${tomorrow}`.execute(
        database.db,
      );
      await expect
        .poll(async () => (await firings([everySecond]))[0]?.fired ?? 0, { timeout: 15_000 })
        .toBeGreaterThan(2);
      await disable([everySecond]);
      expect(await firings([tomorrow])).toEqual([]);
      const { rows } = await sql<{ off: number }>`
      select max(abs(extract(epoch from run.started_at - run.due_at)))::float8 as off from orderly.job_run as run
      where run.configuration = ${everySecond} and run.state = 'done'
    `.execute(database.db);
      expect(rows[0]?.off).toBeLessThan(60);
      const { rows: lost } = await sql`
      select from orderly.job_run as run join orderly.node on node.node_id = run.node_id where node.name = 'wrong' and run.interrupted
    `.execute(database.db);
      expect(lost).toEqual([]);
    },
    60_000,
  );
});
