import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { NotificationLevel } from '../../jobs/index.js';
import type { ImportOptions } from '../imports/index.js';
import { SUMMARY_OF_FAILURE } from './summaries-of-failure.js';

/** One message of a run with the run that it belongs to. */
export interface TaskEvent {
  readonly run: string;
  readonly type: string;
  readonly uid: string;
  readonly at: Date;
  readonly level: NotificationLevel;
  readonly message: string;
  readonly completed: boolean;
  /** Parameters of the run, on its first message only. */
  readonly parameters: Readonly<Record<string, unknown>> | null;
}

/** What of the run log a request may see and asks for. */
export interface TaskSelection {
  readonly types?: readonly string[];
  readonly run?: string;
  /** uid of the user whose runs alone are shown. */
  readonly onlyOf?: string | undefined;
  /** Newest and oldest message of each run only. */
  readonly gist?: boolean;
  /** Most runs of each type. */
  readonly runsPerType: number;
  readonly messagesPerRun: number;
}

/** Messages of the selected runs: runs with the latest activity first, messages newest first (contract: system.md §6.1). */
export async function readTasks(db: Db, selection: TaskSelection): Promise<readonly TaskEvent[]> {
  const { rows } = await sql<TaskEvent>`
    with run as (
      select job_run.run_id, job_run.uid, job_run.type, job_run.parameters,
        row_number() over (partition by job_run.type order by job_run.run_id desc) as position
      from orderly.job_run
      where job_run.hidden_at is null and ${visible(selection)}
    ),
    event as (
      select job_event.*, row_number() over newest as newest, row_number() over oldest as oldest,
        max(job_event.event_id) over (partition by job_event.run_id) as latest
      from orderly.job_event
      where job_event.run_id in (select run.run_id from run where run.position <= ${selection.runsPerType})
      window
        newest as (partition by job_event.run_id order by job_event.event_id desc),
        oldest as (partition by job_event.run_id order by job_event.event_id)
    )
    select
      run.uid as run, run.type, event.uid, event.at, event.level, event.message, event.completed,
      case when event.oldest = 1 and run.parameters <> '{}' then run.parameters end as parameters
    from run
    join event on event.run_id = run.run_id
    where event.oldest = 1 or event.newest <= ${selection.gist ? 1 : selection.messagesPerRun - 1}
    order by event.latest desc, event.event_id desc
  `.execute(db);
  return rows;
}

export interface TaskSummary {
  readonly run: string;
  readonly summary: Readonly<Record<string, unknown>>;
}

/**
 * Summaries of the selected runs that have one, latest first. An import that ended without one has why it did.
 */
export async function readSummaries(db: Db, selection: TaskSelection): Promise<readonly TaskSummary[]> {
  const { rows } = await sql<{
    readonly run: string;
    readonly type: string;
    readonly summary: TaskSummary['summary'] | null;
    readonly message: string | null;
    readonly parameters: ImportOptions;
  }>`
    select job_run.uid as run, job_run.type, job_run.summary, job_run.message, job_run.parameters
    from orderly.job_run
    where job_run.hidden_at is null and ${visible(selection)} and (
      job_run.summary is not null or job_run.type = any (${Object.keys(SUMMARY_OF_FAILURE)}::text[]) and job_run.state in ('failed', 'cancelled')
    )
    order by job_run.finished_at desc
    limit ${selection.runsPerType}
  `.execute(db);
  return rows.map(({ run, type, summary, message, parameters }) => ({
    run,
    summary: summary ?? SUMMARY_OF_FAILURE[type]?.(message ?? 'no reason is known', parameters) ?? {},
  }));
}

function visible({ types, run, onlyOf }: TaskSelection): RawBuilder<unknown> {
  const conditions = [
    types === undefined ? undefined : sql`job_run.type = any (${[...types]}::text[])`,
    run === undefined ? undefined : sql`job_run.uid = ${run}`,
    onlyOf === undefined ? undefined : sql`job_run.requested_by = ${onlyOf}`,
  ].filter((condition) => condition !== undefined);
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

export interface Removal {
  readonly type?: string;
  readonly run?: string;
  /** Days; younger runs stay. */
  readonly maxAge?: number;
  /** Runs of each type that stay. */
  readonly maxCount?: number;
}

/** Takes ended runs out of the task list; their history stays in the run log (contract: system.md §6.6). */
export async function removeTasks(db: Db, { type, run, maxAge, maxCount }: Removal): Promise<void> {
  await sql`
    update orderly.job_run set hidden_at = now()
    where job_run.run_id in (
      select listed.run_id
      from (
        select job_run.run_id, job_run.queued_at, row_number() over (partition by job_run.type order by job_run.run_id desc) as position
        from orderly.job_run
        where job_run.hidden_at is null
          and job_run.state not in ('queued', 'running')
          and (${type ?? null}::text is null or job_run.type = ${type ?? null})
          and (${run ?? null}::text is null or job_run.uid = ${run ?? null})
      ) as listed
      where (${maxAge ?? null}::int is null or listed.queued_at < now() - make_interval(days => ${maxAge ?? null}::int))
        and (${maxCount ?? null}::int is null or listed.position > ${maxCount ?? null}::int)
    )
  `.execute(db);
}
