import { serverZone } from '../../kernel/clock.js';
import { nextExecution, parseCron } from '../../kernel/cron/index.js';
import { describedType } from './configurable-types.js';
import type { JobTimes, StoredJob } from './store.js';

const SECOND_MS = 1_000;

/**
 * When a job runs next (contract: scheduling.md §6.1); undefined for never, and while a job with a delay runs: the scheduler counts from its end.
 *
 * @param activeSince when it began to count; now for one that begins with this
 */
export function nextDue(job: StoredJob, times: JobTimes, activeSince: Date, windowHours: number): Date | undefined {
  // Members of a queue run when the one before them is done.
  if (!job.enabled || (job.queuePosition ?? 0) > 0) return undefined;
  const { now, lastStarted, lastFinished, active } = times;
  if (job.schedulingType === 'CRON' && job.cron !== null) {
    return nextExecution({
      kind: 'CRON',
      expression: parseCron(job.cron),
      zone: describedType(job.type)?.zone ?? serverZone(),
      since: lastStarted === null ? undefined : new Date(lastStarted.getTime() + SECOND_MS),
      createdOrEnabled: activeSince,
      now,
      windowHours,
    });
  }
  if (job.schedulingType !== 'FIXED_DELAY' || job.delay === null || active !== null) return undefined;
  return nextExecution({
    kind: 'FIXED_DELAY',
    delaySeconds: job.delay,
    lastFinished: lastFinished ?? undefined,
    lastExecuted: lastStarted ?? undefined,
    now,
  });
}
