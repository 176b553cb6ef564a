import { sql } from 'kysely';
import type { Logger } from 'pino';
import { type Database, type Db, transaction } from '../database/index.js';
import { serverZone } from '../kernel/clock.js';
import { nextRun, parseCron } from '../kernel/cron/index.js';
import { advanceRounds } from './queue-rounds.js';
import type { Run } from './run.js';
import type { ScheduledJob } from './scheduled-job.js';

/** How often schedules are looked at; a job starts at most this much late. */
const TICK_MS = 1_000;
/** Jobs that are started in one transaction. */
const BATCH = 100;
const HOUR_MS = 3_600_000;

interface DueJob extends ScheduledJob {
  readonly cron: string | null;
  readonly dueAt: Date;
  readonly now: Date;
}

export interface SchedulerOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly types: () => readonly string[];
  /** Queues a run of the job in the transaction that is given. */
  readonly start: (db: Db, job: ScheduledJob) => Promise<Run>;
}

/**
 * Queues the runs of jobs that are due. Every node looks; a row lock decides which one starts a job, in one transaction with the time of its next run, so that a
 * schedule fires once in a cluster. The database's clock is the only one that counts (contract: scheduling.md §6.1, §7.5).
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> | undefined;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#tick(), TICK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turn;
  }

  async #tick(): Promise<void> {
    if (this.#turn) return;
    this.#turn = this.fireDue().catch((error: unknown) => {
      this.#options.log.warn({ err: error }, 'schedules could not be read; the next second tries again');
    });
    await this.#turn;
    this.#turn = undefined;
  }

  /** Starts everything that is due now. */
  async fireDue(): Promise<void> {
    const { db } = this.#options.database;
    await rescheduleDelayed(db);
    await advanceRounds(db, this.#options.types(), this.#options.start);
    for (;;) {
      const seen = await transaction(db, (handle) => this.#fireBatch(handle));
      if (seen < BATCH) return;
    }
  }

  async #fireBatch(db: Db): Promise<number> {
    const { log, start, types } = this.#options;
    const due = await dueJobs(db, types());
    const windowHours = due.length > 0 ? await missedWindowHours(db) : 0;
    for (const job of due) {
      const late = job.now.getTime() - job.dueAt.getTime() > windowHours * HOUR_MS;
      if (late && job.cron !== null) {
        log.warn({ job: job.uid, dueAt: job.dueAt }, 'a scheduled run was missed for too long and is left out');
        await setDue(db, job.uid, upcoming(job.cron, new Date(job.now.getTime() - windowHours * HOUR_MS)));
        continue;
      }
      const run = await start(db, job);
      log.info({ job: job.uid, run: run.uid, type: job.type }, 'a scheduled job was started');
      // A job with a delay is due again when this run has ended.
      await setDue(db, job.uid, job.cron === null ? undefined : upcoming(job.cron, job.now));
    }
    return due.length;
  }
}

/** The next time of a stored expression; undefined for one that does not match any more, or that somebody wrote into the table. */
function upcoming(cron: string, after: Date): Date | undefined {
  try {
    return nextRun(parseCron(cron), after, serverZone());
  } catch {
    return undefined;
  }
}

/** Jobs that count from the end of their last run and have none any more. */
async function rescheduleDelayed(db: Db): Promise<void> {
  await sql`
    update orderly.job_schedule as schedule
    set due_at = coalesce(
      (
        select max(run.finished_at) from orderly.job_run as run where run.configuration = job.uid
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

/** Due jobs that nobody else is starting and that are not running, the longest waiting first. */
async function dueJobs(db: Db, types: readonly string[]): Promise<readonly DueJob[]> {
  const { rows } = await sql<DueJob>`
    select
      job.uid, job.jobtype as type, job.name, job.executedby as "executedBy", case job.queueposition when 0 then job.queuename end as queue,
      case when job.schedulingtype = 'CRON' then job.cronexpression end as cron,
      coalesce(orderly.job_parameters(job.jsonbjobparameters), '{}') as parameters,
      schedule.due_at as "dueAt", clock_timestamp() as now
    from orderly.job_schedule as schedule
    join jobconfiguration as job on job.uid = schedule.job_uid
    where schedule.due_at <= clock_timestamp() and job.enabled and job.jobtype = any (${[...types]})
      and not exists (
        select from orderly.job_run as run where run.configuration = job.uid and run.state in ('queued', 'running')
      )
    order by schedule.due_at, job.uid
    limit ${BATCH}
    for update of schedule skip locked
  `.execute(db);
  return rows;
}

async function setDue(db: Db, uid: string, due: Date | undefined): Promise<void> {
  await sql`
    update orderly.job_schedule as schedule set due_at = ${due ?? null} where schedule.job_uid = ${uid}
  `.execute(db);
}

const DEFAULT_WINDOW_HOURS = 4;

/** Hours within which a missed run is made up for. */
async function missedWindowHours(db: Db): Promise<number> {
  const { rows } = await sql<{ value: string }>`
    select systemsetting.value from systemsetting where systemsetting.name = 'jobsMaxCronDelayHours'
  `.execute(db);
  const hours = Number(rows[0]?.value ?? DEFAULT_WINDOW_HOURS);
  return Number.isFinite(hours) && hours >= 0 ? hours : DEFAULT_WINDOW_HOURS;
}
