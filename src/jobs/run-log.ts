import { type RawBuilder, sql } from 'kysely';
import { type Db, lockInTransaction, transaction } from '../database/index.js';
import { generateUid } from '../kernel/uid.js';
import { isConnected } from './nodes.js';
import type { NotificationLevel, Run, RunEvent } from './run.js';

/** Channel on which nodes tell each other what happens to runs: `queued`, `cancel:<uid>`, `progress:<uid>`, `ended:<uid>`. */
export const RUNS_CHANNEL = 'orderly_runs';

const RUN_COLUMNS = sql`
  run.uid, run.type, run.name, run.trigger, run.parameters, run.requested_by as "requestedBy", run.state, run.attempt,
  run.queued_at as "queuedAt", run.started_at as "startedAt", run.finished_at as "finishedAt", run.message, run.summary
`;

/** What a node holds of a run that it has claimed; writes count only while node and attempt are still these. */
export interface Claim {
  readonly runId: number;
  readonly nodeId: number;
  readonly attempt: number;
  readonly run: Run;
}

export interface NewRun {
  readonly type: string;
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly exclusive: readonly string[];
  readonly trigger: string;
  readonly requestedBy: string | undefined;
  readonly configuration: string | undefined;
}

/**
 * Writes a run and its first message into the log, in the caller's transaction; nodes hear of it when that commits. The message is there so that a client
 * that polls at once never meets an empty list (contract: system.md §6.3).
 */
export async function insertRun(db: Db, run: NewRun): Promise<Run> {
  return await transaction(db, async (handle) => {
    const { rows } = await sql<Run & { runId: number }>`
      insert into orderly.job_run as run (uid, type, name, configuration, trigger, parameters, requested_by, exclusive)
      values (
        ${generateUid()}, ${run.type}, ${run.name}, ${run.configuration ?? null}, ${run.trigger},
        ${JSON.stringify(run.parameters)}::jsonb, ${run.requestedBy ?? null}, ${[...run.exclusive]}::text[]
      )
      returning run.run_id as "runId", ${RUN_COLUMNS}
    `.execute(handle);
    const [inserted] = rows;
    if (!inserted) throw new Error('The run was not written.');
    await insertEvent(handle, inserted.runId, { level: 'INFO', message: 'Queued' });
    await sql`select pg_notify(${RUNS_CHANNEL}, 'queued')`.execute(handle);
    return inserted;
  });
}

/**
 * Takes the next due run that this node can do and that shares no class with a running one. Claims go one at a time across all nodes, so that two of them
 * never start runs that exclude each other.
 */
export async function claimNext(db: Db, nodeId: number, types: readonly string[]): Promise<Claim | undefined> {
  return await transaction(db, async (handle) => {
    await lockInTransaction(handle, 'claim');
    const { rows } = await sql<Run & { runId: number }>`
      update orderly.job_run as run
      set state = 'running', node_id = ${nodeId}, attempt = run.attempt + 1, started_at = clock_timestamp()
      where run.run_id = (
        select queued.run_id
        from orderly.job_run as queued
        where queued.state = 'queued'
          and queued.due_at <= clock_timestamp()
          and queued.type = any (${[...types]}::text[])
          and not exists (
            select
            from orderly.job_run as running
            where running.state = 'running'
              and (running.exclusive && queued.exclusive or running.configuration = queued.configuration)
          )
        order by queued.due_at, queued.run_id
        limit 1
        for update skip locked
      )
      returning run.run_id as "runId", ${RUN_COLUMNS}
    `.execute(handle);
    const [run] = rows;
    return run && { runId: run.runId, nodeId, attempt: run.attempt, run };
  });
}

export interface NewEvent {
  readonly level: NotificationLevel;
  readonly message: string;
  readonly completed?: boolean;
}

/** Appends a message; returns its number. */
export async function insertEvent(db: Db, runId: number, event: NewEvent): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into orderly.job_event (run_id, uid, level, message, completed)
    values (${runId}, ${generateUid()}, ${event.level}, ${event.message}, ${event.completed ?? false})
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

export type Ending = {
  readonly state: 'done' | 'failed' | 'cancelled';
  readonly message: string;
  readonly summary?: Readonly<Record<string, unknown>>;
};

/**
 * Ends a run: state, summary and the completing message in one transaction, so that a client that sees one sees the others. Does nothing when the run is no
 * longer this claim's.
 *
 * @returns whether it was
 */
export async function finishRun(db: Db, claim: Claim, ending: Ending): Promise<boolean> {
  const mine = sql`run.node_id = ${claim.nodeId} and run.attempt = ${claim.attempt} and run.state = 'running'`;
  return await endRun(db, claim.runId, mine, ending);
}

async function endRun(db: Db, runId: number, condition: RawBuilder<unknown>, ending: Ending): Promise<boolean> {
  return await transaction(db, async (handle) => {
    const { numAffectedRows } = await sql`
      update orderly.job_run as run
      set state = ${ending.state}, finished_at = clock_timestamp(), message = ${ending.message},
        summary = ${ending.summary === undefined ? null : JSON.stringify(ending.summary)}::jsonb
      where run.run_id = ${runId} and ${condition}
    `.execute(handle);
    if (numAffectedRows !== 1n) return false;
    const level = ending.state === 'done' ? 'INFO' : ending.state === 'failed' ? 'ERROR' : 'WARN';
    await insertEvent(handle, runId, { level, message: ending.message, completed: true });
    await sql`
      select pg_notify(${RUNS_CHANNEL}, 'ended:' || run.uid) from orderly.job_run as run where run.run_id = ${runId}
    `.execute(handle);
    return true;
  });
}

