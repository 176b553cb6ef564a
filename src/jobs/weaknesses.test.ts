import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { Type } from 'typebox';
import { afterEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/support/database.js';
import { openDatabase } from '../database/index.js';
import { writeEndings } from './endings.js';
import { createJobs, findRun, type Jobs, type JobsOptions, type JobType, runEvents } from './index.js';
import { NODE_LOCK_CLASS } from './nodes.js';
import { ProgressTree } from './progress-tree.js';

/** Weaknesses of the peer's engine that are not to be ours, by their numbers in the contract (scheduling.md §14). */
const test = testDatabase();
const nodes: Jobs[] = [];

interface NodeOptions extends Partial<JobsOptions> {
  readonly types: readonly JobType[];
}

function node({ types, ...options }: NodeOptions): Jobs {
  const jobs = createJobs({ database: test.database, log: pino({ level: 'silent' }), ...options });
  for (const type of types) jobs.register(type);
  nodes.push(jobs);
  return jobs;
}

afterEach(async () => {
  await Promise.all(nodes.splice(0).map((jobs) => jobs.stop()));
  await sql`truncate jobconfiguration, orderly.job_schedule, orderly.job_run, orderly.job_queue_round cascade`.execute(
    test.db,
  );
});

const job = (type: string, run: JobType['run'], extra: Partial<JobType> = {}): JobType => ({
  type,
  label: type,
  takeOver: 'fail',
  startMessage: `${type} begins`,
  run,
  ...extra,
});
const done = () => Promise.resolve({ message: 'Done' });
const until = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

const stateOf = async (uid: string) => (await findRun(test.db, uid))?.state;
async function ended(uid: string) {
  await expect.poll(() => stateOf(uid), { timeout: 20_000 }).not.toMatch(/^(queued|running)$/);
  return await findRun(test.db, uid);
}

interface StoredRow {
  readonly cron?: string | null;
  readonly delay?: number;
  readonly due?: string | null;
  readonly enabled?: boolean;
  readonly queue?: readonly [name: string, position: number];
  readonly scheduling?: string;
}

let stored = 0;
/** A job in DHIS2's table, due as it says or, with `due: null`, without a place in the schedule. */
async function store(type: string, row: StoredRow = {}): Promise<string> {
  stored += 1;
  const uid = `storedJob${String(stored).padStart(2, '0')}`;
  const { cron = row.delay === undefined ? '0 0 3 ? * *' : null, delay = null, enabled = true, queue } = row;
  const scheduling = row.scheduling ?? (cron === null && delay !== null ? 'FIXED_DELAY' : 'CRON');
  await sql`
    insert into jobconfiguration (
      jobconfigurationid, uid, created, lastupdated, name, jobtype, jobstatus, lastexecutedstatus, enabled, schedulingtype, cronexpression, delay,
      queuename, queueposition
    )
    values (
      nextval('hibernate_sequence'), ${uid}, localtimestamp, localtimestamp, ${uid}, ${type}, 'SCHEDULED', 'NOT_STARTED', ${enabled}, ${scheduling},
      ${cron}, ${delay}, ${queue?.[0] ?? null}, ${queue?.[1] ?? null}
    )
  `.execute(test.db);
  if (row.due !== null) {
    await sql`
      insert into orderly.job_schedule (job_uid, due_at) values (${uid}, now() + ${row.due ?? '1 day'}::interval)
    `.execute(test.db);
  }
  return uid;
}

const asJob = (uid: string, type: string, queue: string | null = null) => ({
  uid,
  type,
  name: uid,
  parameters: {},
  executedBy: null,
  queue,
});

async function runsOf(uid: string) {
  const { rows } = await sql<{ uid: string; state: string; trigger: string; message: string | null; due: Date }>`
    select run.uid, run.state, run.trigger, run.message, run.due_at as due from orderly.job_run as run where run.configuration = ${uid} order by run.run_id
  `.execute(test.db);
  return rows;
}

/** A run that a node claimed that is dead, or that hangs. */
async function abandon(uid: string, aliveAgo: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into orderly.node (name, alive_at) values ('gone', now() - ${aliveAgo}::interval) returning node_id as id
  `.execute(test.db);
  const id = rows[0]?.id ?? 0;
  await sql`
    update orderly.job_run set state = 'running', attempt = 1, started_at = now(), node_id = ${id} where uid = ${uid}
  `.execute(test.db);
  return id;
}

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

  describe('no. 9: a queue', () => {
    const rounds = async () =>
      (
        await sql<{ position: number; ended: boolean; reason: string | null }>`
          select position, ended_at is not null as ended, reason from orderly.job_queue_round
        `.execute(test.db)
      ).rows;

    it('waits for a member that is busy, passes over one that is disabled and says so, and survives the death of its server', async () => {
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
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

  it('no. 15: the end of a run is tried again until it is written', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
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

describe('the interface', () => {
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
