import { sql } from 'kysely';
import type { Db } from '../database/index.js';
import type { Claim } from './claims.js';
import type { ProgressDocument } from './progress-tree.js';
import type { RunState } from './run.js';
import { RUNS_CHANNEL } from './run-columns.js';

/** Writes how far a run is, and tells the nodes; does nothing when the run is no longer this claim's. */
export async function writeProgress(db: Db, claim: Claim, document: ProgressDocument): Promise<void> {
  const codes = [...new Set(document.errors.map(({ code }) => code))].sort();
  await sql`
    with written as (
      insert into orderly.job_progress as progress (run_id, stages, errors, error_codes)
      select run.run_id, ${JSON.stringify(document.stages)}::jsonb, ${JSON.stringify(document.errors)}::jsonb, ${codes.join(' ')}
      from orderly.job_run as run
      where run.run_id = ${claim.runId} and run.node_id = ${claim.nodeId} and run.attempt = ${claim.attempt} and run.state = 'running'
      on conflict (run_id) do update
      set stages = excluded.stages, errors = excluded.errors, error_codes = excluded.error_codes
      returning progress.run_id
    )
    select pg_notify(${RUNS_CHANNEL}, ${`progress:${claim.run.uid}`}) from written
  `.execute(db);
}

/** A run with its stages. Times of stages are instants in ISO form. */
export interface RunProgress extends ProgressDocument {
  readonly uid: string;
  readonly type: string;
  readonly configuration: string | null;
  readonly requestedBy: string | null;
  readonly state: RunState;
  /** What the run says that it is, from its first message. */
  readonly title: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly message: string | null;
}

/** Which runs are wanted. */
export type ProgressSelection =
  | { readonly run: string }
  | { readonly job: string }
  | { readonly states: readonly RunState[]; readonly type?: string };

/**
 * Runs that have begun, with their progress: the one that is named, the latest of a scheduled job, or those in the given states, of each type the latest when they are
 * over.
 */
export async function readProgress(db: Db, selection: ProgressSelection): Promise<readonly RunProgress[]> {
  const { rows } = await sql<RunProgress>`
    with wanted as (${wanted(selection)})
    select
      run.uid, run.type, run.configuration, run.requested_by as "requestedBy", run.state, run.started_at as "startedAt",
      run.finished_at as "finishedAt", run.message, coalesce(progress.stages, '[]') as stages, coalesce(progress.errors, '[]') as errors,
      coalesce(first.message, run.name) as title
    from orderly.job_run as run
    left join orderly.job_progress as progress on progress.run_id = run.run_id
    left join lateral (
      select event.message
      from orderly.job_event as event
      where event.run_id = run.run_id and event.at >= run.started_at and event.level <> 'WARN' and not event.completed
      order by event.event_id
      limit 1
    ) as first on true
    where run.run_id in (select wanted.run_id from wanted)
    order by run.run_id desc
  `.execute(db);
  return rows;
}

function wanted(selection: ProgressSelection) {
  const begun = sql`select run.run_id from orderly.job_run as run where run.started_at is not null`;
  if ('run' in selection) return sql`${begun} and run.uid = ${selection.run}`;
  if ('job' in selection) return sql`${begun} and run.job_uid = ${selection.job} order by run.run_id desc limit 1`;
  const ofType = selection.type === undefined ? sql`true` : sql`run.type = ${selection.type}`;
  return sql`
    select distinct on (run.type) run.run_id
    from orderly.job_run as run
    where run.started_at is not null and run.state = any (${[...selection.states]}::text[]) and ${ofType}
    order by run.type, run.run_id desc
  `;
}
