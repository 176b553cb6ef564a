import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, expect } from 'vitest';
import { createJobs, findRun, type Jobs, type JobsOptions, type JobType } from '../../src/jobs/index.js';
import type { ScheduledJob } from '../../src/jobs/scheduled-job.js';
import { type TestDatabase, testDatabase } from './database.js';
import { layout } from './dhis2/layout.js';

interface NodeOptions extends Partial<JobsOptions> {
  readonly types: readonly JobType[];
}

/** What a stored job is, and when it is due: `null` gives it no place in the schedule. */
interface StoredRow {
  readonly cron?: string | null;
  readonly delay?: number;
  readonly due?: string | null;
  readonly enabled?: boolean;
  readonly queue?: readonly [name: string, position: number];
  readonly scheduling?: string;
}

export interface StoredRun {
  readonly uid: string;
  readonly state: string;
  readonly trigger: string;
  readonly message: string | null;
  readonly due: Date;
}

/** A type of job for a test. */
export const job = (type: string, run: JobType['run'], extra: Partial<JobType> = {}): JobType => ({
  type,
  label: type,
  takeOver: 'fail',
  startMessage: `${type} begins`,
  run,
  ...extra,
});

/** Work that is over at once. */
export const done = () => Promise.resolve({ message: 'Done' });

/** Work that goes on until it is told to end. */
export const until = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

/** A stored job as the scheduler has it. */
export const asJob = (uid: string, type: string, queue: string | null = null): ScheduledJob => ({
  uid,
  type,
  name: uid,
  parameters: {},
  executedBy: null,
  queue,
});

/** Work that waits until it is released. */
export function gate(): { readonly held: Promise<void>; readonly release: () => void } {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { held, release: () => release() };
}

/** Nodes in this process, on a database of the file that is emptied of jobs after each test. */
export function testEngine() {
  const test: TestDatabase = testDatabase();
  const nodes: Jobs[] = [];
  let stored = 0;

  afterEach(async () => {
    await Promise.all(nodes.splice(0).map((jobs) => jobs.stop()));
    await sql`
      truncate ${sql.table(layout === undefined ? 'jobconfiguration' : 'orderly.job')}, orderly.job_schedule, orderly.job_run, orderly.job_queue_round cascade
    `.execute(test.db);
  });

  const node = ({ types, ...options }: NodeOptions): Jobs => {
    const jobs = createJobs({ database: test.database, log: pino({ level: 'silent' }), ...options });
    for (const type of types) jobs.register(type);
    nodes.push(jobs);
    return jobs;
  };

  const stateOf = async (uid: string) => (await findRun(test.db, uid))?.state;

  const ended = async (uid: string) => {
    await expect.poll(() => stateOf(uid), { timeout: 20_000 }).not.toMatch(/^(queued|running)$/);
    return await findRun(test.db, uid);
  };

  /** A job in DHIS2's table; gives its uid. */
  const store = async (type: string, row: StoredRow = {}): Promise<string> => {
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
  };

  const runsOf = async (uid: string): Promise<readonly StoredRun[]> =>
    (
      await sql<StoredRun>`
        select run.uid, run.state, run.trigger, run.message, run.due_at as due
        from orderly.job_run as run where run.configuration = ${uid} order by run.run_id
      `.execute(test.db)
    ).rows;

  /** Makes a queued run one of a node that was last heard of so long ago; gives the node's id. */
  const abandon = async (uid: string, aliveAgo: string): Promise<number> => {
    const { rows } = await sql<{ id: number }>`
      insert into orderly.node (name, alive_at) values ('gone', now() - ${aliveAgo}::interval) returning node_id as id
    `.execute(test.db);
    const id = rows[0]?.id ?? 0;
    await sql`
      update orderly.job_run set state = 'running', attempt = 1, started_at = now(), node_id = ${id} where uid = ${uid}
    `.execute(test.db);
    return id;
  };

  return { test, node, stateOf, ended, store, runsOf, abandon };
}
