import { sql } from 'kysely';
import { type Db, transaction } from '../database/index.js';
import { generateUid } from '../kernel/uid.js';
import { writeEndings } from './endings.js';
import type { NotificationLevel, Run, RunEvent } from './run.js';
import { RUN_COLUMNS, RUNS_CHANNEL } from './run-columns.js';

export interface NewRun {
  readonly type: string;
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly exclusive: readonly string[];
  readonly trigger: string;
  readonly requestedBy: string | undefined;
  readonly configuration: string | undefined;
  /** Since when it waits, which is its place in the queue; now unless given. */
  readonly dueAt?: Date;
}

/**
 * Writes runs and their first messages into the log, in the caller's transaction; nodes hear of them when that commits. The message is there so that a client that
 * polls at once never meets an empty list (contract: system.md §6.3).
 *
 * @returns the runs in the order in which they were given
 */
export async function insertRuns(db: Db, runs: readonly NewRun[]): Promise<readonly Run[]> {
  if (runs.length === 0) return [];
  const given = runs.map((run) => ({ ...run, uid: generateUid(), event: generateUid() }));
  const { rows } = await sql<Run>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (
        uid text, event text, type text, name text, configuration text, trigger text, parameters jsonb, "requestedBy" text, exclusive text[],
        "dueAt" timestamptz
      )
    ),
    run as (
      insert into orderly.job_run as run (uid, type, name, configuration, trigger, parameters, requested_by, exclusive, due_at)
      select
        given.uid, given.type, given.name, given.configuration, given.trigger, given.parameters, given."requestedBy", given.exclusive,
        coalesce(given."dueAt", now())
      from given
      returning run.*
    ),
    event as (
      insert into orderly.job_event (run_id, uid, level, message)
      select run.run_id, given.event, 'INFO', 'Queued' from run join given on given.uid = run.uid
    ),
    heard as (select pg_notify(${RUNS_CHANNEL}, 'queued'))
    select ${RUN_COLUMNS} from run cross join heard
  `.execute(db);
  const written = new Map(rows.map((run) => [run.uid, run]));
  return given.map(({ uid }) => {
    const run = written.get(uid);
    if (!run) throw new Error('The run was not written.');
    return run;
  });
}

/** Writes one run. */
export async function insertRun(db: Db, run: NewRun): Promise<Run> {
  const [inserted] = await insertRuns(db, [run]);
  if (!inserted) throw new Error('The run was not written.');
  return inserted;
}

/** Times of a job that were left out. */
export interface LeftOut {
  readonly type: string;
  readonly name: string;
  readonly configuration: string;
  /** `schedule`: times of its schedule; `queue`: its turn in a queue. */
  readonly trigger: 'schedule' | 'queue';
  /** The first of them. */
  readonly dueAt: Date;
  /** Which, and why. */
  readonly message: string;
}

/** Leaves a trace of what was not run, for the history of the job; it shows in no list of tasks (contract: scheduling.md §14 no. 9, 21). */
export async function recordLeftOut(db: Db, leftOut: readonly LeftOut[]): Promise<void> {
  if (leftOut.length === 0) return;
  const given = leftOut.map((one) => ({ ...one, uid: generateUid() }));
  await sql`
    insert into orderly.job_run (
      uid, type, name, configuration, trigger, exclusive, state, due_at, finished_at, message, hidden_at
    )
    select
      given.uid, given.type, given.name, given.configuration, given.trigger, '{}', 'skipped', given."dueAt", clock_timestamp(), given.message,
      clock_timestamp()
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (
      uid text, type text, name text, configuration text, trigger text, "dueAt" timestamptz, message text
    )
  `.execute(db);
}

export interface NewEvent {
  readonly level: NotificationLevel;
  readonly message: string;
}

/** Appends a message; returns its number. */
export async function insertEvent(db: Db, runId: number, event: NewEvent): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into orderly.job_event (run_id, uid, level, message)
    values (${runId}, ${generateUid()}, ${event.level}, ${event.message})
    returning event_id as id
  `.execute(db);
  return rows[0]?.id ?? 0;
}

