/** States of a run; all but the first two are final. A skipped one stands for times of a schedule that were left out. */
export type RunState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'skipped';

export type NotificationLevel = 'DEBUG' | 'LOOP' | 'INFO' | 'WARN' | 'ERROR';

/** One execution of a job as the log has it. Times are instants. */
export interface Run {
  readonly uid: string;
  readonly type: string;
  readonly name: string;
  readonly trigger: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly requestedBy: string | null;
  readonly state: RunState;
  readonly attempt: number;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly message: string | null;
  readonly summary: Readonly<Record<string, unknown>> | null;
}

/** One message of a run. */
export interface RunEvent {
  readonly uid: string;
  readonly at: Date;
  readonly level: NotificationLevel;
  readonly message: string;
  readonly completed: boolean;
}
