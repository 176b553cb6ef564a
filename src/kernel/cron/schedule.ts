import { type CronExpression, isNeverDue } from './expression.js';
import { nextRun } from './next-run.js';

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;

/** What decides when a job runs next. */
export type Schedule = CronSchedule | FixedDelaySchedule | { readonly kind: 'ONCE_ASAP'; readonly now: Date };

export interface CronSchedule {
  readonly kind: 'CRON';
  readonly expression: CronExpression;
  /** IANA name. */
  readonly zone: string;
  /** One second after the start of the last run; undefined when there was none. */
  readonly since: Date | undefined;
  /** When the job was created or last enabled, whichever is later: nothing is missed before. */
  readonly createdOrEnabled: Date;
  readonly now: Date;
  /** For how long a missed run is made up for (setting `jobsMaxCronDelayHours`). */
  readonly windowHours: number;
}

export interface FixedDelaySchedule {
  readonly kind: 'FIXED_DELAY';
  readonly delaySeconds: number;
  readonly lastFinished: Date | undefined;
  readonly lastExecuted: Date | undefined;
  readonly now: Date;
}

/** When the job is due next, in the past when a run was missed; undefined when never (contract: scheduling.md §6.1, Orderly's variants). */
export function nextExecution(schedule: Schedule): Date | undefined {
  switch (schedule.kind) {
    case 'CRON':
      return nextByCron(schedule);
    case 'FIXED_DELAY':
      return nextByDelay(schedule);
    case 'ONCE_ASAP':
      return schedule.now;
  }
}

function nextByCron({ expression, zone, since, createdOrEnabled, now, windowHours }: CronSchedule): Date | undefined {
  if (isNeverDue(expression.text)) return undefined;
  const windowStart = now.getTime() - windowHours * HOUR_MS;
  const from = Math.max(since?.getTime() ?? windowStart, createdOrEnabled.getTime());
  const next = nextRun(expression, new Date(from), zone);
  if (next === undefined || next.getTime() >= windowStart) return next;
  // Missed for too long: the first one that is not, without a walk over all between. The window includes its start.
  return nextRun(expression, new Date(windowStart - 1), zone);
}

/** The delay counts from the end of the last run, or from its start when no end is known of it. */
function nextByDelay({ delaySeconds, lastFinished, lastExecuted, now }: FixedDelaySchedule): Date {
  const last = Math.max(lastFinished?.getTime() ?? -Infinity, lastExecuted?.getTime() ?? -Infinity);
  if (last === -Infinity) return now;
  return new Date(Math.floor(last / SECOND_MS + delaySeconds) * SECOND_MS);
}
