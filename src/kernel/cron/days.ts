import { dayNumberOf, dayOfWeek } from '../calendar.js';

/** What the day fields of an expression need to know about a month. */
export interface Month {
  readonly length: number;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekdayOf: (day: number) => number;
}

/** Whether a day of the month is one that a day field means. */
export type DayTest = (day: number, month: Month) => boolean;

/** The month, 1 … 12. */
export function monthOfYear(year: number, month: number): Month {
  const first = dayNumberOf(year, month, 1);
  return {
    length: dayNumberOf(year, month + 1, 1) - first,
    weekdayOf: (day) => dayOfWeek(first + day - 1),
  };
}

export const anyOf =
  (tests: readonly DayTest[]): DayTest =>
  (day, month) =>
    tests.some((test) => test(day, month));

export const dayIn =
  (days: ReadonlySet<number>): DayTest =>
  (day) =>
    days.has(day);

export const weekdayIn =
  (weekdays: ReadonlySet<number>): DayTest =>
  (day, month) =>
    weekdays.has(month.weekdayOf(day));

/** `L` and `L-n`. */
export const beforeLastDay =
  (offset: number): DayTest =>
  (day, month) =>
    day === month.length - offset;

/** `LW`: the last day of the month that is neither Saturday nor Sunday. */
export const lastWorkingDay: DayTest = (day, month) =>
  day === month.length - Math.max(0, month.weekdayOf(month.length) - 5);

/**
 * `nW`: the working day nearest to the day `n`: the Friday before a Saturday, the Monday after a Sunday, the 3rd when the 1st is a
 * Saturday. A month that lacks the day, or ends on it with a Sunday, is skipped as in Spring.
 */
export const nearestWorkingDay =
  (goal: number): DayTest =>
  (day, month) => {
    if (goal > month.length) return false;
    const weekday = month.weekdayOf(goal);
    if (weekday === 6) return day === (goal === 1 ? 3 : goal - 1);
    return day === (weekday === 7 ? goal + 1 : goal);
  };

/** `dL`: the last such weekday of the month. */
export const lastWeekday =
  (weekday: number): DayTest =>
  (day, month) =>
    day > month.length - 7 && month.weekdayOf(day) === weekday;

/** `d#n`: the n-th such weekday of the month. */
export const nthWeekday =
  (weekday: number, ordinal: number): DayTest =>
  (day, month) =>
    Math.ceil(day / 7) === ordinal && month.weekdayOf(day) === weekday;
