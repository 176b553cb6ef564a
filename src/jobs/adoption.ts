import { sql } from 'kysely';
import { type Db, transaction, tryLockInTransaction } from '../database/index.js';
import { upcoming } from './due-times.js';

/**
 * Gives every stored job its place in the schedule: rows that a DHIS2 or a person wrote into its table, and jobs that were switched on there. They count from now:
 * nothing that they missed before is made up for.
 *
 * @returns how many got one
 */
export async function adoptStoredJobs(db: Db): Promise<number> {
  return await transaction(db, async (handle) => {
    // Another server is at it.
    if (!(await tryLockInTransaction(handle, 'adopt-jobs'))) return 0;
    await correctSchedulingTypes(handle);
    await forgetDeleted(handle);
    const jobs = await unscheduled(handle);
    if (jobs.length === 0) return 0;
    const given = jobs.map(({ uid, cron, zone, now }) => ({
      uid,
      due: cron === null ? null : (upcoming(cron, now, zone) ?? null),
    }));
    const { numAffectedRows } = await sql`
      insert into orderly.job_schedule as schedule (job_uid, due_at)
      select given.uid, given.due from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (uid text, due timestamptz)
      on conflict (job_uid) do update set due_at = excluded.due_at, active_since = excluded.active_since
      where schedule.due_at is null and excluded.due_at is not null
    `.execute(handle);
    return Number(numAffectedRows ?? 0n);
  });
}

/** An upgrade of DHIS2 called every job one that runs once, at once: all of them would start (contract: scheduling.md §11, §14 no. 37). */
async function correctSchedulingTypes(db: Db): Promise<void> {
  await sql`
    update jobconfiguration as job
    set schedulingtype = case when job.delay > 0 and coalesce(job.cronexpression, '') = '' and job.queuename is null then 'FIXED_DELAY' else 'CRON' end
    where job.schedulingtype = 'ONCE_ASAP' and (job.cronexpression <> '' or job.delay > 0 or job.queuename is not null)
  `.execute(db);
}

async function forgetDeleted(db: Db): Promise<void> {
  await sql`
    delete from orderly.job_schedule as schedule
    where not exists (select from jobconfiguration as job where job.uid = schedule.job_uid)
  `.execute(db);
}

interface Unscheduled {
  readonly uid: string;
  /** null when it is not due by an expression. */
  readonly cron: string | null;
  readonly zone: string | null;
  readonly now: Date;
}

async function unscheduled(db: Db): Promise<readonly Unscheduled[]> {
  const { rows } = await sql<Unscheduled>`
    with job as (
      select
        job.uid,
        case when job.enabled and job.schedulingtype = 'CRON' and coalesce(job.queueposition, 0) = 0 then nullif(job.cronexpression, '') end as cron
      from jobconfiguration as job
    )
    select job.uid, job.cron, schedule.zone, clock_timestamp() as now
    from job
    left join orderly.job_schedule as schedule on schedule.job_uid = job.uid
    where schedule.job_uid is null or (schedule.due_at is null and job.cron is not null)
  `.execute(db);
  return rows;
}