/** Puts a run that this claim could not finish back into the queue. */
export async function requeueRun(db: Db, claim: Claim, why: string): Promise<void> {
  await requeue(
    db,
    claim.runId,
    sql`run.node_id = ${claim.nodeId} and run.attempt = ${claim.attempt} and run.state = 'running'`,
    why,
  );
}

async function requeue(db: Db, runId: number, condition: RawBuilder<unknown>, why: string): Promise<void> {
  await transaction(db, async (handle) => {
    const { numAffectedRows } = await sql`
      update orderly.job_run as run set state = 'queued', node_id = null
      where run.run_id = ${runId} and ${condition}
    `.execute(handle);
    if (numAffectedRows !== 1n) return;
    await insertEvent(handle, runId, { level: 'WARN', message: why });
    await sql`select pg_notify(${RUNS_CHANNEL}, 'queued')`.execute(handle);
  });
}

/**
 * Asks for a run to be cancelled. One that waits is cancelled here and now; one that runs is told to its node.
 *
 * @returns false when there was nothing to cancel
 */
export async function cancelRun(db: Db, uid: string): Promise<boolean> {
  return await transaction(db, async (handle) => {
    const { rows } = await sql<{ runId: number; state: string }>`
      update orderly.job_run as run set cancel_requested_at = clock_timestamp()
      where run.uid = ${uid} and run.state in ('queued', 'running')
      returning run.run_id as "runId", run.state
    `.execute(handle);
    const [run] = rows;
    if (!run) return false;
    if (run.state === 'queued') {
      await endRun(handle, run.runId, sql`run.state = 'queued'`, {
        state: 'cancelled',
        message: 'Cancelled before it started',
      });
    }
    await sql`select pg_notify(${RUNS_CHANNEL}, ${`cancel:${uid}`})`.execute(handle);
    return true;
  });
}

const REVERT_AFTER_SECONDS = 60;

/** Fails the run of a job whose node has been silent for a minute (contract: scheduling.md §3.5); nodes do so by themselves as soon as they know that it is dead. */
export async function revertRun(db: Db, job: string): Promise<'reverted' | 'alive' | 'idle'> {
  const { rows } = await sql<{ runId: number; silent: boolean }>`
    select run.run_id as "runId", node.alive_at < clock_timestamp() - make_interval(secs => ${REVERT_AFTER_SECONDS}) as silent
    from orderly.job_run as run
    join orderly.node on node.node_id = run.node_id
    where run.job_uid = ${job} and run.state = 'running'
  `.execute(db);
  const [run] = rows;
  if (!run) return 'idle';
  const message = 'Given up by an administrator: its server was not heard of for a minute.';
  const ended = run.silent && (await endRun(db, run.runId, sql`run.state = 'running'`, { state: 'failed', message }));
  return ended ? 'reverted' : 'alive';
}

/** Uids of this node's runs whose cancelling was asked for. */
export async function cancelledRuns(db: Db, nodeId: number): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    select run.uid from orderly.job_run as run
    where run.node_id = ${nodeId} and run.state = 'running' and run.cancel_requested_at is not null
  `.execute(db);
  return rows.map(({ uid }) => uid);
}

export interface AbandonedRun {
  readonly runId: number;
  readonly type: string;
  readonly attempt: number;
  readonly nodeId: number;
  readonly node: string;
  readonly aliveAt: Date;
}

/** Runs whose node is gone: it holds no lock and has not been heard of for `silenceMs`. */
export async function abandonedRuns(db: Db, silenceMs: number): Promise<readonly AbandonedRun[]> {
  const { rows } = await sql<AbandonedRun>`
    select run.run_id as "runId", run.type, run.attempt, node.node_id as "nodeId", node.name as node, node.alive_at as "aliveAt"
    from orderly.job_run as run
    join orderly.node on node.node_id = run.node_id
    where run.state = 'running'
      and node.alive_at < clock_timestamp() - make_interval(secs => ${silenceMs / 1000})
      and not ${isConnected}
  `.execute(db);
  return rows;
}

/** Ends or requeues a run of a dead node; only the first of several nodes that try succeeds. */
export async function takeOverRun(db: Db, run: AbandonedRun, restart: boolean, reason: string): Promise<void> {
  const same = sql`run.node_id = ${run.nodeId} and run.attempt = ${run.attempt} and run.state = 'running'`;
  if (restart) await requeue(db, run.runId, same, reason);
  else await endRun(db, run.runId, same, { state: 'failed', message: reason });
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

/** A job that runs every few seconds would fill the run log with its successes. */
const SUCCESSES_KEPT = 1_000;

/** Forgets runs that ended more than `days` ago, all but the newest successes of each schedule, with their messages, and nodes without runs. */
export async function pruneRuns(db: Db, days: number): Promise<void> {
  await sql`
    delete from orderly.job_run as run where run.finished_at < now() - make_interval(days => ${days})
  `.execute(db);
  await sql`
    with ranked as (
      select run.run_id, row_number() over (partition by run.configuration order by run.run_id desc) as place
      from orderly.job_run as run
      where run.state = 'done' and run.configuration is not null
    )
    delete from orderly.job_run as run using ranked where run.run_id = ranked.run_id and ranked.place > ${SUCCESSES_KEPT}
  `.execute(db);
  await sql`
    delete from orderly.node
    where node.alive_at < now() - interval '1 day'
      and not exists (select from orderly.job_run as run where run.node_id = node.node_id)
  `.execute(db);
}
