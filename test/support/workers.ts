import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import { insertRuns } from '../../src/jobs/run-log.js';

const PROGRAM = fileURLToPath(new URL('worker.mjs', import.meta.url));
const TABLE_PROGRAM = fileURLToPath(new URL('table-worker.mjs', import.meta.url));
const SHIFT = new URL('shifted-clock.mjs', import.meta.url).href;

/** Kinds of work of the workers: run again after a crash, never run again, and run again with one at a time. */
export type WorkerType = 'RESUMABLE' | 'ONCE' | 'SERIAL';
const EXCLUSIVE: Readonly<Record<WorkerType, readonly string[]>> = { RESUMABLE: [], ONCE: [], SERIAL: ['serial'] };

/** A node of a cluster in a process of its own. */
export interface Worker {
  readonly name: string;
  /** Ends with what it printed when it does not start. */
  readonly ready: Promise<void>;
  readonly output: () => string;
  readonly running: () => boolean;
  /** As a crash does. */
  kill(): Promise<void>;
  /** As an operator does. */
  stop(): Promise<void>;
}

export function startWorker(url: string, name: string, clockShiftMs = 0): Worker {
  const shifted = clockShiftMs === 0 ? [] : ['--import', SHIFT];
  return launch(url, name, [...shifted, PROGRAM], { ORDERLY_TEST_CLOCK_SHIFT: String(clockShiftMs) });
}

/** One that builds tables and does nothing else. It loads its program and waits for `begin` before it joins. */
export function startTableWorker(url: string, name: string): Worker & { begin(): Promise<void> } {
  const worker = launch(url, name, [TABLE_PROGRAM]);
  const begin = async (): Promise<void> => {
    worker.child.stdin?.write('go\n');
    await worker.ready;
  };
  return { ...worker, begin };
}

function launch(
  url: string,
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Worker & { readonly child: ChildProcess } {
  const child = spawn(process.execPath, [...args], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ORDERLY_TEST_DATABASE: url,
      ORDERLY_TEST_NODE: name,
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // One that is killed before it reads is no concern of the test.
  child.stdin.on('error', () => undefined);
  let output = '';
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ready = new Promise<void>((resolve, reject) => {
    const collect = (text: string): void => {
      output += text;
      if (/^ready$/m.test(output)) resolve();
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    void ended.then(() => reject(new Error(`Worker ${name} ended:\n${output}`)));
  });
  ready.catch(() => undefined);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return {
    name,
    child,
    ready,
    output: () => output,
    running: () => child.exitCode === null && child.signalCode === null,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

/** Where workers write down what they do. */
export async function prepareWorkers(db: Db): Promise<void> {
  await sql`
    create table execution (
      id bigint generated always as identity primary key, run text not null, type text not null, attempt int not null, node text not null,
      began_at timestamptz not null default clock_timestamp(), ended_at timestamptz
    )
  `.execute(db);
}

/** Queues work for them; gives the uids of the runs. */
export async function queueWork(db: Db, types: readonly WorkerType[], seconds?: number): Promise<readonly string[]> {
  const runs = types.map((type) => ({
    type,
    name: type,
    parameters: seconds === undefined ? {} : { seconds },
    exclusive: EXCLUSIVE[type],
    trigger: 'request',
    requestedBy: undefined,
    configuration: undefined,
  }));
  return (await insertRuns(db, runs)).map(({ uid }) => uid);
}

/** Stores jobs of a type that are due every second; gives their uids. */
export async function storeSchedules(
  db: Db,
  count: number,
  type: WorkerType,
  cron = '* * * * * *',
): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    insert into jobconfiguration (
      jobconfigurationid, uid, created, lastupdated, name, jobtype, jobstatus, lastexecutedstatus, enabled, schedulingtype, cronexpression, jsonbjobparameters
    )
    select
      nextval('hibernate_sequence'), 'job' || lpad(currval('hibernate_sequence')::text, 8, '0'), localtimestamp, localtimestamp,
      'Job ' || currval('hibernate_sequence'), ${type}, 'SCHEDULED', 'NOT_STARTED', true, 'CRON', ${cron}, '{"seconds": 0.05}'
    from generate_series(1, ${count}::int)
    returning uid
  `.execute(db);
  const uids = rows.map(({ uid }) => uid);
  await sql`
    insert into orderly.job_schedule (job_uid, due_at) select uid, clock_timestamp() from unnest(${uids}::text[]) as uid
  `.execute(db);
  return uids;
}

/** Runs that have not ended. */
export async function openRuns(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from orderly.job_run where state in ('queued', 'running')
  `.execute(db);
  return rows[0]?.count ?? 0;
}
