import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { RunState } from '../../jobs/index.js';
import { type Cause, DEFAULT_ORGANIZATION, MAINTENANCE_JOB } from '../roll-ups/index.js';
import { utc } from './envelope.js';

/** What AtScale calls the states of a run; times of a schedule that were left out are no jobs to it (contract: aggregates.md §2.2). */
const STATES = {
  new: 'queued',
  inprogress: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Readonly<Record<string, RunState>>;

export type JobStatus = keyof typeof STATES;
export const JOB_STATUSES = Object.keys(STATES) as readonly JobStatus[];

/** The state in our log of what AtScale calls a status. */
export const stateOf = (status: JobStatus): RunState => STATES[status];

/** The status of `run`. */
export const STATUS = sql`
  case run.state ${sql.join(
    JOB_STATUSES.map((status) => sql`when ${sql.lit(STATES[status])} then ${sql.lit(status)}`),
    sql` `,
  )} end
`;

/** The id of `run` or of another row with such a uid: AtScale's are UUIDs, and ours are found again. */
export const idOf = (uid: RawBuilder<unknown>): RawBuilder<string> => sql<string>`md5('aggregate' || ${uid})::uuid`;

/** The organization of `run`. */
export const ORGANIZATION = sql`coalesce(run.parameters ->> 'organization', ${sql.lit(DEFAULT_ORGANIZATION)})`;

/** What went wrong in `run`: what it says of it, or why it ended (contract: aggregates.md §2.2). */
const ERROR_INFORMATION = sql`
  case
    when run.state = 'failed' and run.interrupted then jsonb_build_object('message', 'Interrupted by restart')
    when run.state = 'failed' then
      coalesce(nullif(run.summary -> 'errorInformation', '{}'), jsonb_build_object('message', coalesce(run.message, '')))
    else coalesce(run.summary -> 'errorInformation', '{}')
  end
`;

/** A maintenance job as AtScale tells it (contract: aggregates.md §1.3). */
export interface Job {
  readonly id: string;
  readonly organizationId: string;
  readonly triggerType: Cause;
  readonly creationTime: string;
  readonly startTime: string | null;
  readonly endTime: string | null;
  readonly status: JobStatus;
  readonly errorInformation: Readonly<Record<string, unknown>>;
}

const JOB = sql`
  ${idOf(sql`run.uid`)} as id, ${ORGANIZATION} as "organizationId",
  coalesce(run.parameters ->> 'cause', 'TimeBasedMaintenance') as "triggerType",
  ${utc(sql`run.queued_at`)} as "creationTime", ${utc(sql`run.started_at`)} as "startTime", ${utc(sql`run.finished_at`)} as "endTime",
  ${STATUS} as status, ${ERROR_INFORMATION} as "errorInformation"
`;

const ofOrganization = (organization: string) =>
  sql`run.type = ${MAINTENANCE_JOB} and ${ORGANIZATION} = ${organization}`;

/** The maintenance job of the organization that is running; undefined when none is. */
export async function currentJob(db: Db, organization: string): Promise<Job | undefined> {
  const { rows } = await sql<Job>`
    select ${JOB} from orderly.job_run as run
    where ${ofOrganization(organization)} and run.state = 'running'
    order by run.started_at
    limit 1
  `.execute(db);
  return rows[0];
}

export interface JobSelection {
  readonly limit: number;
  readonly offset: number;
  readonly status?: JobStatus | undefined;
  readonly triggerType?: Cause | undefined;
  /** The job began then or later, and ended then or earlier. */
  readonly startTime?: string | undefined;
  readonly endTime?: string | undefined;
}

/** The maintenance jobs of the organization, newest first. */
export async function jobHistory(db: Db, organization: string, selection: JobSelection): Promise<readonly Job[]> {
  const { limit, offset, status, triggerType, startTime, endTime } = selection;
  const conditions = [
    ofOrganization(organization),
    sql`run.state <> 'skipped'`,
    ...(status === undefined ? [] : [sql`run.state = ${stateOf(status)}`]),
    ...(triggerType === undefined
      ? []
      : [sql`coalesce(run.parameters ->> 'cause', 'TimeBasedMaintenance') = ${triggerType}`]),
    ...(startTime === undefined ? [] : [sql`run.started_at >= ${startTime}::timestamptz`]),
    ...(endTime === undefined ? [] : [sql`run.finished_at <= ${endTime}::timestamptz`]),
  ];
  const { rows } = await sql<Job>`
    select ${JOB} from orderly.job_run as run
    where ${sql.join(conditions, sql` and `)}
    order by run.queued_at desc, run.run_id desc
    limit ${limit} offset ${offset}
  `.execute(db);
  return rows;
}
