import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { asJob, done, gate, job, testEngine, until } from '../../test/support/engine.js';
import { advisoryLockKey } from '../database/index.js';
import { writeEndings } from './endings.js';
import { findRun } from './index.js';
import { connectedNodes, NODE_LOCK_CLASS } from './nodes.js';

/** Weaknesses of the peer's engine that are not to be ours, by their numbers in the contract (scheduling.md §14). */
const { test, node, stateOf, ended, store, abandon } = testEngine();

describe('runs and crashes', () => {
  it('no. 1: a statement of any length is no death, and who was taken for dead cannot finish anything', async () => {
    const silent = job('SILENT', async ({ db }) => {
      // Longer than a dead node's run is left alone, and without a word in between.
      await sql`select pg_sleep(5)`.execute(db);
      return { message: 'Slept' };
    });
    const [first, second] = [node({ types: [silent] }), node({ types: [silent] })];
    await Promise.all([first.start(), second.start()]);
    const { uid } = await first.queue(test.db, { type: 'SILENT' });
    expect(await ended(uid)).toMatchObject({ state: 'done', attempt: 1 });
    const { rows } = await sql<{ runId: number; nodeId: number }>`
      update orderly.job_run set state = 'running', attempt = 2 where uid = ${uid} returning run_id as "runId", node_id as "nodeId"
    `.execute(test.db);
    const [run] = rows;
    if (!run) throw new Error('The run is gone.');
    const ending = { state: 'failed', message: 'Too late' } as const;
    expect((await writeEndings(test.db, [{ ...run, attempt: 1, from: 'running', ending }])).size).toBe(0);
    expect(await stateOf(uid)).toBe('running');
  });

  it('no. 2: a server that holds its lock and says nothing loses its runs after the lease', async () => {
    const jobs = node({ types: [job('HUNG', done)] });
    const { uid } = await jobs.queue(test.db, { type: 'HUNG' });
    const hanging = new pg.Client(test.connection);
    hanging.on('error', () => undefined);
    await hanging.connect();
    await hanging.query('select pg_advisory_lock($1::int, $2::int)', [
      NODE_LOCK_CLASS,
      await abandon(uid, '50 seconds'),
    ]);
    await jobs.start();
    expect(await ended(uid)).toMatchObject({ state: 'failed' });
    await expect(hanging.query('select 1')).rejects.toThrow();
    await hanging.end().catch(() => undefined);
  });

  it('no. 3: what a crash interrupted is told apart, and runs once more where that does no harm, but not a third time', async () => {
    const jobs = node({ types: [job('HARMLESS', done, { takeOver: 'restart' }), job('HARMFUL', done)] });
    const [again, deadly, never] = [
      await jobs.queue(test.db, { type: 'HARMLESS' }),
      await jobs.queue(test.db, { type: 'HARMLESS' }),
      await jobs.queue(test.db, { type: 'HARMFUL' }),
    ];
    for (const { uid } of [again, deadly, never]) await abandon(uid, '1 hour');
    await sql`update orderly.job_run set crashes = 1 where uid = ${deadly.uid}`.execute(test.db);
    await jobs.start();
    expect(await ended(again.uid)).toMatchObject({ state: 'done', attempt: 2 });
    expect((await ended(deadly.uid))?.message).toMatch(
      /^The server that ran this job \(gone\) stopped at .+ as once before/,
    );
    expect((await ended(never.uid))?.message).toMatch(/before it was done$/);
    const { rows } = await sql`select uid from orderly.job_run where interrupted order by run_id`.execute(test.db);
    expect(rows).toEqual([{ uid: deadly.uid }, { uid: never.uid }]);
  });

  it('no. 3: one outage of the database counts once, though it cuts connections one after the other', async () => {
    const { held, release } = gate();
    const jobs = node({
      types: [
        job(
          'CUT',
          async ({ db, run, signal }) => {
            if (run.attempt === 1) await sql`select pg_sleep(60)`.execute(db);
            await Promise.race([held, until(signal)]);
            return { message: 'Done after all' };
          },
          { takeOver: 'restart' },
        ),
      ],
    });
    await jobs.start();
    const { uid } = await jobs.queue(test.db, { type: 'CUT' });
    const sleeping = sql<{ pid: number }>`select pid from pg_stat_activity where query = 'select pg_sleep(60)'`;
    await expect.poll(async () => (await sleeping.execute(test.db)).rows.length).toBe(1);
    // The connection of the run goes first; that of its node, when whoever is too quick has begun it again.
    await sql`
      do $$
      begin
        perform pg_terminate_backend(pid) from pg_stat_activity where query = 'select pg_sleep(60)';
        perform pg_sleep(0.7);
        perform pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'orderly node %';
      end $$
    `.execute(test.db);
    release();
    expect(await ended(uid)).toMatchObject({ state: 'done', attempt: 2 });
    const { rows } = await sql`select crashes from orderly.job_run where uid = ${uid}`.execute(test.db);
    expect(rows).toEqual([{ crashes: 1 }]);
  });

  it('no. 3: a run whose claim was written, but cut off before the answer, begins all the same', async () => {
    const jobs = node({ types: [job('UNHEARD', done)] });
    await jobs.start();
    const other = new pg.Client(test.connection);
    await other.connect();
    const claims = advisoryLockKey('claim');
    await other.query('select pg_advisory_lock($1::bigint)', [claims]);
    const { uid } = await jobs.queue(test.db, { type: 'UNHEARD' });
    const waiting = sql<{ pid: number }>`
      select pid from pg_locks
      where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())
    `;
    await expect.poll(async () => (await waiting.execute(test.db)).rows.length).toBe(1);
    // As if it had gone further than its node hears.
    const [own] = await connectedNodes(test.db);
    await sql`
      update orderly.job_run set state = 'running', attempt = 1, node_id = ${own?.nodeId}, started_at = clock_timestamp() where uid = ${uid}
    `.execute(test.db);
    for (const { pid } of (await waiting.execute(test.db)).rows)
      await sql`select pg_terminate_backend(${pid})`.execute(test.db);
    await other.end();
    expect(await ended(uid)).toMatchObject({ state: 'done', attempt: 2 });
  });

  it.each([
    ['text', () => Promise.reject('a word')],
    ['nothing', () => Promise.reject(undefined)],
    [
      'an error at once',
      () => {
        throw new RangeError('Out of memory');
      },
    ],
  ])('no. 5: a run that throws %s has failed', async (_what, run) => {
    const jobs = node({ types: [job('THROWING', run)] });
    await jobs.start();
    expect(await ended((await jobs.queue(test.db, { type: 'THROWING' })).uid)).toMatchObject({ state: 'failed' });
  });

  it('no. 6: whoever hears that a run has failed finds its cause', async () => {
    const jobs = node({ types: [job('FAILING', () => Promise.reject(new Error('The bridge is closed.')))] });
    const causes: (string | null | undefined)[] = [];
    const stop = jobs.watch((uid) => {
      void findRun(test.db, uid).then((run) => run?.state === 'failed' && causes.push(run.message));
    });
    await jobs.start();
    await jobs.queue(test.db, { type: 'FAILING' });
    await expect.poll(() => causes).toEqual(['The bridge is closed.']);
    stop();
  });

  it('no. 8: a job that its user disabled while it ran stays disabled when its server dies', async () => {
    const jobs = node({ types: [job('DISABLED', done, { takeOver: 'restart' })] });
    const uid = await store('DISABLED');
    const run = await jobs.runNow(test.db, asJob(uid, 'DISABLED'));
    await abandon(run.uid, '1 hour');
    await sql`update jobconfiguration set enabled = false where uid = ${uid}`.execute(test.db);
    await jobs.start();
    await ended(run.uid);
    const { rows } = await sql`select enabled from jobconfiguration where uid = ${uid}`.execute(test.db);
    expect(rows).toEqual([{ enabled: false }]);
  });

  it('no. 15: the end of a run is tried again until it is written', async () => {
    const { held, release } = gate();
    const jobs = node({
      types: [
        job('UNWRITTEN', async () => {
          await held;
          return { message: 'Done after all' };
        }),
      ],
    });
    await jobs.start();
    const { uid } = await jobs.queue(test.db, { type: 'UNWRITTEN' });
    await expect.poll(() => stateOf(uid)).toBe('running');
    await sql`alter table orderly.job_event rename to job_event_away`.execute(test.db);
    release();
    await sleep(500);
    expect(await stateOf(uid)).toBe('running');
    await sql`alter table orderly.job_event_away rename to job_event`.execute(test.db);
    expect(await ended(uid)).toMatchObject({ state: 'done', message: 'Done after all', attempt: 1 });
  });

  it('no. 15: a result that cannot be stored fails its run, and no other', async () => {
    const jobs = node({
      types: [
        job('ODD', () => Promise.resolve({ message: 'Nul \0 and half \ud800', summary: { text: '\0', 'key\0': 1 } }), {
          exclusive: [],
        }),
        job('EVEN', () => Promise.resolve({ message: 'Nul \0 and half \ud800', summary: { text: 'a\0b' } }), {
          exclusive: [],
        }),
      ],
    });
    const odd = await jobs.queue(test.db, { type: 'ODD' });
    const even = await jobs.queue(test.db, { type: 'EVEN' });
    await jobs.start();
    expect(await ended(even.uid)).toMatchObject({
      state: 'done',
      message: 'Nul  and half \ufffd',
      summary: { text: 'ab' },
    });
    expect(await ended(odd.uid)).toMatchObject({
      state: 'failed',
      message: 'What the job gave as its result cannot be stored.',
    });
  });

  it('no. 16: runs of dead servers are taken over while no schedule can be read and every place is taken', async () => {
    const jobs = node({ types: [job('STUCK', ({ signal }) => until(signal)), job('DEAD', done)], concurrency: 1 });
    const { uid } = await jobs.queue(test.db, { type: 'DEAD' });
    await abandon(uid, '1 hour');
    const stuck = await jobs.queue(test.db, { type: 'STUCK' });
    await test.db.connection().execute(async (session) => {
      await sql`begin`.execute(session);
      await sql`lock table orderly.job_schedule, orderly.job_queue_round in access exclusive mode`.execute(session);
      // What stored jobs need at the start would wait as well.
      const started = jobs.start();
      expect(await ended(uid)).toMatchObject({ state: 'failed' });
      await expect.poll(() => stateOf(stuck.uid)).toBe('running');
      await sql`rollback`.execute(session);
      await started;
    });
  });
});
