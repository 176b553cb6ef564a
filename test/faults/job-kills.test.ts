import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, urlOf } from '../support/database.js';
import { openRuns, prepareWorkers, queueWork, startWorker, storeSchedules, type Worker } from '../support/workers.js';

/** The long form, `npm run test:kills`, has a hundred. */
const KILLS = Number(process.env.ORDERLY_TEST_KILLS ?? 15);
const NODES = 3;
const SCHEDULES = 5;
/** A run of a dead server is to be taken over within this of the last kill: who takes over waits for three seconds first, and may be the next that is killed. */
const TAKE_OVER_SECONDS = 15;

const test = testDatabase();
const workers: Worker[] = [];
let started = 0;
let schedules: readonly string[] = [];
const asked: string[] = [];

function addWorker(): Worker {
  started += 1;
  const worker = startWorker(urlOf((test.connection as { database: string }).database), `node ${started}`);
  workers.push(worker);
  return worker;
}

/** What was asked for and what the workers did of it. */
interface Outcome {
  readonly uid: string;
  readonly type: string;
  readonly state: string;
  readonly interrupted: boolean;
  readonly attempt: number;
  readonly crashes: number;
  readonly message: string;
  readonly begun: number;
  readonly ended: number;
}

async function outcomes(): Promise<readonly Outcome[]> {
  const { rows } = await sql<Outcome>`
    select run.uid, run.type, run.state, run.interrupted, run.attempt, run.crashes, run.message,
      count(execution.id)::int as begun, count(execution.ended_at)::int as ended
    from orderly.job_run as run
    left join execution on execution.run = run.uid
    where run.state <> 'skipped'
    group by run.run_id
  `.execute(test.db);
  return rows;
}

/** A worker with a run under way that lasts: chance alone could let every kill hit an idle one. */
async function oneAtWork(): Promise<Worker> {
  const [uid = ''] = await queueWork(test.db, ['RESUMABLE'], 5);
  asked.push(uid);
  const nodeOf = async (): Promise<string | undefined> =>
    (await sql<{ node: string }>`select node from execution where run = ${uid}`.execute(test.db)).rows[0]?.node;
  await expect.poll(nodeOf, { timeout: 10_000 }).toBeDefined();
  const node = await nodeOf();
  const worker = workers.find(({ name }) => name === node);
  if (!worker) throw new Error(`No worker is called ${node}.`);
  return worker;
}

beforeAll(async () => {
  await prepareWorkers(test.db);
  schedules = await storeSchedules(test.db, SCHEDULES, 'RESUMABLE');
  await Promise.all(Array.from({ length: NODES }, () => addWorker().ready));
});

afterAll(async () => {
  await Promise.all(workers.filter((worker) => worker.running()).map((worker) => worker.stop()));
});

describe(`${KILLS} kills of servers under load`, () => {
  const killed: { readonly name: string; readonly at: Date }[] = [];
  let runs: readonly Outcome[] = [];

  it(
    'leave no run open and no job running',
    async () => {
      for (let kill = 0; kill < KILLS; kill += 1) {
        const alive = workers.filter((worker) => worker.running());
        const any = alive[Math.floor(Math.random() * alive.length)];
        if (!any) throw new Error('No worker is left.');
        // One that still starts would let the others do all the work before it dies.
        await any.ready;
        asked.push(...(await queueWork(test.db, ['RESUMABLE', 'ONCE', 'SERIAL', 'RESUMABLE', 'ONCE', 'ONCE'])));
        await sleep(Math.random() * 500);
        const victim = kill === 0 ? await oneAtWork() : any;
        const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(test.db);
        await victim.kill();
        killed.push({ name: victim.name, at: rows[0]?.at ?? new Date(0) });
        addWorker();
      }
      await sql`update jobconfiguration set enabled = false where uid = any (${[...schedules]}::text[])`.execute(
        test.db,
      );
      await expect.poll(() => openRuns(test.db), { timeout: 60_000, interval: 200 }).toBe(0);
      runs = await outcomes();
    },
    60_000 + KILLS * 5_000,
  );

  it('lose no run: each is done, or failed with the reason', () => {
    expect(runs.filter(({ uid }) => asked.includes(uid))).toHaveLength(asked.length);
    for (const run of runs) {
      if (run.state === 'done') {
        expect(run.interrupted, run.uid).toBe(false);
        // A server that dies between the work and its note leaves work that is done again.
        expect(run.ended, run.uid).toBeGreaterThanOrEqual(1);
        expect(run.ended, run.uid).toBeLessThanOrEqual(run.attempt);
      } else {
        expect(run, run.uid).toMatchObject({ state: 'failed', interrupted: true });
        expect(run.message).toMatch(/^The server that ran this job \(node \d+\) stopped at /);
      }
    }
  });

  it('run nothing twice that must not be', () => {
    const once = runs.filter(({ type }) => type === 'ONCE');
    expect(once.length).toBeGreaterThan(KILLS);
    for (const { attempt, begun, uid } of once) expect([attempt, begun <= 1], uid).toEqual([1, true]);
  });

  it('run the others once more, and not a third time', () => {
    for (const { type, attempt, begun, crashes, state, uid } of runs.filter((run) => run.type !== 'ONCE')) {
      expect(begun, `${type} ${uid}`).toBeLessThanOrEqual(attempt);
      expect(attempt - crashes, `${type} ${uid}`).toBe(state === 'done' ? 1 : 0);
      expect(crashes).toBeLessThanOrEqual(2);
    }
  });

  it('never let runs overlap that exclude each other', async () => {
    // One that was killed has no end; it was over before the next began, which the log says.
    const { rows } = await sql`
      select first.run, second.run
      from execution as first
      join execution as second on second.id > first.id and second.began_at < first.ended_at
      where first.type = 'SERIAL' and second.type = 'SERIAL'
    `.execute(test.db);
    expect(rows).toEqual([]);
  });

  it('let no schedule fire twice, and each go on', async () => {
    const { rows } = await sql<{ uid: string; fired: number; times: number }>`
      select run.configuration as uid, count(*)::int as fired, count(distinct run.due_at)::int as times
      from orderly.job_run as run
      where run.configuration is not null and run.trigger = 'schedule' and run.state <> 'skipped'
      group by 1
    `.execute(test.db);
    expect(rows).toHaveLength(SCHEDULES);
    for (const { fired, times } of rows) expect(fired).toBe(times);
  });

  it(`have runs of dead servers taken over within ${TAKE_OVER_SECONDS} seconds of being left alone`, async () => {
    const { rows } = await sql<{ message: string; at: Date }>`
      select event.message, event.at from orderly.job_event as event where event.message like 'The server that ran this job%'
    `.execute(test.db);
    expect(rows.length).toBeGreaterThan(0);
    for (const { message, at } of rows) {
      const name = /\((node \d+)\)/.exec(message)?.[1];
      expect(killed, message).toContainEqual(expect.objectContaining({ name }));
      const lastKill = Math.max(...killed.map((one) => one.at.getTime()).filter((time) => time < at.getTime()));
      expect((at.getTime() - lastKill) / 1_000, message).toBeLessThan(TAKE_OVER_SECONDS);
    }
  });
});
