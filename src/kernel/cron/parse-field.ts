/** Says in Spring's words what is wrong with a cron expression; the text fills E7005 (contract: scheduling.md §6.3). */
export class CronError extends Error {
  override readonly name = 'CronError';
}

/** What a field may hold. The names are those of the texts. */
export interface FieldType {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** The limits as the texts print them. */
  readonly limits: string;
}

export const SECOND: FieldType = { name: 'SecondOfMinute', least: 0, most: 59, limits: '0 - 59' };
export const MINUTE: FieldType = { name: 'MinuteOfHour', least: 0, most: 59, limits: '0 - 59' };
export const HOUR: FieldType = { name: 'HourOfDay', least: 0, most: 23, limits: '0 - 23' };
export const DAY_OF_MONTH: FieldType = { name: 'DayOfMonth', least: 1, most: 31, limits: '1 - 28/31' };
export const MONTH: FieldType = { name: 'MonthOfYear', least: 1, most: 12, limits: '1 - 12' };
export const DAY_OF_WEEK: FieldType = { name: 'DayOfWeek', least: 1, most: 7, limits: '1 - 7' };

const LARGEST_INTEGER = 2 ** 31 - 1;

/** A whole number as Java reads one. */
export function parseNumber(text: string): number {
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(Math.abs(number) <= LARGEST_INTEGER)) throw new CronError(`For input string: "${text}"`);
  return number;
}

export function checkValue(value: number, type: FieldType): number {
  const sundayAsZero = type === DAY_OF_WEEK && value === 0;
  if (!sundayAsZero && (value < type.least || value > type.most)) {
    throw new CronError(`Invalid value for ${type.name} (valid values ${type.limits}): ${value}`);
  }
  return value;
}

/** The values of a field without `L`, `W` and `#`: a list of `*`, `a`, `a-b`, each with or without `/n`. */
export function parseValues(text: string, type: FieldType): ReadonlySet<number> {
  if (text === '') throw new CronError('Value must not be empty');
  try {
    const values = new Set<number>();
    for (const item of text.split(',')) {
      for (const value of parseItem(item, type)) values.add(value);
    }
    return values;
  } catch (error) {
    if (error instanceof CronError) throw new CronError(`${error.message} '${text}'`);
    throw error;
  }
}

function parseItem(item: string, type: FieldType): readonly number[] {
  const slash = item.indexOf('/');
  if (slash === -1) return valuesBetween(...parseRange(item, type), 1);
  const range = item.slice(0, slash);
  const [from, to] = parseRange(range, type);
  const step = parseNumber(item.slice(slash + 1));
  if (step <= 0) throw new CronError('Incrementer delta must be 1 or higher');
  return valuesBetween(from, range.includes('-') ? to : type.most, step);
}

function parseRange(text: string, type: FieldType): readonly [from: number, to: number] {
  if (text === '*') return [type.least, type.most];
  const hyphen = text.indexOf('-');
  if (hyphen === -1) {
    const value = checkValue(parseNumber(text), type);
    return [value, value];
  }
  const [first, last] = [parseNumber(text.slice(0, hyphen)), parseNumber(text.slice(hyphen + 1))];
  const from = checkValue(first, type);
  const to = checkValue(last, type);
  // A range may start on Sunday, which then comes before Monday.
  const start = type === DAY_OF_WEEK && from === 7 ? 0 : from;
  if (start > to) throw new CronError('Minimum value must be less than maximum value');
  return [start, to];
}

function valuesBetween(from: number, to: number, step: number): readonly number[] {
  const values: number[] = [];
  for (let value = from; value <= to; value += step) values.push(value);
  return values;
}
