/** A stored job with what a run of it needs. */
export interface ScheduledJob {
  readonly uid: string;
  readonly type: string;
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly executedBy: string | null;
  /** The queue that runs with it, if it is the first member of one. */
  readonly queue: string | null;
}
