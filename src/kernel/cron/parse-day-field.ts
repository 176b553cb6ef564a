import {
  anyOf,
  beforeLastDay,
  type DayTest,
  dayIn,
  lastWeekday,
  lastWorkingDay,
  nearestWorkingDay,
  nthWeekday,
  weekdayIn,
} from './days.js';
import { CronError, checkValue, DAY_OF_MONTH, DAY_OF_WEEK, parseNumber, parseValues } from './parse-field.js';

/** The day-of-month field. */
export function parseDayOfMonth(text: string): DayTest {
  return parseDayField(text, /[LW]/, parseSpecialDay, (part) => dayIn(parseValues(part, DAY_OF_MONTH)));
}

/** The day-of-week field, its names already replaced by numbers. */
export function parseDayOfWeek(text: string): DayTest {
  return parseDayField(text, /[L#]/, parseSpecialWeekday, (part) => {
    const weekdays = parseValues(part, DAY_OF_WEEK);
    return weekdayIn(weekdays.has(0) ? new Set([...weekdays, 7]) : weekdays);
  });
}

function parseDayField(
  text: string,
  special: RegExp,
  parseSpecial: (part: string) => DayTest,
  parsePlain: (part: string) => DayTest,
): DayTest {
  if (text === '?') return parsePlain('*');
  if (!special.test(text)) return parsePlain(text);
  return anyOf(text.split(',').map((part) => (special.test(part) ? parseSpecial(part) : parsePlain(part))));
}

/** `L`, `LW`, `L-n`, `nW`. */
function parseSpecialDay(text: string): DayTest {
  const last = text.lastIndexOf('L');
  if (last > 0) throw new CronError(`Unrecognized characters before 'L' in '${text}'`);
  if (last === 0) {
    if (text === 'L') return beforeLastDay(0);
    if (text === 'LW') return lastWorkingDay;
    const offset = parseNumber(text.slice(1));
    if (offset >= 0) throw new CronError(`Offset '${offset} should be < 0 '${text}'`);
    return beforeLastDay(-offset);
  }
  const working = text.lastIndexOf('W');
  if (working === 0) throw new CronError(`No day-of-month before 'W' in '${text}'`);
  if (working !== text.length - 1) throw new CronError(`Unrecognized characters after 'W' in '${text}'`);
  return nearestWorkingDay(checkValue(parseNumber(text.slice(0, -1)), DAY_OF_MONTH));
}

/** `dL`, `d#n`. */
function parseSpecialWeekday(text: string): DayTest {
  const last = text.lastIndexOf('L');
  if (last !== -1) {
    if (last !== text.length - 1) throw new CronError(`Unrecognized characters after 'L' in '${text}'`);
    if (last === 0) throw new CronError(`No day-of-week before 'L' in '${text}'`);
    return lastWeekday(parseWeekday(text.slice(0, last)));
  }
  const hash = text.lastIndexOf('#');
  if (hash === 0) throw new CronError(`No day-of-week before '#' in '${text}'`);
  if (hash === text.length - 1) throw new CronError(`No ordinal after '#' in '${text}'`);
  const weekday = parseWeekday(text.slice(0, hash));
  const ordinal = parseNumber(text.slice(hash + 1));
  if (ordinal <= 0) throw new CronError(`Ordinal '${ordinal}' in '${text}' must be positive number `);
  return nthWeekday(weekday, ordinal);
}

function parseWeekday(text: string): number {
  const weekday = parseNumber(text);
  if (weekday < 0 || weekday > 7) throw new CronError(`Invalid value for DayOfWeek: ${weekday} '${text}'`);
  return weekday === 0 ? 7 : weekday;
}
