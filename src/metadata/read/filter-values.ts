import type { ValueType } from '../model/property.js';
import { badFilter } from './filter-parser.js';

const INTEGER = /^[-+]?\d{1,18}$/;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?$/;
const DATE =
  /^(\d{4})(?:-?(\d{2})(?:-?(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?$/;

/** A value of a filter in the form that PostgreSQL compares, or the peer's complaint (contract: http.md §8). */
export function comparable(type: ValueType, text: string, constants?: readonly string[]): string | number | boolean {
  const unreadable = (klass: string) => badFilter(`Unable to parse \`${text}\` as \`${klass}\`.`);
  switch (type) {
    case 'INTEGER': {
      const value = Number(text);
      if (!INTEGER.test(text) || Math.abs(value) > 2_147_483_647) throw unreadable('Integer');
      return value;
    }
    case 'NUMBER':
      if (!NUMBER.test(text)) throw unreadable('Double');
      return Number(text);
    case 'BOOLEAN':
      if (!/^(true|false)$/i.test(text)) throw unreadable('Boolean');
      return text.toLowerCase() === 'true';
    case 'DAY':
    case 'DATE':
      return timestamp(text) ?? raise(unreadable('Date'));
    case 'CONSTANT': {
      if (!constants) return text;
      const found = constants.find((constant) => constant.toLowerCase() === text.toLowerCase());
      if (found === undefined)
        throw badFilter(`Unable to parse \`${text}\` to \`Enum\`. Valid values are: [${constants.join(', ')}]`);
      return found;
    }
    default:
      return text;
  }
}

function raise(error: Error): never {
  throw error;
}

/** `2024`, `2024-03`, `2024-03-15` or a date with a time → a timestamp; undefined for no date. */
export function timestamp(text: string): string | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [, year = '', month = '01', day = '01', hours = '00', minutes = '00', seconds = '00', fraction = '0'] = match;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const exists =
    !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day) && date.getUTCMonth() + 1 === Number(month);
  if (!exists || Number(year) === 0 || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59)
    return undefined;
  return `${year}-${month}-${day}T${hours}:${minutes}:${seconds}.${fraction.padEnd(3, '0')}`;
}
