import { sql } from 'kysely';
import type { Db } from '../database/index.js';
import { generateUid } from '../kernel/uid.js';
import { RUNS_CHANNEL } from './run-columns.js';

/** How a run ends; or `queued`, when it goes back to begin again. */
export interface Ending {
  readonly state: 'done' | 'failed' | 'cancelled' | 'queued';
  readonly message: string;
  readonly summary?: Readonly<Record<string, unknown>>;
  /** It ends because its server was stopped or died, not by what it did. */
  readonly interrupted?: boolean;
  /** Its server died. */
  readonly crashed?: boolean;
}

/** A run under which so many servers died may be what kills them. */
const MOST_CRASHES = 2;

/** How a run ends whose server or connection died: again from its beginning, if its type allows that and it is the first time (contract: scheduling.md §14 no. 3). */
export function afterCrash(reason: string, restartable: boolean, crashes: number): Ending {
  const end = { state: 'failed', interrupted: true, crashed: true } as const;
  if (!restartable) return { ...end, message: `${reason} before it was done` };
  if (crashes + 1 >= MOST_CRASHES)
    return { ...end, message: `${reason}, as once before; the job is not started again` };
  return { state: 'queued', message: `${reason}; the job starts again`, crashed: true };
}

/** The run that ends, as whoever ends it knows it: what has changed since is left alone. */
export interface EndOfRun {
  readonly runId: number;
  /** null for one that waits. */
  readonly nodeId: number | null;
  readonly attempt: number;
  readonly from: 'queued' | 'running';
  readonly ending: Ending;
}

/**
 * Ends runs: state, summary and the completing message in one statement, so that a client that sees one sees the others. What is no longer as it says is passed over: a
 * node that was taken for dead cannot finish anything. A job that runs once is switched off with it (contract: scheduling.md §7.2).
 *
 * @returns which of them were ended by this
 */
export async function writeEndings(db: Db, ends: readonly EndOfRun[]): Promise<ReadonlySet<number>> {
  const given = ends.map(({ ending, ...run }) => ({
    ...run,
    event: generateUid(),
    level: LEVELS[ending.state],
    completed: ending.state !== 'queued',
    interrupted: false,
    crashed: false,
    ...ending,
  }));
  const { rows } = await sql<{ runId: number }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(given, (_key, value) => storable(value))}::jsonb) as given (
        "runId" bigint, "nodeId" int, attempt int, "from" text, state text, message text, summary jsonb, interrupted boolean, crashed boolean, event text,
        level text, completed boolean
      )
    ),
    ended as (
      update orderly.job_run as run
      set state = given.state,
        node_id = case when given.completed then run.node_id end,
        finished_at = case when given.completed then clock_timestamp() end,
        message = case when given.completed then given.message end,
        summary = given.summary, interrupted = given.interrupted, crashes = run.crashes + given.crashed::int
      from given
      where run.run_id = given."runId" and run.attempt = given.attempt and run.state = given."from" and run.node_id is not distinct from given."nodeId"
      returning run.*
    ),
    event as (
      insert into orderly.job_event (run_id, uid, level, message, completed)
      select given."runId", given.event, given.level, given.message, given.completed from given join ended on ended.run_id = given."runId"
    ),
    once as (
      update jobconfiguration as job
      set enabled = false, jobstatus = 'DISABLED', lastexecuted = ended.started_at::timestamp, lastfinished = ended.finished_at::timestamp,
        lastexecutedstatus = case ended.state when 'done' then 'COMPLETED' when 'cancelled' then 'STOPPED' else 'FAILED' end
      from ended
      where job.uid = ended.configuration and ended.finished_at is not null and job.schedulingtype = 'ONCE_ASAP'
        and job.cronexpression is null and job.delay is null and job.queuename is null
    )
    select
      ended.run_id as "runId",
      pg_notify(${RUNS_CHANNEL}, case ended.state when 'queued' then 'queued' else concat_ws(':', 'ended', ended.uid, ended.state) end)
    from ended
  `.execute(db);
  return new Set(rows.map(({ runId }) => runId));
}

const LEVELS = { done: 'INFO', failed: 'ERROR', cancelled: 'WARN', queued: 'WARN' } as const;

/** What PostgreSQL's JSON cannot hold would keep the run, and those that are written with it, from ever ending. */
const storable = (value: unknown): unknown =>
  typeof value === 'string' ? Buffer.from(value.replaceAll('\0', ''), 'utf8').toString('utf8') : value;
