import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { Type } from 'typebox';
import { afterEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/support/database.js';
import { createJobs, findRun, type Jobs, type JobType, runEvents } from './index.js';

const test = testDatabase();
const log = pino({ level: 'silent' });
const nodes: Jobs[] = [];

function node(...types: readonly JobType[]): Jobs {
  const jobs = createJobs({ database: test.database, log, concurrency: 4 });
  for (const type of types) jobs.register(type);
  nodes.push(jobs);
  return jobs;
}

afterEach(async () => {
  await Promise.all(nodes.map((jobs) => jobs.stop()));
  nodes.length = 0;
});

const job = (type: string, run: JobType['run'], extra: Partial<JobType> = {}): JobType => ({
  type,
  label: type,
  takeOver: 'fail',
  startMessage: `${type} begins`,
  run,
  ...extra,
});

async function ended(uid: string) {
  for (;;) {
    const run = await findRun(test.db, uid);
    if (run && !['queued', 'running'].includes(run.state)) return run;
    await sleep(10);
  }
}

describe('a run', () => {
  it('has its first message before anybody can ask, and its summary with its last', async () => {
    const jobs = node(
      job('GOOD', async ({ progress }) => {
        await progress.stage(
          'Counting',
          async (stage) => {
            for (let index = 0; index < 5; index += 1) await stage.item(`thing ${index}`, () => Promise.resolve(index));
          },
          5,
        );
        return { message: 'Done well', summary: { things: 5 } };
      }),
    );
    const { uid } = await jobs.queue(test.db, { type: 'GOOD' });
    expect((await runEvents(test.db, uid)).map(({ message }) => message)).toEqual(['Queued']);
    await jobs.start();
    const run = await ended(uid);
    expect(run).toMatchObject({ state: 'done', message: 'Done well', summary: { things: 5 }, attempt: 1 });
    const events = (await runEvents(test.db, uid)).toReversed();
    expect(events.map(({ message }) => message.replace(/\d\d:\d\d:\d\d\.\d{3}/, 'T'))).toEqual([
      'Queued',
      'GOOD begins',
      'Counting',
      '[5/5] Counting: thing 4',
      'Counting: done in T',
      'Done well',
    ]);
    expect(events.filter(({ completed }) => completed)).toHaveLength(1);
  });

  it('is not queued when the transaction of its request fails', async () => {
    const jobs = node(job('NEVER', () => Promise.resolve({ message: '' })));
    await jobs.start();
    await expect(
      test.db.transaction().execute(async (transaction) => {
        await jobs.queue(transaction, { type: 'NEVER' });
        throw new Error('The request failed.');
      }),
    ).rejects.toThrow('The request failed.');
    const { rows } = await sql`select from orderly.job_run where type = 'NEVER'`.execute(test.db);
    expect(rows).toEqual([]);
  });

  it('fails with what it threw', async () => {
    const jobs = node(job('BAD', () => Promise.reject(new Error('The bridge is closed.'))));
    await jobs.start();
    const { uid } = await jobs.queue(test.db, { type: 'BAD' });
    expect(await ended(uid)).toMatchObject({ state: 'failed', message: 'The bridge is closed.' });
    expect((await runEvents(test.db, uid))[0]).toMatchObject({ level: 'ERROR', completed: true });
  });

  it('is cancelled down to the statement that runs', async () => {
    const jobs = node(
      job('SLOW', async ({ db }) => {
        await sql`select pg_sleep(60)`.execute(db);
        return { message: 'slept' };
      }),
    );
    await jobs.start();
    const { uid } = await jobs.queue(test.db, { type: 'SLOW' });
    await expect.poll(async () => (await findRun(test.db, uid))?.state).toBe('running');
    await sleep(100);
    expect(await jobs.cancel(test.db, uid)).toBe(true);
    expect(await ended(uid)).toMatchObject({ state: 'cancelled' });
    // The statement would have slept for a minute, longer than this test may take.
    const { rows } =
      await sql`select from pg_stat_activity where query like '%pg_sleep(60)%' and pid <> pg_backend_pid() and state = 'active'`.execute(
        test.db,
      );
    expect(rows).toEqual([]);
    expect(await jobs.cancel(test.db, uid)).toBe(false);
  });

  it('is cancelled before it starts', async () => {
    const jobs = node(job('WAITING', () => Promise.resolve({ message: '' })));
    const { uid } = await jobs.queue(test.db, { type: 'WAITING' });
    expect(await jobs.cancel(test.db, uid)).toBe(true);
    expect(await findRun(test.db, uid)).toMatchObject({ state: 'cancelled' });
  });

  it('refuses parameters that its type does not have', async () => {
    const jobs = node(
      job('PICKY', () => Promise.resolve({ message: '' }), {
        parameters: Type.Object({ count: Type.Integer({ default: 3 }) }),
      }),
    );
    await expect(jobs.queue(test.db, { type: 'PICKY', parameters: { count: 'many' } })).rejects.toThrow(
      /^Job parameter count /,
    );
    expect((await jobs.queue(test.db, { type: 'PICKY' })).parameters).toEqual({ count: 3 });
  });
});

describe('several nodes', () => {
  it('do every run once, and never two at a time that exclude each other', async () => {
    let running = 0;
    let most = 0;
    const done: string[] = [];
    const work: JobType['run'] = async ({ run }) => {
      running += 1;
      most = Math.max(most, running);
      await sleep(5);
      running -= 1;
      done.push(run.uid);
      return { message: '' };
    };
    const types = ['ONE', 'TWO', 'THREE'].map((type) => job(type, work, { exclusive: ['shared'] }));
    const all = [node(...types), node(...types), node(...types)];
    const queued = await Promise.all(
      Array.from(
        { length: 30 },
        async (_, index) => (await all[index % 3]?.queue(test.db, { type: types[index % 3]?.type ?? '' }))?.uid ?? '',
      ),
    );
    await Promise.all(all.map((jobs) => jobs.start()));
    for (const uid of queued) expect((await ended(uid)).state).toBe('done');
    expect(done.toSorted()).toEqual(queued.toSorted());
    expect(most).toBe(1);
  });

  it.each(['restart', 'fail'] as const)('take over a run whose node died: %s', async (takeOver) => {
    const type = `LOST_${takeOver.toUpperCase()}`;
    const { rows } = await sql<{ id: number }>`
      insert into orderly.node (name, alive_at) values ('gone', now() - interval '1 hour') returning node_id as id
    `.execute(test.db);
    const jobs = node(job(type, () => Promise.resolve({ message: 'Done after all' }), { takeOver }));
    const { uid } = await jobs.queue(test.db, { type });
    await sql`
      update orderly.job_run set state = 'running', attempt = 1, started_at = now(), node_id = ${rows[0]?.id} where uid = ${uid}
    `.execute(test.db);
    await jobs.start();
    const run = await ended(uid);
    if (takeOver === 'restart') expect(run).toMatchObject({ state: 'done', attempt: 2 });
    else expect(run.message).toMatch(/^The server that ran this job \(gone\) stopped at .+ before it was done$/);
    expect(run.state).toBe(takeOver === 'restart' ? 'done' : 'failed');
  });

  it('give a run back when they stop, if it can start again', async () => {
    let begun = 0;
    const type = job(
      'PATIENT',
      async ({ signal }) => {
        begun += 1;
        if (begun === 1)
          await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        return { message: 'Done the second time' };
      },
      { takeOver: 'restart' },
    );
    const first = node(type);
    await first.start();
    const { uid } = await first.queue(test.db, { type: 'PATIENT' });
    await expect.poll(() => begun).toBe(1);
    await first.stop();
    nodes.length = 0;
    expect(await findRun(test.db, uid)).toMatchObject({ state: 'queued' });
    const second = node(type);
    await second.start();
    expect(await ended(uid)).toMatchObject({ state: 'done', message: 'Done the second time' });
  });
});
