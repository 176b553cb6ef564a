import type { Logger } from 'pino';
import { type Database, type Db, setLocal, transaction } from '../database/index.js';
import { formatTimestamp } from '../kernel/clock.js';
import { type DueTime, dueTime, type LeftOutTimes } from './due-times.js';
import { advanceRounds, beginRounds } from './queue-rounds.js';
import { insertRuns, type NewRun, recordLeftOut } from './run-log.js';
import { type DueJob, dueJobs, type NextDue, rescheduleDelayed, setDue } from './schedule-store.js';
import type { ScheduledJob } from './scheduled-job.js';
import { Turn } from './turn.js';

/** How often schedules are looked at; a job starts at most this much late. */
const TICK_MS = 1_000;
/** Jobs that are started in one transaction. */
const BATCH = 500;
const HOUR_MS = 3_600_000;
/** A node that stops in the middle of a batch must not keep the jobs from the others. */
const LONGEST_PAUSE_MS = 5_000;

export interface SchedulerOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly types: () => readonly string[];
  /** The run that the schedule asks for. */
  readonly runOf: (job: ScheduledJob) => NewRun;
}

interface Planned extends DueTime {
  readonly job: DueJob;
}

/**
 * Queues the runs of jobs that are due. Every node looks; a row lock decides which one starts a job, in one transaction with the time of its next run, so that a
 * schedule fires once in a cluster. The database's clock is the only one that counts (contract: scheduling.md §6.1, §7.5).
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #turns: Turn;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#turns = new Turn(TICK_MS, () => this.fireDue(), options.log, 'schedules could not be read');
  }

  start(): void {
    this.#turns.start();
  }

  async stop(): Promise<void> {
    await this.#turns.stop();
  }

  /** Starts everything that is due now. */
  async fireDue(): Promise<void> {
    const { database, types, runOf } = this.#options;
    await rescheduleDelayed(database.db);
    await advanceRounds(database.db, types(), runOf);
    for (;;) {
      const seen = await transaction(database.db, (handle) => this.#fireBatch(handle));
      if (seen < BATCH) return;
    }
  }

  async #fireBatch(db: Db): Promise<number> {
    const { log, runOf, types } = this.#options;
    await setLocal(db, 'idle_in_transaction_session_timeout', LONGEST_PAUSE_MS);
    const due = await dueJobs(db, types(), BATCH);
    if (due.length === 0) return 0;
    const planned = due.map(plan);
    const starting = planned.flatMap(({ job, runsFor }) =>
      runsFor ? [{ job, run: { ...runOf(job), dueAt: runsFor } }] : [],
    );
    const runs = await insertRuns(
      db,
      starting.map(({ run }) => run),
    );
    await setDue(
      db,
      planned.map(({ job, next }): NextDue => ({ uid: job.uid, due: next ?? null })),
    );
    await recordLeftOut(db, planned.flatMap(leftOutOf));
    await beginRounds(
      db,
      starting.flatMap(({ job: { queue } }, index) => (queue === null ? [] : [{ queue, run: runs[index]?.uid ?? '' }])),
    );
    for (const [index, { job }] of starting.entries())
      log.info({ job: job.uid, run: runs[index]?.uid, type: job.type }, 'a scheduled job was started');
    for (const { job, runsFor } of planned)
      if (!runsFor)
        log.warn({ job: job.uid, dueAt: job.dueAt }, 'a scheduled run was missed for too long and is left out');
    return due.length;
  }
}

function plan(job: DueJob): Planned {
  const { cron, dueAt, now, misfire, windowHours, zone } = job;
  // A job with a delay is due again when this run has ended.
  if (cron === null) return { job, runsFor: dueAt, next: undefined, leftOut: undefined };
  return { job, ...dueTime(cron, dueAt, now, misfire === 'skip' ? 0 : windowHours * HOUR_MS, zone) };
}

function leftOutOf({ job, leftOut, runsFor }: Planned) {
  if (!leftOut) return [];
  const { type, name, uid: configuration } = job;
  const them = leftOut.count > 1 || leftOut.more ? 'them' : 'it';
  const message = `${leftOutText(leftOut)} ${runsFor ? 'One run' : 'Nothing'} makes up for ${them}.`;
  return [{ type, name, configuration, trigger: 'schedule' as const, dueAt: leftOut.first, message }];
}

function leftOutText({ first, last, count, more }: LeftOutTimes): string {
  const missed = 'no server was there or the job was still running';
  if (count === 1 && !more) return `The run of ${formatTimestamp(first)} was left out: ${missed}.`;
  return `${more ? `More than ${count}` : count} runs from ${formatTimestamp(first)} to ${formatTimestamp(last)} were left out: ${missed}.`;
}
