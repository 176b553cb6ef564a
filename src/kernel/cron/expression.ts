import type { DayTest } from './days.js';
import { parseDayOfMonth, parseDayOfWeek } from './parse-day-field.js';
import { CronError, type FieldType, HOUR, MINUTE, MONTH, parseValues, SECOND } from './parse-field.js';

/** A cron expression of six fields. Numbers ascend; a day is meant when both day tests say so. */
export interface CronExpression {
  readonly text: string;
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly dayOfMonth: DayTest;
  readonly months: readonly number[];
  readonly dayOfWeek: DayTest;
}

const MACROS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 0 1 1 *'],
  ['@annually', '0 0 0 1 1 *'],
  ['@monthly', '0 0 0 1 * *'],
  ['@weekly', '0 0 0 * * 0'],
  ['@daily', '0 0 0 * * *'],
  ['@midnight', '0 0 0 * * *'],
  ['@hourly', '0 0 * * * *'],
]);

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] as const;
const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;

/** Stands in the peer's database for "no schedule". */
const PLACEHOLDER = '* * * * * ?';

/** Whether a job with this cron text has no schedule (contract: scheduling.md §6.1). */
export const isNeverDue = (text: string | null | undefined): boolean => !text || text === PLACEHOLDER;

/** The expression that the text is in Spring's grammar (contract: scheduling.md §6.2); a `CronError` when it is none. */
export function parseCron(text: string): CronExpression {
  if (text === '') throw new CronError('Expression must not be empty');
  const trimmed = text.trim();
  const expanded = MACROS.get(trimmed.toLowerCase()) ?? trimmed;
  const fields = fieldsOf(expanded);
  if (fields.length !== 6) {
    throw new CronError(`Cron expression must consist of 6 fields (found ${fields.length} in "${expanded}")`);
  }
  try {
    const [second = '', minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] = fields;
    // The order decides which of several errors is told.
    return {
      text,
      seconds: ascending(second, SECOND),
      minutes: ascending(minute, MINUTE),
      hours: ascending(hour, HOUR),
      dayOfMonth: parseDayOfMonth(dayOfMonth),
      months: ascending(numbered(month, MONTHS), MONTH),
      dayOfWeek: parseDayOfWeek(numbered(dayOfWeek, WEEKDAYS)),
    };
  } catch (error) {
    if (error instanceof CronError) throw new CronError(`${error.message} in cron expression "${expanded}"`);
    throw error;
  }
}

const fieldsOf = (text: string): readonly string[] =>
  text
    .split(' ')
    .map((field) => field.trim())
    .filter((field) => field !== '');

const ascending = (text: string, type: FieldType): readonly number[] =>
  [...parseValues(text, type)].sort((a, b) => a - b);

/** The field in capitals, each name replaced by its number. */
const numbered = (text: string, names: readonly string[]): string =>
  names.reduce((field, name, index) => field.replaceAll(name, String(index + 1)), text.toUpperCase());
