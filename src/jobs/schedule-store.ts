import { sql } from 'kysely';
import type { Db } from '../database/index.js';
import type { ScheduledJob } from './scheduled-job.js';

/** A job whose time has come. */
export interface DueJob extends ScheduledJob {
  /** null for one that has a delay. */
  readonly cron: string | null;
  /** In which the expression is meant; null: the server's. */
  readonly zone: string | null;
  readonly dueAt: Date;
  /** What becomes of missed times: one run makes up for them, or none. */
  readonly misfire: 'once' | 'skip';
  readonly now: Date;
  /** Hours within which a missed run is made up for. */
  readonly windowHours: number;
}

const DEFAULT_WINDOW_HOURS = 4;

/** Due jobs that nobody else is starting and that are not running, the longest waiting first. */
export async function dueJobs(db: Db, types: readonly string[], limit: number): Promise<readonly DueJob[]> {
  const { rows } = await sql<DueJob>`
    select
      job.uid, job.jobtype as type, job.name, job.executedby as "executedBy", case job.queueposition when 0 then job.queuename end as queue,
      case when job.schedulingtype = 'CRON' then job.cronexpression end as cron,
      coalesce(orderly.job_parameters(job.jsonbjobparameters), '{}') as parameters,
      schedule.due_at as "dueAt", schedule.misfire, schedule.zone, clock_timestamp() as now,
      coalesce(
        (
          select systemsetting.value::float8 from systemsetting
          where systemsetting.name = 'jobsMaxCronDelayHours' and systemsetting.value ~ '^[0-9]{1,6}$'
        ),
        ${DEFAULT_WINDOW_HOURS}
      ) as "windowHours"
    from orderly.job_schedule as schedule
    join jobconfiguration as job on job.uid = schedule.job_uid
    where schedule.due_at <= clock_timestamp() and job.enabled and job.jobtype = any (${[...types]})
      and not exists (
        select from orderly.job_run as run where run.configuration = job.uid and run.state in ('queued', 'running')
      )
      -- of what is done for an organization one waits at most: this one does when that one has begun
      and not (
        job.jsonbjobparameters ? 'organization'
        and exists (
          select from orderly.job_run as run
          where run.state = 'queued' and run.type = job.jobtype
            and run.parameters ->> 'organization' = job.jsonbjobparameters ->> 'organization'
        )
      )
    order by schedule.due_at, job.uid
    limit ${limit}
    for update of schedule skip locked
  `.execute(db);
  return rows;
}

export interface NextDue {
  readonly uid: string;
  readonly due: Date | null;
}

export async function setDue(db: Db, next: readonly NextDue[]): Promise<void> {
  await sql`
    update orderly.job_schedule as schedule
    set due_at = given.due
    from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as given (uid text, due timestamptz)
    where schedule.job_uid = given.uid
  `.execute(db);
}

/** Jobs that count from the end of their last run and have no time any more. */
export async function rescheduleDelayed(db: Db): Promise<void> {
  await sql`
    update orderly.job_schedule as schedule
    set due_at = coalesce(
      greatest(
        (
          select max(run.finished_at) from orderly.job_run as run where run.configuration = job.uid and run.state <> 'skipped'
        ),
        -- what a DHIS2 wrote, in this server's zone
        job.lastfinished::timestamptz
      ) + make_interval(secs => job.delay),
      schedule.active_since
    )
    from jobconfiguration as job
    where job.uid = schedule.job_uid and schedule.due_at is null and job.enabled
      and job.schedulingtype = 'FIXED_DELAY' and job.delay > 0 and job.queuename is null
      and not exists (
        select from orderly.job_run as run where run.configuration = job.uid and run.state in ('queued', 'running')
      )
  `.execute(db);
}
