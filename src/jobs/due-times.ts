import { serverZone } from '../kernel/clock.js';
import { isNeverDue, nextRun, parseCron } from '../kernel/cron/index.js';

/** What starts within this time of when it was due is on time. */
export const ON_TIME_MS = 60_000;
/** Left-out times are counted up to here. */
const MOST_COUNTED = 100;

/**
 * The next time of a stored expression; undefined for one that does not match any more, or that somebody wrote into the table.
 *
 * @param zone in which it is meant; the server's unless given
 */
export function upcoming(cron: string, after: Date, zone?: string | null): Date | undefined {
  try {
    return isNeverDue(cron) ? undefined : nextRun(parseCron(cron), after, zone ?? serverZone());
  } catch {
    return undefined;
  }
}

/** What becomes of a job whose time has come. */
export interface DueTime {
  /** The time for which it runs now; undefined when all that has come was missed for too long. */
  readonly runsFor: Date | undefined;
  /** undefined: never again. */
  readonly next: Date | undefined;
  readonly leftOut: LeftOutTimes | undefined;
}

export interface LeftOutTimes {
  readonly first: Date;
  readonly last: Date;
  readonly count: number;
  /** There are more of them than were counted. */
  readonly more: boolean;
}

/**
 * Of all times between `dueAt` and `now` the job runs for one: the first that is not older than the window (contract: scheduling.md §6.1). The others are left out;
 * those that a job passes over because it starts less than a minute late are not worth a word.
 *
 * @param windowMs for how long a missed time is made up for
 * @param zone as above
 */
export function dueTime(cron: string, dueAt: Date, now: Date, windowMs: number, zone?: string | null): DueTime {
  const earliest = new Date(now.getTime() - Math.max(windowMs, ON_TIME_MS));
  const first = dueAt >= earliest ? dueAt : upcoming(cron, new Date(earliest.getTime() - 1), zone);
  const runsFor = first && first <= now ? first : undefined;
  return { runsFor, next: upcoming(cron, now, zone), leftOut: leftOutTimes(cron, dueAt, now, runsFor, zone) };
}

function leftOutTimes(
  cron: string,
  dueAt: Date,
  now: Date,
  runsFor: Date | undefined,
  zone: string | null | undefined,
): LeftOutTimes | undefined {
  if (now.getTime() - dueAt.getTime() < ON_TIME_MS) return undefined;
  const times: Date[] = [];
  for (let time: Date | undefined = dueAt; time && time <= now; time = upcoming(cron, time, zone)) {
    if (time.getTime() !== runsFor?.getTime()) times.push(time);
    if (times.length > MOST_COUNTED) break;
  }
  const more = times.length > MOST_COUNTED;
  const [first, last] = [times[0], more ? now : times.at(-1)];
  return first && last && { first, last, count: Math.min(times.length, MOST_COUNTED), more };
}
