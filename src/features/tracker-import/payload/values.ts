import { formatTimestamp } from '../../../kernel/clock.js';
import { badRequest, type OrderlyError } from '../../../kernel/errors/index.js';
import { isUid } from '../../../kernel/uid.js';

export type Members = Readonly<Record<string, unknown>>;

/** A body that cannot be read: 400 in the peer's words (contract: imports.md §7.3). */
export const unreadable = (problem: string): OrderlyError => badRequest(`JSON parse error: ${problem}`);

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => (JSON.stringify(value) ?? '').slice(0, 100);

/** The members of an object; undefined when it is absent or null. */
export function membersOf(value: unknown, path: string): Members | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isMembers(value)) throw unreadable(`${path} must be an object, but was: ${shown(value)}`);
  return value;
}

/** The objects of a list; an absent list is empty. */
export function listOf(value: unknown, path: string): readonly Members[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw unreadable(`${path} must be a list, but was: ${shown(value)}`);
  for (const [index, one] of value.entries())
    if (!isMembers(one)) throw unreadable(`${path}[${index}] must be an object, but was: ${shown(one)}`);
  return value as readonly Members[];
}

/** A text; numbers and truth values are taken for what they look like. Null when it is absent. */
export function textOf(value: unknown, path: string): string | null {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw unreadable(`${path} must not contain the character U+0000`);
    return value;
  }
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw unreadable(`${path} must be a text, but was: ${shown(value)}`);
}

/** A name of metadata; an empty one is none. */
export function nameOf(value: unknown, path: string): string | null {
  const text = textOf(value, path);
  return text === null || text.trim() === '' ? null : text;
}

/** @throws OrderlyError 400 for a text that is no uid */
export function uidOf(value: unknown, path: string): string | null {
  if (value === undefined || value === null) return null;
  const text = textOf(value, path) ?? '';
  if (isUid(text)) return text;
  throw unreadable(
    `Cannot construct instance of \`org.hisp.dhis.common.UID\`, problem: UID must be an alphanumeric string of 11 characters starting with a letter, but was: ${text.slice(0, 100)}`,
  );
}

export function flagOf(value: unknown, path: string): boolean {
  if (value === undefined || value === null || value === false || value === 'false') return false;
  if (value === true || value === 'true') return true;
  throw unreadable(`${path} must be true or false, but was: ${shown(value)}`);
}

export function wordOf<Word extends string>(value: unknown, words: readonly [Word, ...Word[]], path: string): Word {
  if (value === undefined || value === null) return words[0];
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw unreadable(`${path} must be one of [${words.join(', ')}], but was: ${shown(value)}`);
}

const MOMENT =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?\s?(Z|[-+]\d\d(?::?\d\d)?)?)?)?$/;

/**
 * A moment as the tables keep it: local time of the server with milliseconds, without zone. Null when it is absent.
 *
 * @throws OrderlyError 400 for what is no moment, e.g. a thirtieth of February
 */
export function momentOf(value: unknown, path: string): string | null {
  if (value === undefined || value === null || value === '') return null;
  const text = String(value);
  const found = MOMENT.exec(text);
  const date = found && dateOf(found);
  if (!date) throw unreadable(`${path} must be a date of ISO 8601, but was: ${text.slice(0, 100)}`);
  return formatTimestamp(date);
}

const milliseconds = (digits = ''): number => Number(digits.padEnd(3, '0').slice(0, 3));

function dateOf([, year, month, day = '1', hour = '0', minute = '0', second = '0', part, zone]: RegExpExecArray):
  | Date
  | undefined {
  const numbers = [year, month, day, hour, minute, second].map(Number);
  const [years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = numbers;
  if (years < 1 || hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const calendar = new Date(Date.UTC(2000, 0, 1));
  calendar.setUTCFullYear(years, months - 1, days);
  if (calendar.getUTCMonth() !== months - 1 || calendar.getUTCDate() !== days) return undefined;
  if (zone === undefined) {
    const local = new Date(2000, 0, 1, hours, minutes, seconds, milliseconds(part));
    local.setFullYear(years, months - 1, days);
    return local;
  }
  calendar.setUTCHours(hours, minutes, seconds, milliseconds(part));
  return new Date(calendar.getTime() - offsetOf(zone));
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0] = [zone.slice(1, 3), zone.slice(3).replace(':', '')].map(Number);
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
