import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { asJob, done, job, testEngine, until } from '../../test/support/engine.js';
import { openDatabase } from '../database/index.js';
import type { JobType } from './index.js';
import { ProgressTree } from './progress-tree.js';

/** Weaknesses of the peer's engine that are not to be ours, by their numbers in the contract (scheduling.md §14). */
const { test, node, ended, store, runsOf } = testEngine();

describe('runs that wait and run', () => {
  it('no. 10: the job that has waited longest is next, however old and frequent others are', async () => {
    const order: string[] = [];
    const type = job(
      'ORDERED',
      ({ parameters }) => {
        order.push((parameters as { readonly name: string }).name);
        return done();
      },
      { parameters: Type.Object({ name: Type.String() }) },
    );
    const jobs = node({ types: [type], concurrency: 1 });
    for (const name of ['third', 'first', 'second']) {
      const { uid } = await jobs.queue(test.db, { type: 'ORDERED', parameters: { name } });
      const waits = { first: '3 hours', second: '2 hours', third: '1 hour' }[name];
      await sql`update orderly.job_run set due_at = now() - ${waits}::interval where uid = ${uid}`.execute(test.db);
    }
    await jobs.start();
    await expect.poll(() => order).toEqual(['first', 'second', 'third']);
  });

  it('no. 11: servers are told of a run when its transaction commits, and not of one that is taken back', async () => {
    const jobs = node({ types: [job('HEARD', done)] });
    const ear = new pg.Client(test.connection);
    await ear.connect();
    const heard: (string | undefined)[] = [];
    ear.on('notification', ({ payload }) => heard.push(payload));
    await ear.query('listen orderly_runs');
    await test.db
      .transaction()
      .execute(async (handle) => {
        await jobs.queue(handle, { type: 'HEARD' });
        throw new Error('taken back');
      })
      .catch(() => undefined);
    await ear.query('select 1');
    expect(heard).toEqual([]);
    await jobs.queue(test.db, { type: 'HEARD' });
    await expect.poll(() => heard).toEqual(['queued']);
    await ear.end();
  });

  it('no. 12: any server starts what is due, also when the one that is called the leader has gone', async () => {
    const types = [job('ANYWHERE', done)];
    const [leader, other] = [node({ types }), node({ types })];
    await leader.start();
    await other.start();
    await leader.stop();
    const uid = await store('ANYWHERE', { due: '-1 second' });
    await expect.poll(async () => (await runsOf(uid))[0]?.state, { timeout: 10_000 }).toBe('done');
  });

  describe('no. 13: what runs hold', () => {
    it('is held by one at a time on all servers, whatever the types', async () => {
      const spans: { readonly from: number; readonly to: number }[] = [];
      const work: JobType['run'] = async () => {
        const from = performance.now();
        await sleep(15);
        spans.push({ from, to: performance.now() });
        return { message: 'Done' };
      };
      const types = [
        job('RESOURCE', work, { exclusive: ['tables'] }),
        job('ANALYTICS', work, { exclusive: ['tables', 'other'] }),
      ];
      const all = [node({ types }), node({ types }), node({ types })];
      await Promise.all(all.map((jobs) => jobs.start()));
      const runs = await Promise.all(
        Array.from({ length: 24 }, (_, index) =>
          all[index % 3]?.queue(test.db, { type: index % 2 ? 'RESOURCE' : 'ANALYTICS' }),
        ),
      );
      for (const run of runs) expect((await ended(run?.uid ?? ''))?.state).toBe('done');
      const ordered = spans.toSorted((a, b) => a.from - b.from);
      for (const [index, span] of ordered.slice(1).entries())
        expect(span.from).toBeGreaterThanOrEqual(ordered[index]?.to ?? 0);
    });

    it('is nothing where the type says so: its runs overlap, but never two of one job', async () => {
      const running = new Set<string>();
      const jobs = node({
        types: [
          job(
            'FREE',
            async ({ run, signal }) => {
              running.add(run.uid);
              return await until(signal);
            },
            { exclusive: [] },
          ),
        ],
      });
      await jobs.start();
      const uid = await store('FREE');
      const [first, second] = [
        await jobs.runNow(test.db, asJob(uid, 'FREE')),
        await jobs.runNow(test.db, asJob(uid, 'FREE')),
      ];
      const others = [await jobs.queue(test.db, { type: 'FREE' }), await jobs.queue(test.db, { type: 'FREE' })];
      await expect.poll(() => running.size).toBe(3);
      expect([running.has(first.uid), running.has(second.uid)]).toEqual([true, false]);
      expect(others.every((run) => running.has(run.uid))).toBe(true);
    });
  });

  it('no. 14: a cancel reaches the statement even when no connection is free', async () => {
    const jobs = node({
      types: [
        job('GREEDY', async ({ db }) => {
          await Promise.all(Array.from({ length: 12 }, () => sql`select pg_sleep(60)`.execute(db)));
          return { message: 'Slept' };
        }),
      ],
    });
    await jobs.start();
    const { uid } = await jobs.queue(test.db, { type: 'GREEDY' });
    const other = openDatabase({ connection: test.connection, poolSize: 2 });
    const sleeping = async () =>
      (
        await sql`select from pg_stat_activity where query like 'select pg_sleep(60)%' and state = 'active'`.execute(
          other.db,
        )
      ).rows.length;
    // One of the pool's twelve is left for the end of this.
    await expect.poll(sleeping).toBeGreaterThanOrEqual(11);
    await jobs.cancel(other.db, uid);
    await expect.poll(sleeping, { timeout: 2_000 }).toBe(0);
    expect(await ended(uid)).toMatchObject({ state: 'cancelled' });
    await other.close();
  });

  it('no. 17: a job that runs once and is cancelled before it starts is finished', async () => {
    const jobs = node({ types: [job('ONCE', done)] });
    const uid = await store('ONCE', { cron: null, scheduling: 'ONCE_ASAP', due: null });
    const run = await jobs.runNow(test.db, asJob(uid, 'ONCE'));
    expect(await jobs.cancel(test.db, run.uid)).toBe(true);
    const { rows } = await sql`
      select enabled, jobstatus, lastexecutedstatus, lastfinished is not null as finished from jobconfiguration where uid = ${uid}
    `.execute(test.db);
    expect(rows).toEqual([{ enabled: false, jobstatus: 'DISABLED', lastexecutedstatus: 'STOPPED', finished: true }]);
  });

  it('no. 18: what a run says of itself stays small, whatever it does', () => {
    const tree = new ProgressTree();
    for (let stage = 0; stage < 200; stage += 1) {
      const step = tree.beginStage(`Stage ${stage} ${'x'.repeat(5_000)}`, 1_000, 'SKIP_ITEM');
      for (let item = 0; item < 500; item += 1)
        tree.endItem(tree.beginItem(step, `Item ${item} ${'y'.repeat(500)}`), 'SUCCESS');
      tree.endStage(step, 'SUCCESS');
    }
    expect(JSON.stringify(tree.document).length).toBeLessThanOrEqual(1_048_576);
  });
});
