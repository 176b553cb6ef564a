import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import type { ScheduledJob } from '../../jobs/index.js';
import { describedType } from './configurable-types.js';

/** What is stored of a job. */
export interface StoredJob {
  readonly uid: string;
  readonly name: string;
  readonly code: string | null;
  readonly type: string;
  readonly schedulingType: 'CRON' | 'FIXED_DELAY' | 'ONCE_ASAP';
  readonly cron: string | null;
  /** Seconds. */
  readonly delay: number | null;
  readonly parameters: Readonly<Record<string, unknown>> | null;
  readonly enabled: boolean;
  readonly executedBy: string | null;
  readonly queueName: string | null;
  readonly queuePosition: number | null;
  /** What becomes of missed times: one run makes up for them, or none (contract: scheduling.md §14 no. 21). */
  readonly misfire: 'once' | 'skip';
}

const COLUMNS = sql`
  job.uid, job.name, job.code, job.jobtype as type, job.schedulingtype as "schedulingType", job.cronexpression as cron, job.delay,
  orderly.job_parameters(job.jsonbjobparameters) as parameters,
  job.enabled, job.executedby as "executedBy", job.queuename as "queueName", job.queueposition as "queuePosition",
  coalesce((select schedule.misfire from orderly.job_schedule as schedule where schedule.job_uid = job.uid), 'once') as misfire
`;

/** One job, locked until the transaction ends so that no two changes of it mix. */
export async function lockJob(db: Db, uid: string): Promise<StoredJob | undefined> {
  const { rows } = await sql<StoredJob>`
    select ${COLUMNS} from jobconfiguration as job where job.uid = ${uid} for update
  `.execute(db);
  return rows[0];
}

/** The jobs among these that there are, in the same order, locked likewise. */
export async function lockJobs(db: Db, uids: readonly string[]): Promise<readonly StoredJob[]> {
  const { rows } = await sql<StoredJob>`
    select ${COLUMNS} from jobconfiguration as job
    where job.uid = any (${[...uids]}::text[])
    order by array_position(${[...uids]}::text[], job.uid::text)
    for update
  `.execute(db);
  return rows;
}

/** One job. */
export async function readStored(db: Db, uid: string): Promise<StoredJob | undefined> {
  const { rows } = await sql<StoredJob>`select ${COLUMNS} from jobconfiguration as job where job.uid = ${uid}`.execute(
    db,
  );
  return rows[0];
}

/** uid of another job with this name or code, or with the same type and expression. */
export async function clashing(
  db: Db,
  job: StoredJob,
): Promise<{
  readonly name: string | null;
  readonly code: string | null;
  readonly cron: string | null;
}> {
  const other = sql`other.uid <> ${job.uid}`;
  const { organization } = job.parameters ?? {};
  const { rows } = await sql<{ name: string | null; code: string | null; cron: string | null }>`
    select
      (select other.uid from jobconfiguration as other where other.name = ${job.name} and ${other}) as name,
      (select other.uid from jobconfiguration as other where other.code = ${job.code} and ${other}) as code,
      (
        select other.uid from jobconfiguration as other
        where other.jobtype = ${job.type} and other.cronexpression = ${job.cron} and ${other}
          -- what is done for different organizations is not the same
          and orderly.job_parameters(other.jsonbjobparameters) ->> 'organization' is not distinct from ${organization ?? null}::text
        limit 1
      ) as cron
  `.execute(db);
  return rows[0] ?? { name: null, code: null, cron: null };
}

