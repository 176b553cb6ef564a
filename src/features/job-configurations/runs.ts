import { sql } from 'kysely';
import type { Db } from '../../database/index.js';

/** One run of a job, as its history shows it. */
export interface PastRun {
  readonly id: string;
  readonly state: string;
  /** How it ended, as clients call it; `INTERRUPTED` when its server was stopped or died, `SKIPPED` for times that were left out. null: it has not ended. */
  readonly outcome: 'COMPLETED' | 'FAILED' | 'STOPPED' | 'INTERRUPTED' | 'SKIPPED' | null;
  readonly trigger: string;
  /** The time of the schedule for which it ran; of several that were left out the first. */
  readonly due: Date;
  readonly queued: Date;
  readonly started: Date | null;
  readonly finished: Date | null;
  readonly attempt: number;
  /** The server that did it. */
  readonly node: string | null;
  readonly message: string | null;
}

/** What a job has done, the latest run first. */
export async function readRuns(
  db: Db,
  uid: string,
  limit: number,
  offset: number,
): Promise<{ readonly total: number; readonly runs: readonly PastRun[] }> {
  const { rows } = await sql<PastRun>`
    select
      run.uid as id, run.state, run.trigger, run.due_at as due,
      case
        when run.state = 'done' then 'COMPLETED'
        when run.state = 'cancelled' then 'STOPPED'
        when run.state = 'skipped' then 'SKIPPED'
        when run.state = 'failed' then case when run.interrupted then 'INTERRUPTED' else 'FAILED' end
      end as outcome,
      run.queued_at as queued, run.started_at as started, run.finished_at as finished,
      run.attempt, node.name as node, run.message
    from orderly.job_run as run
    left join orderly.node on node.node_id = run.node_id
    where run.job_uid = ${uid}
    order by run.run_id desc
    limit ${limit} offset ${offset}
  `.execute(db);
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from orderly.job_run as run where run.job_uid = ${uid}
  `.execute(db);
  return { total: counted.rows[0]?.total ?? 0, runs: rows };
}
