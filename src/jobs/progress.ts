export type NotificationLevel = 'DEBUG' | 'LOOP' | 'INFO' | 'WARN' | 'ERROR';

/**
 * How a run tells what it does. Stages and work items go to the run log (`orderly.job_event`) as they happen, with their times; the newest one is
 * what a poller sees first. Every call checks whether the run was cancelled and throws the signal's reason if so.
 */
export interface Progress {
  /**
   * Runs `work` as a named stage. `items` is the number of work items when known. The stage ends when `work` does; its failure is recorded and
   * thrown on.
   */
  stage<Result>(name: string, work: (stage: Stage) => Promise<Result>, items?: number): Promise<Result>;
  /** A message of the run outside any stage. */
  message(text: string, level?: NotificationLevel): Promise<void>;
}

export interface Stage {
  /** Runs one work item, counted and timed; its text replaces the previous item's (`LOOP`). `summarize` gives a closing text from the result, e.g. rows. */
  item<Result>(name: string, work: () => Promise<Result>, summarize?: (result: Result) => string): Promise<Result>;
}
