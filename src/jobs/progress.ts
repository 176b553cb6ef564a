import type { NotificationLevel } from './run.js';

/**
 * What becomes of a run in which a stage or an item fails (contract: scheduling.md §10.1). `FAIL`: the run fails. `SKIP_STAGE`: the stage ends and the run goes on.
 * `SKIP_ITEM`: the next item follows. `SKIP_ITEM_OUTLIER`: the next item follows if one before it succeeded, else the run fails.
 */
export type FailurePolicy = 'FAIL' | 'SKIP_STAGE' | 'SKIP_ITEM' | 'SKIP_ITEM_OUTLIER';

export interface StageOptions {
  /** How many work items there are, if that is known. */
  readonly items?: number;
  readonly onFailure?: FailurePolicy;
}

/** Something wrong with an object of the data that a run works on, which need not fail the run. */
export interface DataError {
  /** Code of the error catalogue, e.g. `E7600`. */
  readonly code: string;
  /** uid of the object; empty when it has none. */
  readonly id: string;
  /** Kind of the object, e.g. `DataElement`. */
  readonly type: string;
  readonly args: readonly string[];
}

/**
 * How a run tells what it does. Stages and work items go to the run log as they happen; the newest message is what a poller sees first. Every call first
 * checks whether the run was cancelled, and throws if so.
 */
export interface Progress {
  /** Runs `work` as a named stage of `items` work items, if that is known. Its end and its duration are recorded; its failure is thrown on. */
  stage<Result>(name: string, work: (stage: Stage) => Promise<Result>, items?: number): Promise<Result>;
  /** The same with a say in what the failure of an item does. */
  stage<Result>(
    name: string,
    work: (stage: LenientStage) => Promise<Result>,
    options: StageOptions & { readonly onFailure?: Exclude<FailurePolicy, 'SKIP_STAGE'> },
  ): Promise<Result>;
  /** The same with a say in what its own failure does, too: a stage that was passed over gives undefined. */
  stage<Result>(
    name: string,
    work: (stage: LenientStage) => Promise<Result>,
    options: StageOptions,
  ): Promise<Result | undefined>;
  /** A message outside any stage. */
  message(text: string, level?: NotificationLevel): Promise<void>;
  /** Notes an error of the data, apart from whether stages fail. */
  error(error: DataError): void;
}

export interface Stage {
  /** Runs one work item. Its message takes the place of the previous item's; `summarize` adds what came of it, e.g. a number of rows. */
  item<Result>(name: string, work: () => Promise<Result>, summarize?: (result: Result) => string): Promise<Result>;
}

export interface LenientStage {
  /** Runs one work item; gives undefined when it failed and the stage's policy passes over it. */
  item<Result>(
    name: string,
    work: () => Promise<Result>,
    summarize?: (result: Result) => string,
  ): Promise<Result | undefined>;
}
