import type { Database, Db } from '../../database/index.js';
import type { WebMessage } from '../../http/index.js';
import type { RunContext, Stage } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import type { RemoteServer } from '../remote/index.js';

/** What operations use of the server. */
export interface OperationServices {
  readonly database: Database;
  readonly clock: Clock;
  /** The DHIS2 of this database, to be told to clear its caches; undefined when the settings do not name it. */
  readonly dhis2Server: RemoteServer | undefined;
  /** Reads all apps again, on all servers; gives their keys. */
  reloadApps(): Promise<readonly string[]>;
}

/** What an operation is given to work with. */
export interface OperationContext {
  /** Statements of a run end when it is cancelled. */
  readonly db: Db;
  readonly services: OperationServices;
  /** uid of who asks; undefined for a job that runs for nobody. */
  readonly requestedBy: string | undefined;
  /** What a request told about how, and about which object. */
  readonly options: OperationOptions;
  /** Tells the run log of each batch; silent in a preview. */
  readonly stage: Stage;
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal;
  /** The run itself; undefined in a preview that a request does by itself. */
  readonly job: RunContext<unknown> | undefined;
}

export interface OperationOptions {
  /** uid of the organisation unit, data element or category combo of operations on one object. */
  readonly target?: string;
  /** `all` removes whatever entry takes for a zero, `peer` what DHIS2 removes (contract: maintenance.md §4.6). */
  readonly zeroPattern?: 'peer' | 'all';
}

/** What an operation did, or in a preview would do (contract: maintenance.md §8). */
export interface Effects {
  /** Rows that go, change or come, by table; relations that go or come, by name. Nothing of what stays. */
  readonly counts: Readonly<Record<string, number>>;
  /** What was left as it is, and why. */
  readonly skipped: readonly Skipped[];
  /** What an administrator should know of what went. */
  readonly warnings: readonly string[];
  /** What became of each object, where an operation on one tells; for its `answer`. */
  readonly changes?: readonly unknown[];
}

export interface Skipped {
  readonly id: string;
  readonly name?: string;
  readonly reason: string;
}

/** One maintenance operation; its file is all that there is of it. Routes, batch flags, the job and the report come from the engine. */
export interface MaintenanceOperation {
  /** Its path below `/api/maintenance`, its flag and its name in reports, e.g. `periodPruning` (contract: maintenance.md §1). */
  readonly name: string;
  /** Other paths that do the same. */
  readonly otherPaths?: readonly string[];
  /** Has no path here: its own feature has it, with an answer of its own. */
  readonly flagOnly?: boolean;
  /** An operation on one object has paths of its own and no flag. */
  readonly object?: ObjectOperation;
  /** Other flags of the batch; `name` is one always (contract: maintenance.md §3). */
  readonly otherFlags?: readonly string[];
  /** What people call it, e.g. `Remove soft deleted events`. */
  readonly label: string;
  /** What it does, in a sentence for who decides about it. */
  readonly description: string;
  /** Types of jobs whose work it would harm: it is refused while one of them runs. */
  readonly refusedDuring?: readonly string[];
  /** Named resources that it holds besides its own name: whatever holds one of them waits (see `JobType.exclusive`). */
  readonly exclusive?: readonly string[];
  /** What a DHIS2 beside us keeps in its caches of what this changes, e.g. `periods` (contract: schema.md §7 no. 4). */
  readonly cachedByDhis2?: string;
  /** What `run` would do now. It counts, or does it and takes it back: nothing of it stays. */
  preview(context: OperationContext): Promise<Effects>;
  run(context: OperationContext): Promise<Effects>;
}

/** What an operation on one object says about its path, which ends in the object's uid. */
export interface ObjectOperation {
  readonly paths: readonly string[];
  readonly authorities: readonly string[];
  exists(db: Db, uid: string): Promise<boolean>;
  /** The sentence for an object that is not there (409). */
  unknown(uid: string): string;
  /** The sentence of success. */
  readonly done: string;
  /** The answer of a run, where it is not that sentence. */
  answer?(effects: Effects): WebMessage;
}

/** Effects that are counts only. */
export const counted = (counts: Readonly<Record<string, number>>): Effects => ({ counts, skipped: [], warnings: [] });
