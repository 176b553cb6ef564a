import type { NotificationLevel } from './run.js';

/**
 * How a run tells what it does. Stages and work items go to the run log as they happen; the newest message is what a poller sees first. Every call first
 * checks whether the run was cancelled, and throws if so.
 */
export interface Progress {
  /** Runs `work` as a named stage of `items` work items, if that is known. Its end and its duration are recorded; its failure is thrown on. */
  stage<Result>(name: string, work: (stage: Stage) => Promise<Result>, items?: number): Promise<Result>;
  /** A message outside any stage. */
  message(text: string, level?: NotificationLevel): Promise<void>;
}

export interface Stage {
  /** Runs one work item. Its message takes the place of the previous item's; `summarize` adds what came of it, e.g. a number of rows. */
  item<Result>(name: string, work: () => Promise<Result>, summarize?: (result: Result) => string): Promise<Result>;
}
