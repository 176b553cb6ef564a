import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { asJob, done, gate, job, testEngine } from '../../test/support/engine.js';
import { runEvents } from './index.js';

/** Weaknesses of the peer's engine that are not to be ours, by their numbers in the contract (scheduling.md §14). */
const { test, node, stateOf, ended, store, runsOf } = testEngine();

describe('no. 9: a queue', () => {
  const rounds = async () =>
    (
      await sql<{ position: number; ended: boolean; reason: string | null }>`
        select position, ended_at is not null as ended, reason from orderly.job_queue_round
      `.execute(test.db)
    ).rows;

  it('waits for a member that is busy, passes over one that is disabled and says so, and survives the death of its server', async () => {
    const { held, release } = gate();
    const types = [
      job('FIRST', done),
      job('BUSY', async () => {
        await held;
        return { message: 'Done' };
      }),
    ];
    const [first, off, busy] = [
      await store('FIRST', { queue: ['Q', 0] }),
      await store('FIRST', { queue: ['Q', 1], cron: null, enabled: false }),
      await store('BUSY', { queue: ['Q', 2], cron: null }),
    ];
    const dying = node({ types });
    await dying.start();
    const other = await dying.queue(test.db, { type: 'BUSY' });
    await expect.poll(() => stateOf(other.uid)).toBe('running');
    await dying.runNow(test.db, asJob(first, 'FIRST', 'Q'));
    await expect.poll(async () => (await runsOf(busy)).length, { timeout: 10_000 }).toBe(1);
    expect(await runsOf(off)).toMatchObject([
      { state: 'skipped', trigger: 'queue', message: 'Passed over by its queue: the job is disabled.' },
    ]);
    expect((await runsOf(busy))[0]?.state).toBe('queued');
    // Its server goes; another one does the rest.
    const living = node({ types });
    await living.start();
    release();
    await expect.poll(rounds, { timeout: 20_000 }).toEqual([{ position: 2, ended: true, reason: null }]);
    expect((await runsOf(busy))[0]?.state).toBe('done');
  });

  it('goes on where it was when its server dies between two members', async () => {
    const types = [job('FIRST', done), job('SECOND', done)];
    const [first, second] = [
      await store('FIRST', { queue: ['Q', 0] }),
      await store('SECOND', { queue: ['Q', 1], cron: null }),
    ];
    // Nobody is there: the first member has ended, and its server has died.
    const run = await node({ types }).runNow(test.db, asJob(first, 'FIRST', 'Q'));
    await sql`update orderly.job_run set state = 'done', started_at = now(), finished_at = now() where uid = ${run.uid}`.execute(
      test.db,
    );
    await node({ types }).start();
    await expect.poll(async () => (await runsOf(second))[0]?.state, { timeout: 10_000 }).toBe('done');
  });

  it('says whose turn was lost by the failure of another', async () => {
    const types = [job('FAILING', () => Promise.reject(new Error('No more paper.'))), job('SECOND', done)];
    const [first, second] = [
      await store('FAILING', { queue: ['Q', 0] }),
      await store('SECOND', { queue: ['Q', 1], cron: null }),
    ];
    const jobs = node({ types });
    await jobs.start();
    await jobs.runNow(test.db, asJob(first, 'FAILING', 'Q'));
    await expect.poll(rounds, { timeout: 10_000 }).toMatchObject([{ ended: true }]);
    expect(await runsOf(second)).toMatchObject([
      { state: 'skipped', message: `Not started: ${first} failed: No more paper.` },
    ]);
  });
});

describe('time', () => {
  it('no. 20: a delay counts from the end', async () => {
    const jobs = node({
      types: [
        job('DELAYED', async () => {
          await sleep(1_200);
          return { message: 'Done' };
        }),
      ],
    });
    const uid = await store('DELAYED', { delay: 1, due: '0 seconds' });
    await jobs.start();
    await expect.poll(async () => (await runsOf(uid)).length, { timeout: 15_000 }).toBeGreaterThanOrEqual(2);
    const { rows } = await sql<{ gap: number }>`
      select extract(epoch from later.due_at - earlier.finished_at)::float8 as gap
      from orderly.job_run as earlier join orderly.job_run as later on later.run_id > earlier.run_id and later.configuration = earlier.configuration
      where earlier.configuration = ${uid} and earlier.state = 'done' order by later.run_id limit 1
    `.execute(test.db);
    expect(rows[0]?.gap).toBeCloseTo(1, 2);
  });

  it.each([
    ['once', ['skipped', 'done']],
    ['skip', ['skipped']],
  ] as const)(
    'no. 21: times that were missed leave a trace, and are made up for as the job says: %s',
    async (misfire, states) => {
      const jobs = node({ types: [job('MISSED', done)] });
      const uid = await store('MISSED', { cron: '0 0 * ? * *' });
      await sql`
      update orderly.job_schedule set misfire = ${misfire}, due_at = date_trunc('hour', now()) - interval '6 hours' where job_uid = ${uid}
    `.execute(test.db);
      // Just after the hour its last time would be on time.
      await sql`update jobconfiguration set cronexpression = '0 ' || (extract(minute from now() - interval '20 minutes')::int) || ' * ? * *' where uid = ${uid}`.execute(
        test.db,
      );
      await jobs.start();
      await expect
        .poll(
          async () =>
            (await runsOf(uid))
              .map(({ state }) => state)
              .toSorted()
              .toReversed(),
          { timeout: 10_000 },
        )
        .toEqual(states);
      const skipped = (await runsOf(uid)).find(({ state }) => state === 'skipped');
      expect(skipped?.message).toMatch(
        /^\d runs from \S+ to \S+ were left out: .+\. (One run|Nothing) makes up for them\.$/,
      );
      const { rows } =
        await sql`select due_at > now() as ahead from orderly.job_schedule where job_uid = ${uid}`.execute(test.db);
      expect(rows).toEqual([{ ahead: true }]);
      for (const { uid: run, state } of await runsOf(uid))
        if (state === 'skipped') expect(await runEvents(test.db, run)).toEqual([]);
    },
  );
});

