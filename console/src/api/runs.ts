import type { PagerInfo } from '../parts/table';

/** States of a run as the run log has them. */
export type RunState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'skipped';

/** A run of `/api/jobConfigurations/runs`. Times are the server's. */
export interface Run {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  /** uid under which it can be followed and cancelled: of its job, or its own when it runs once. */
  readonly job: string;
  readonly scheduled: boolean;
  readonly state: RunState;
  readonly interrupted: boolean;
  readonly trigger: string;
  readonly requestedBy?: string;
  readonly due: string;
  readonly queued: string;
  readonly started?: string;
  readonly finished?: string;
  readonly attempt: number;
  readonly node?: string;
  readonly message?: string;
}

export interface RunList {
  readonly pager: PagerInfo;
  readonly runs: readonly Run[];
}

export interface RunDetails extends Run {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly summary?: Readonly<Record<string, unknown>>;
  readonly progress: ProgressDocument;
}

export type StepStatus = 'RUNNING' | 'SUCCESS' | 'ERROR' | 'CANCELLED';

/** A process, stage or item of a run (contract: scheduling.md §10.1). */
export interface Step {
  readonly status: StepStatus;
  readonly description: string;
  readonly startedTime: string;
  readonly completedTime?: string;
  readonly summary?: string;
  readonly error?: string;
  /** Milliseconds, up to now while it runs. */
  readonly duration: number;
  readonly complete: boolean;
}

export interface StageStep extends Step {
  /** −1 unknown, 0 none. */
  readonly totalItems: number;
  /** Items of an ended stage that are only counted. */
  readonly foldedItems?: { readonly succeeded: number; readonly failed: number };
  readonly items: readonly Step[];
}

/** `GET /api/jobConfigurations/{uid}/progress`; without `sequence` the job never ran. */
export interface ProgressDocument {
  readonly sequence?: readonly (Step & { readonly jobId: string; readonly stages: readonly StageStep[] })[];
}

/** A message of a run, as `/api/system/tasks` has it. */
export interface RunMessage {
  readonly uid: string;
  readonly level: 'DEBUG' | 'LOOP' | 'INFO' | 'WARN' | 'ERROR';
  readonly category: string;
  readonly time: string;
  readonly message: string;
  readonly completed: boolean;
}