/** Writes a job, new or changed. */
export async function saveJob(db: Db, job: StoredJob, user: CurrentUser | undefined): Promise<void> {
  const parameters = job.parameters === null ? null : JSON.stringify(job.parameters);
  await sql`
    insert into jobconfiguration as job (
      jobconfigurationid, uid, code, created, lastupdated, lastupdatedby, name, cronexpression, enabled, jsonbjobparameters, jobtype, jobstatus,
      lastexecutedstatus, delay, executedby, schedulingtype
    )
    values (
      orderly.next_job_key(), ${job.uid}, ${job.code}, localtimestamp, localtimestamp, ${user?.id ?? null}, ${job.name}, ${job.cron},
      ${job.enabled}, ${parameters}::jsonb, ${job.type}, 'SCHEDULED', 'NOT_STARTED', ${job.delay}, ${job.executedBy}, ${job.schedulingType}
    )
    on conflict (uid) do update set
      code = excluded.code, lastupdated = excluded.lastupdated, lastupdatedby = excluded.lastupdatedby, name = excluded.name,
      cronexpression = excluded.cronexpression, enabled = excluded.enabled, delay = excluded.delay,
      jsonbjobparameters = case
        -- DHIS2 wrote it, and finds its classes again.
        when jsonb_typeof(job.jsonbjobparameters) = 'array' and excluded.jsonbjobparameters is not null
          then jsonb_build_array(job.jsonbjobparameters -> 0, ${JSON.stringify(withCollectionClasses(job))}::jsonb)
        else excluded.jsonbjobparameters
      end,
      executedby = excluded.executedby, schedulingtype = excluded.schedulingtype
  `.execute(db);
}

const COLLECTION_CLASSES: Readonly<Record<string, string>> = { Set: 'java.util.HashSet', List: 'java.util.ArrayList' };

/** Parameters with lists as DHIS2 stores them (contract: schema.md §2.9). */
function withCollectionClasses({ type, parameters }: StoredJob): Readonly<Record<string, unknown>> {
  const forms = new Map(describedType(type)?.parameters.map(({ name, form }) => [name, COLLECTION_CLASSES[form]]));
  return Object.fromEntries(
    Object.entries(parameters ?? {}).map(([name, value]) => [
      name,
      forms.get(name) === undefined ? value : [forms.get(name), value],
    ]),
  );
}

/** When the job runs next; `activated` says that it begins to count from now. */
export async function saveSchedule(
  db: Db,
  { uid, type, misfire }: Pick<StoredJob, 'uid' | 'type' | 'misfire'>,
  due: Date | undefined,
  activated: boolean,
): Promise<void> {
  await sql`
    insert into orderly.job_schedule as schedule (job_uid, due_at, misfire, zone)
    values (${uid}, ${due ?? null}, ${misfire}, ${describedType(type)?.zone ?? null})
    on conflict (job_uid) do update set
      due_at = excluded.due_at, misfire = excluded.misfire, zone = excluded.zone,
      active_since = case when ${activated} then excluded.active_since else schedule.active_since end
  `.execute(db);
}

export async function deleteJob(db: Db, uid: string): Promise<void> {
  await sql`delete from orderly.job_schedule as schedule where schedule.job_uid = ${uid}`.execute(db);
  await sql`delete from jobconfiguration as job where job.uid = ${uid}`.execute(db);
}

/** What the next time of a job depends on besides the job itself. */
export interface JobTimes {
  readonly now: Date;
  readonly activeSince: Date | null;
  readonly lastStarted: Date | null;
  readonly lastFinished: Date | null;
  /** uid of its run that waits or goes on. */
  readonly active: string | null;
  readonly running: boolean;
}

export async function jobTimes(db: Db, uid: string): Promise<JobTimes> {
  const runs = sql`orderly.job_run as run where run.job_uid = ${uid}`;
  const { rows } = await sql<JobTimes>`
    select
      clock_timestamp() as now,
      (select schedule.active_since from orderly.job_schedule as schedule where schedule.job_uid = ${uid}) as "activeSince",
      (select max(run.started_at) from ${runs}) as "lastStarted",
      (select max(run.finished_at) from ${runs} and run.state <> 'skipped') as "lastFinished",
      (select run.uid from ${runs} and run.state in ('queued', 'running') order by run.run_id limit 1) as active,
      exists (select from ${runs} and run.state = 'running') as running
  `.execute(db);
  const [times] = rows;
  if (!times) throw new Error('The database did not say what time it is.');
  return times;
}

export const asScheduled = ({ uid, type, name, parameters, executedBy, ...job }: StoredJob): ScheduledJob => ({
  uid,
  type,
  name,
  parameters: parameters ?? {},
  executedBy,
  queue: job.queuePosition === 0 ? job.queueName : null,
});
