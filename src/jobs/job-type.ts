import type { Logger } from 'pino';
import type { Static, TObject } from 'typebox';
import type { Db } from '../database/index.js';
import type { Progress } from './progress.js';

/** What a run is given to work with. */
export interface RunContext<Parameters> {
  readonly run: RunIdentity;
  readonly parameters: Parameters;
  /** Every statement sent through it belongs to the run: cancelling the run cancels the statement in the server. */
  readonly db: Db;
  readonly progress: Progress;
  readonly log: Logger;
  /** Aborted when the run is cancelled, the node stops or the run's lease is lost. */
  readonly signal: AbortSignal;
}

export interface RunIdentity {
  readonly uid: string;
  readonly type: string;
  /** 1 for the first try; more after a take-over. */
  readonly attempt: number;
  readonly requestedBy: string | undefined;
  readonly startedAt: Date;
}

/**
 * What happens to a run whose server died: once more from its beginning, or failed with the reason. A run under which two servers died fails in any case, for it may
 * be what kills them (contract: scheduling.md §14 no. 3).
 */
export type TakeOver = 'restart' | 'fail';

/**
 * A kind of work that takes time. One file per type; the engine gives it a queue, exclusion, progress, cancelling, take-over and history.
 */
export interface JobType<Schema extends TObject = TObject> {
  /** Key of the wire, e.g. `ANALYTICS_TABLE` (contract: system.md §6.4). */
  readonly type: string;
  /** What people call it, e.g. `Analytics table`. */
  readonly label: string;
  /** Shape, defaults and limits of the job's parameters; absent for a job without any. */
  readonly parameters?: Schema;
  /**
   * Named resources that a run holds from its start to its end: runs that share one never overlap, on any server (contract: scheduling.md §14 no. 13). Left out, it
   * is the type itself, so that its runs go one at a time. With an empty list runs of the type may overlap; those of one stored job never do. A function tells it
   * by the run's parameters.
   */
  readonly exclusive?: readonly string[] | ((parameters: Static<Schema>) => readonly string[]);
  readonly takeOver: TakeOver;
  /** When a run fails, those who get feedback are told (flag **e** of the contract: job-types.md §1). */
  readonly notifyFailure?: boolean;
  /** First and last entry of the notification list (contract: system.md §6.2), e.g. `Analytics table update process`. */
  readonly startMessage: string;
  /** Does the work. What it returns is the run's summary (JSON); what it throws fails the run with that message, a `RunFailure` with its summary. */
  run(context: RunContext<Static<Schema>>): Promise<JobSummary>;
}

export interface JobSummary {
  /** The text of the completing notification. */
  readonly message: string;
  /** Answer of `/api/system/taskSummaries/{type}/{id}`; absent for types without one (contract: system.md §7). */
  readonly summary?: Readonly<Record<string, unknown>>;
}
