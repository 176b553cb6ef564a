import { sql } from 'kysely';
import { advisoryLockKey, type Db, transaction } from '../database/index.js';
import { generateUid } from '../kernel/uid.js';
import { writeEndings } from './endings.js';
import type { JobType } from './job-type.js';
import type { Run } from './run.js';
import { RUN_COLUMNS } from './run-columns.js';

/** What a node holds of a run that it has claimed; writes count only while node and attempt are still these. */
export interface Claim {
  readonly runId: number;
  readonly nodeId: number;
  readonly attempt: number;
  /** How often a server died under it before. */
  readonly crashes: number;
  readonly run: Run;
}

/** A node that stops in the middle of a claim must not keep the others from claiming. */
const LONGEST_PAUSE_MS = 5_000;

/** What a run of the type holds while it runs. */
export function exclusiveOf(
  { type, exclusive }: JobType,
  parameters: Readonly<Record<string, unknown>>,
): readonly string[] {
  if (typeof exclusive === 'function') return exclusive(parameters);
  return exclusive ?? [type];
}

/** Whether no two runs of the type ever overlap. */
const goesOneAtATime = ({ exclusive }: JobType): boolean =>
  exclusive === undefined || (typeof exclusive !== 'function' && exclusive.length > 0);

/**
 * Takes up to `limit` of the runs that wait, those that wait longest first (contract: scheduling.md §14 no. 10), of types that this node can do and that share
 * nothing with a running one or with each other; their first messages go with it. Claims go one at a time across all nodes, so that two of them never start runs that
 * exclude each other (no. 13).
 */
export async function claimRuns(
  db: Db,
  nodeId: number,
  types: readonly JobType[],
  limit: number,
): Promise<readonly Claim[]> {
  const names = types.map(({ type }) => type);
  const messages = types.map(({ startMessage }) => startMessage);
  // Of a type whose runs exclude each other only the first can start, however many wait: the others are not even looked at.
  const most = types.map((type) => (goesOneAtATime(type) ? 1 : limit));
  const uids = Array.from({ length: limit }, generateUid);
  return await transaction(db, async (handle) => {
    await lockClaims(handle);
    const { rows } = await sql<Run & { runId: number; crashes: number }>`
      with now as materialized (select clock_timestamp() as at),
      waiting as (
        select first.run_id, first.due_at, first.exclusive, first.configuration
        from unnest(${names}::text[], ${most}::int[]) as known (type, most)
        cross join lateral (
          select queued.run_id, queued.due_at, queued.exclusive, queued.configuration
          from orderly.job_run as queued
          where queued.state = 'queued' and queued.type = known.type and queued.due_at <= (select now.at from now)
          order by queued.due_at, queued.run_id
          limit known.most
        ) as first
      ),
      free as materialized (
        select waiting.*
        from waiting
        where not exists (
          select from orderly.job_run as running
          where running.state = 'running'
            and (running.exclusive && waiting.exclusive or running.configuration = waiting.configuration)
        )
      ),
      chosen as (
        select free.run_id
        from free
        where not exists (
          select from free as earlier
          where (earlier.due_at, earlier.run_id) < (free.due_at, free.run_id)
            and (earlier.exclusive && free.exclusive or earlier.configuration = free.configuration)
        )
        order by free.due_at, free.run_id
        limit ${limit}
      ),
      taken as (
        select queued.run_id, row_number() over () as place
        from (
          select queued.run_id
          from orderly.job_run as queued
          where queued.run_id = any (array(select chosen.run_id from chosen)) and queued.state = 'queued'
          for update skip locked
        ) as queued
      ),
      claimed as (
        update orderly.job_run as run
        set state = 'running', node_id = ${nodeId}, attempt = run.attempt + 1, started_at = clock_timestamp()
        from taken
        where run.run_id = taken.run_id
        returning run.*, taken.place
      ),
      event as (
        insert into orderly.job_event (run_id, uid, at, level, message)
        select claimed.run_id, (${uids}::text[])[claimed.place], claimed.started_at, 'INFO', known.message
        from claimed
        join unnest(${names}::text[], ${messages}::text[]) as known (type, message) on known.type = claimed.type
      )
      select run.run_id as "runId", run.crashes, ${RUN_COLUMNS} from claimed as run order by run.due_at, run.run_id
    `.execute(handle);
    return rows.map(({ runId, crashes, ...run }) => ({ runId, nodeId, attempt: run.attempt, crashes, run }));
  });
}

/**
 * Gives back the runs that the log has as this node's and it does not do: a claim was taken down, and the connection broke before the answer came. What was cut off counts only once it has
 * ended, hence the lock.
 *
 * @param held ids of the runs that this node does
 */
export async function returnUnheard(db: Db, nodeId: number, held: readonly number[]): Promise<void> {
  await transaction(db, async (handle) => {
    await lockClaims(handle);
    const { rows } = await sql<{ runId: number; attempt: number }>`
      select run.run_id as "runId", run.attempt
      from orderly.job_run as run
      where run.state = 'running' and run.node_id = ${nodeId} and run.run_id <> all (${held}::bigint[])
    `.execute(handle);
    const ending = { state: 'queued', message: 'Its server lost the database before the job began' } as const;
    await writeEndings(
      handle,
      rows.map((run) => ({ ...run, nodeId, from: 'running', ending })),
    );
  });
}

async function lockClaims(db: Db): Promise<void> {
  await sql`
    select set_config('idle_in_transaction_session_timeout', ${String(LONGEST_PAUSE_MS)}, true),
      pg_advisory_xact_lock(${advisoryLockKey('claim')}::bigint)
  `.execute(db);
}
