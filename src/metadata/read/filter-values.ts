import type { ValueType } from '../model/property.js';
import { timestamp } from './filter-dates.js';
import { badFilter } from './filter-parser.js';

const INTEGER = /^[-+]?\d{1,18}$/;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?$/;

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
