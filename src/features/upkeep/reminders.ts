import type { Db } from '../../database/index.js';
import type { JobSummary, Progress } from '../../jobs/index.js';
import { isMailAddress, sendMail } from '../mail/index.js';
import { count } from './count.js';

/** Whom a reminder goes to. */
export interface Recipient {
  readonly username: string;
  readonly email: string;
}

export interface Reminder {
  readonly username: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A mail server that refuses this many in a row is down: waiting for it once for every user would take hours. */
const MOST_FAILURES_IN_A_ROW = 5;

/** The days before an event at which people are reminded of it: `days`, its half, … 1, as whole numbers (contract: job-types.md §3). */
export function reminderDays(days: number): readonly number[] {
  return days < 1 ? [] : [days, ...reminderDays(Math.floor(days / 2))];
}

/** The end of a run that had nobody to remind. */
export const nothingSent = (why: string): JobSummary => ({ message: `No reminders sent, because ${why}` });

/** When it happens, e.g. `in 3 days`. */
export const inDays = (days: number): string => (days === 1 ? 'tomorrow' : `in ${days} days`);

/**
 * Sends each person their own mail, so that nobody reads the addresses of others. One that cannot be sent does not keep the others from theirs.
 *
 * @returns what became of them, for the completing message
 */
export async function sendReminders(db: Db, progress: Progress, reminders: readonly Reminder[]): Promise<string> {
  const able = reminders.filter(({ to }) => isMailAddress(to));
  let sent = 0;
  let failures = 0;
  await progress.stage(
    'Sending reminders',
    async (stage) => {
      for (const { username, ...mail } of able) {
        if (failures === MOST_FAILURES_IN_A_ROW) break;
        const problem = await stage.item(username, () => problemOf(sendMail(db, mail)));
        if (problem === undefined) {
          sent += 1;
          failures = 0;
        } else {
          failures += 1;
          await progress.message(problem, 'WARN');
        }
      }
    },
    able.length,
  );
  const unsent = reminders.length - sent;
  return `${count(sent, 'reminder')} sent${unsent === 0 ? '' : `, ${unsent} could not be sent`}`;
}

async function problemOf(sending: Promise<void>): Promise<string | undefined> {
  try {
    await sending;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