/** Gives an earlier message a new text: a work item takes the place of the one before it. */
export async function replaceEvent(db: Db, eventId: number, message: string): Promise<void> {
  await sql`
    update orderly.job_event set message = ${message}, at = clock_timestamp() where event_id = ${eventId}
  `.execute(db);
}

/**
 * Asks for a run to be cancelled. One that waits is cancelled here and now; one that runs is told to its node.
 *
 * @returns false when there was nothing to cancel
 */
export async function cancelRun(db: Db, uid: string): Promise<boolean> {
  return await transaction(db, async (handle) => {
    const { rows } = await sql<{ runId: number; attempt: number; state: string }>`
      update orderly.job_run as run set cancel_requested_at = clock_timestamp()
      where run.uid = ${uid} and run.state in ('queued', 'running')
      returning run.run_id as "runId", run.attempt, run.state
    `.execute(handle);
    const [run] = rows;
    if (!run) return false;
    if (run.state === 'queued') {
      const ending = { state: 'cancelled', message: 'Cancelled before it started' } as const;
      await writeEndings(handle, [{ runId: run.runId, nodeId: null, attempt: run.attempt, from: 'queued', ending }]);
    }
    await sql`select pg_notify(${RUNS_CHANNEL}, ${`cancel:${uid}`})`.execute(handle);
    return true;
  });
}

const REVERT_AFTER_SECONDS = 60;

/** Fails the run of a job whose node has been silent for a minute (contract: scheduling.md §3.5); nodes do so by themselves as soon as they know that it is dead. */
export async function revertRun(db: Db, job: string): Promise<'reverted' | 'alive' | 'idle'> {
  const { rows } = await sql<{ runId: number; nodeId: number; attempt: number; silent: boolean }>`
    select
      run.run_id as "runId", run.node_id as "nodeId", run.attempt,
      node.alive_at < clock_timestamp() - make_interval(secs => ${REVERT_AFTER_SECONDS}) as silent
    from orderly.job_run as run
    join orderly.node on node.node_id = run.node_id
    where run.job_uid = ${job} and run.state = 'running'
  `.execute(db);
  const [run] = rows;
  if (!run) return 'idle';
  if (!run.silent) return 'alive';
  const message = 'Given up by an administrator: its server was not heard of for a minute.';
  const ended = await writeEndings(db, [
    { ...run, from: 'running', ending: { state: 'failed', message, interrupted: true } },
  ]);
  return ended.size > 0 ? 'reverted' : 'alive';
}

/** Uids of this node's runs whose cancelling was asked for. */
export async function cancelledRuns(db: Db, nodeId: number): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    select run.uid from orderly.job_run as run
    where run.node_id = ${nodeId} and run.state = 'running' and run.cancel_requested_at is not null
  `.execute(db);
  return rows.map(({ uid }) => uid);
}

/** A run by uid. */
export async function findRun(db: Db, uid: string): Promise<Run | undefined> {
  const { rows } = await sql<Run>`
    select ${RUN_COLUMNS} from orderly.job_run as run where run.uid = ${uid}
  `.execute(db);
  return rows[0];
}

/** The messages of a run, newest first, as long as nobody removed them from the list. */
export async function runEvents(db: Db, uid: string): Promise<readonly RunEvent[]> {
  const { rows } = await sql<RunEvent>`
    select event.uid, event.at, event.level, event.message, event.completed
    from orderly.job_event as event
    join orderly.job_run as run on run.run_id = event.run_id
    where run.uid = ${uid} and run.hidden_at is null
    order by event.event_id desc
  `.execute(db);
  return rows;
}

/** Uids of runs that are running now, on any node. */
export async function runningRuns(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    select run.uid from orderly.job_run as run where run.state = 'running'
  `.execute(db);
  return rows.map(({ uid }) => uid);
}
