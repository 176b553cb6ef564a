import { sql } from 'kysely';
import { type Db, lockInTransaction, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { storeOwnJob } from '../job-configurations/index.js';
import { DEFAULT_ORGANIZATION, MAINTENANCE_JOB } from '../roll-ups/index.js';
import { utc } from './envelope.js';
import { invalid } from './errors.js';
import { idOf } from './jobs-view.js';
import { timeExpressionOf } from './time-expression.js';

/** Four o'clock in the morning, UTC (contract: aggregates.md §4). */
const DEFAULT_CRON = '0 0 4 ? * *';

/** A schedule as AtScale tells it, the capital letter in the middle included (contract: aggregates.md §3). */
export interface Schedule {
  readonly job_id: string;
  readonly organization_Id: string;
  readonly full_build: false;
  readonly time_expression: string;
  readonly created_by_user: string | null;
  readonly created_at: string;
  readonly latest_execution: { readonly id: string; readonly jobId: string; readonly executedAt: string } | null;
  readonly path: 'time-based';
}

interface ScheduleRow {
  readonly uid: string;
  readonly id: string;
  readonly cron: string;
  readonly createdBy: string | null;
  readonly createdAt: string;
  readonly run: string | null;
  readonly executedAt: string | null;
}

const OF_ORGANIZATION = sql`
  coalesce(orderly.job_parameters(job.jsonbjobparameters) ->> 'organization', ${sql.lit(DEFAULT_ORGANIZATION)})
`;

async function rowsOf(db: Db, organization: string, active: boolean | undefined): Promise<readonly ScheduleRow[]> {
  const { rows } = await sql<ScheduleRow>`
    select
      job.uid, ${idOf(sql`job.uid`)} as id, job.cronexpression as cron, owner.username as "createdBy",
      ${utc(sql`job.created::timestamptz`)} as "createdAt", ${idOf(sql`latest.uid`)} as run, ${utc(sql`latest.started_at`)} as "executedAt"
    from jobconfiguration as job
    left join userinfo as owner on owner.uid = job.executedby
    left join lateral (
      select run.uid, run.started_at from orderly.job_run as run
      where run.configuration = job.uid and run.started_at is not null
      order by run.run_id desc
      limit 1
    ) as latest on true
    where job.jobtype = ${MAINTENANCE_JOB} and job.cronexpression <> '' and ${OF_ORGANIZATION} = ${organization}
      ${active === undefined ? sql`` : sql`and job.enabled = ${active}`}
    order by job.created, job.jobconfigurationid
  `.execute(db);
  return rows;
}

const scheduleOf = (organization: string, row: ScheduleRow): Schedule => ({
  job_id: row.id,
  organization_Id: organization,
  full_build: false,
  time_expression: timeExpressionOf(row.cron),
  created_by_user: row.createdBy,
  created_at: row.createdAt,
  latest_execution:
    row.run === null || row.executedAt === null ? null : { id: row.run, jobId: row.id, executedAt: row.executedAt },
  path: 'time-based',
});

/** When maintenance of an organization runs: the jobs of that type, whoever made them. */
export async function listSchedules(
  db: Db,
  organization: string,
  active: boolean | undefined,
): Promise<readonly Schedule[]> {
  return (await rowsOf(db, organization, active)).map((row) => scheduleOf(organization, row));
}

/** Uids of the jobs that are the schedules of an organization. */
export const scheduledJobs = async (db: Db, organization: string): Promise<readonly string[]> =>
  (await rowsOf(db, organization, undefined)).map(({ uid }) => uid);

/**
 * Makes a schedule.
 *
 * @param cron as our scheduler has it, UTC
 * @throws OrderlyError 400 when there is such a one
 */
export async function addSchedule(db: Db, organization: string, cron: string, user: CurrentUser): Promise<Schedule> {
  return await transaction(db, async (handle) => {
    await lockInTransaction(handle, `aggregate schedules ${organization}`);
    const before = await rowsOf(handle, organization, undefined);
    if (before.some((row) => row.cron === cron)) throw invalid('there is a schedule with this time_expression already');
    const uid = await storeOwnJob(handle, jobOf(organization, cron), user);
    const made = (await rowsOf(handle, organization, undefined)).find((row) => row.uid === uid);
    if (!made) throw new Error('The schedule was not written.');
    return scheduleOf(organization, made);
  });
}

/** Gives every organization that never had one the schedule that it begins with. */
export async function addDefaultSchedules(db: Db): Promise<void> {
  await transaction(db, async (handle) => {
    const { rows } = await sql<{ id: string }>`
      update orderly.aggregate_organization as organization set is_scheduled = true
      where not organization.is_scheduled
      returning organization.organization_id as id
    `.execute(handle);
    for (const { id } of rows) await storeOwnJob(handle, jobOf(id, DEFAULT_CRON), undefined);
  });
}

const jobOf = (organization: string, cron: string) => ({
  type: MAINTENANCE_JOB,
  name: `Aggregate maintenance of ${organization} (${cron})`,
  cron,
  parameters: { organization },
});
