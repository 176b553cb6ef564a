import { dayNumberOf } from '../calendar.js';
import { monthOfYear } from './days.js';
import type { CronExpression } from './expression.js';
import { clockChange, momentOf, offsetAt } from './zone.js';

/** Where Spring gives up. Here an attempt is a month that the expression allows, so a rare 29 February is found and 30 February ends. */
const MOST_ATTEMPTS = 366;
/** Ends the search from a date that is none, too. */
const LAST_YEAR = 9999;
const DAY_SECONDS = 86_400;

/**
 * The first moment after `after` at which the expression is due in the IANA zone; undefined when there is none. When clocks change, an
 * expression of one time of day is due once on each of its dates: at the earlier of two such times, or when skipped, at the end of the
 * gap. Every other is due whenever the clocks show one of its times (contract: scheduling.md §6.5).
 */
export function nextRun(expression: CronExpression, after: Date, zone: string): Date | undefined {
  const from = Math.floor(after.getTime() / 1000) + 1;
  const moment = hasOneTime(expression) ? nextOnDates(expression, from, zone) : nextOnClock(expression, from, zone);
  return moment === undefined ? undefined : new Date(moment * 1000);
}

const hasOneTime = ({ seconds, minutes, hours }: CronExpression): boolean =>
  seconds.length === 1 && minutes.length === 1 && hours.length === 1;

function nextOnDates(expression: CronExpression, from: number, zone: string): number | undefined {
  // A day earlier, for its run may have been moved past midnight by a gap.
  let local = nextLocal(expression, from + offsetAt(from, zone) - DAY_SECONDS);
  for (let attempt = 0; attempt < MOST_ATTEMPTS && local !== undefined; attempt++) {
    const { moment } = momentOf(local, zone);
    if (moment >= from) return moment;
    local = nextLocal(expression, local + 1);
  }
  return undefined;
}

function nextOnClock(expression: CronExpression, start: number, zone: string): number | undefined {
  let from = start;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const offset = offsetAt(from, zone);
    const next = nextLocal(expression, from + offset);
    if (next === undefined) return undefined;
    // Clocks that are put back within a day may show times again that lie before `from`; later ones cannot.
    const ahead = Math.min(next - offset - from, DAY_SECONDS);
    if (offsetAt(from + ahead, zone) !== offset) {
      from = clockChange(from, from + ahead, zone);
      continue;
    }
    if (ahead < DAY_SECONDS) return from + ahead;
    const { moment, exists } = momentOf(next, zone);
    if (exists) return moment;
    from = moment;
  }
  return undefined;
}

/** The first local time of the expression at or after `from`. */
function nextLocal(expression: CronExpression, from: number): number | undefined {
  const today = Math.floor(from / DAY_SECONDS);
  const date = nextDate(expression, today);
  if (date === undefined) return undefined;
  const time = nextTime(expression, date === today ? from - today * DAY_SECONDS : 0);
  if (time !== undefined) return date * DAY_SECONDS + time;
  return nextLocal(expression, (today + 1) * DAY_SECONDS);
}

/** The first day of the expression at or after `from`, both as days since 1970. */
function nextDate({ months, dayOfMonth, dayOfWeek }: CronExpression, from: number): number | undefined {
  const start = new Date(from * DAY_SECONDS * 1000);
  let [year, number, day] = [start.getUTCFullYear(), start.getUTCMonth() + 1, start.getUTCDate()];
  for (let attempt = 0; attempt < MOST_ATTEMPTS && year <= LAST_YEAR; ) {
    if (months.includes(number)) {
      attempt++;
      const month = monthOfYear(year, number);
      for (; day <= month.length; day++) {
        if (dayOfMonth(day, month) && dayOfWeek(day, month)) return dayNumberOf(year, number, day);
      }
    }
    day = 1;
    number++;
    if (number > 12) [year, number] = [year + 1, 1];
  }
  return undefined;
}

/** The first time of day of the expression at or after `from`, both as seconds since midnight. */
function nextTime({ seconds, minutes, hours }: CronExpression, from: number): number | undefined {
  for (const hour of hours) {
    if (hour * 3600 + 3599 < from) continue;
    for (const minute of minutes) {
      const start = hour * 3600 + minute * 60;
      if (start + 59 < from) continue;
      const second = seconds.find((value) => start + value >= from);
      if (second !== undefined) return start + second;
    }
  }
  return undefined;
}