describe('what others stored', () => {
  it('no. 7: a job that was switched on in the table runs again', async () => {
    const uid = await store('ADOPTED', { due: null });
    await sql`insert into orderly.job_schedule (job_uid, due_at) values (${uid}, null)`.execute(test.db);
    await node({ types: [job('ADOPTED', done)] }).start();
    const { rows } = await sql`select due_at > now() as ahead from orderly.job_schedule where job_uid = ${uid}`.execute(
      test.db,
    );
    expect(rows).toEqual([{ ahead: true }]);
  });

  it('no. 37: jobs of a database that calls all of them run-once jobs get their schedules back, and none starts', async () => {
    const uids = {
      cron: await store('ADOPTED', { scheduling: 'ONCE_ASAP', due: null }),
      delay: await store('ADOPTED', { scheduling: 'ONCE_ASAP', delay: 3_600, due: null }),
      queued: await store('ADOPTED', { scheduling: 'ONCE_ASAP', cron: null, queue: ['Q', 1], due: null }),
      once: await store('ADOPTED', { scheduling: 'ONCE_ASAP', cron: null, due: null }),
    };
    await sql`update jobconfiguration set lastfinished = localtimestamp where uid = ${uids.delay}`.execute(test.db);
    await sql`insert into orderly.job_schedule (job_uid) values ('deletedJob1')`.execute(test.db);
    await node({ types: [job('ADOPTED', done)] }).start();
    const types = async () =>
      (
        await sql<{ uid: string; type: string; ahead: boolean | null }>`
          select job.uid, job.schedulingtype as type, schedule.due_at > now() as ahead
          from jobconfiguration as job left join orderly.job_schedule as schedule on schedule.job_uid = job.uid order by job.uid
        `.execute(test.db)
      ).rows;
    await expect.poll(types, { timeout: 10_000 }).toEqual([
      { uid: uids.cron, type: 'CRON', ahead: true },
      { uid: uids.delay, type: 'FIXED_DELAY', ahead: true },
      { uid: uids.queued, type: 'CRON', ahead: null },
      { uid: uids.once, type: 'ONCE_ASAP', ahead: null },
    ]);
    const { rows } = await sql`select from orderly.job_run`.execute(test.db);
    expect(rows).toEqual([]);
    const { rows: left } = await sql`select from orderly.job_schedule where job_uid = 'deletedJob1'`.execute(test.db);
    expect(left).toEqual([]);
  });

  it('is left alone by a server that works beside a DHIS2', async () => {
    await store('ADOPTED', { scheduling: 'ONCE_ASAP', due: null });
    await node({ types: [job('ADOPTED', done)], storedJobs: false }).start();
    const { rows } = await sql`select schedulingtype as type from jobconfiguration`.execute(test.db);
    expect(rows).toEqual([{ type: 'ONCE_ASAP' }]);
    const { rows: schedules } = await sql`select from orderly.job_schedule`.execute(test.db);
    expect(schedules).toEqual([]);
  });
});

describe('a member of a queue', () => {
  it('no. 29: a later member of a queue that is started by hand runs once and keeps its type', async () => {
    const jobs = node({ types: [job('MEMBER', done)] });
    await store('MEMBER', { queue: ['Q', 0] });
    const second = await store('MEMBER', { queue: ['Q', 1], cron: null });
    await jobs.start();
    const run = await jobs.runNow(test.db, asJob(second, 'MEMBER'));
    await ended(run.uid);
    await sleep(2_500);
    expect(await runsOf(second)).toHaveLength(1);
    const { rows } =
      await sql`select schedulingtype as type, enabled from jobconfiguration where uid = ${second}`.execute(test.db);
    expect(rows).toEqual([{ type: 'CRON', enabled: true }]);
  });
});
