import { CronError, nextRun, parseCron } from '../../kernel/cron/index.js';
import { invalid } from './errors.js';

/** Days of the week by number: AtScale counts from Sunday as 1, DHIS2 from Monday as 1 with Sunday as 0 or 7. Names mean the same to both. */
const DAYS_OF_ATSCALE = ['', 'SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const DAYS_OF_DHIS2 = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/** A number that is a day: not what comes after `#` or `/`. */
const DAY = /(?<=^|[,-])\d(?=$|[-,/#L])/g;

const named = (days: string, names: readonly string[]): string => days.replace(DAY, (day) => names[Number(day)] || day);

/**
 * A time expression of six or seven fields, UTC, as our scheduler keeps it. The seventh is the year.
 *
 * @throws OrderlyError 400 for one that means nothing, never comes, or is for some years only
 */
export function cronOf(expression: string): string {
  const [second, minute, hour, day, month, weekday = '', year = '*', ...more] = expression.trim().split(/\s+/);
  if (weekday === '' || more.length > 0) throw invalid('time_expression must have six or seven fields');
  if (year !== '*') throw invalid('time_expression must be for every year: its seventh field must be *');
  if (/(?<=^|[,-])0(?=$|[-,/#L])/.test(weekday)) throw invalid('time_expression has a day of the week 0; Sunday is 1');
  // The last day of a week is Saturday.
  const days = weekday === 'L' ? 'SAT' : named(weekday, DAYS_OF_ATSCALE);
  const cron = [second, minute, hour, day, month, days].join(' ');
  const refused = problemOf(cron);
  if (refused !== undefined) throw invalid(`time_expression is no cron expression: ${refused}`);
  return cron;
}

function problemOf(cron: string): string | undefined {
  try {
    return nextRun(parseCron(cron), new Date(), 'UTC') === undefined ? 'it never matches' : undefined;
  } catch (error) {
    if (error instanceof CronError) return error.message;
    throw error;
  }
}

/** The time expression of seven fields that an expression of our scheduler is. */
export function timeExpressionOf(cron: string): string {
  const fields = cron.trim().split(/\s+/);
  // A word such as @daily, or what somebody wrote into the table, is shown as it is.
  if (fields.length !== 6) return cron;
  return [...fields.slice(0, 5), named(fields[5] ?? '', DAYS_OF_DHIS2), '*'].join(' ');
}
