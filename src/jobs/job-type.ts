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

/** What happens to a run whose node died: run it again from its beginning, or fail it with the reason (contract: DESIGN §4). */
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
  /** Advisory-lock classes that the run holds from start to end; runs that share a class never overlap. The type itself is always one. */
  readonly exclusive?: readonly string[];
  readonly takeOver: TakeOver;
  /** First and last entry of the notification list (contract: system.md §6.2), e.g. `Analytics table update process`. */
  readonly startMessage: string;
  /**
   * Does the work. What it returns is the run's summary (JSON); what it throws fails the run with that message, and an `OrderlyError` gives its `response` as the
   * summary.
   */
  run(context: RunContext<Static<Schema>>): Promise<JobSummary>;
}

export interface JobSummary {
  /** The text of the completing notification. */
  readonly message: string;
  /** Answer of `/api/system/taskSummaries/{type}/{id}`; absent for types without one (contract: system.md §7). */
  readonly summary?: Readonly<Record<string, unknown>>;
}
