import { badRequest } from '../../../kernel/errors/index.js';
import { isUid } from '../../../kernel/uid.js';
import { timestamp } from '../../../metadata/index.js';

/** The query of a request as it was sent: values that came more than once are lists. */
export type Query = Readonly<Record<string, unknown>>;

/** All values of a parameter as one text, separated by commas; undefined when it was not sent, or is empty. */
export function textOf(query: Query, name: string): string | undefined {
  const value = query[name];
  if (value === undefined) return undefined;
  const text = [value].flat().map(String).join(',');
  return text === '' ? undefined : text;
}

/**
 * Uids of a list, separated by commas or, as old clients do, by semicolons. `old` is a name that the parameter had before.
 *
 * @returns undefined when neither was sent
 * @throws OrderlyError 400 for what is no uid, and when both names are used
 */
export function uidsOf(query: Query, name: string, old?: string): readonly string[] | undefined {
  const text = textOf(query, name);
  const oldText = old === undefined ? undefined : textOf(query, old);
  if (text !== undefined && oldText !== undefined) throw oneOf(old ?? '', name);
  const used = text ?? oldText;
  if (used === undefined) return undefined;
  const uids = used.split(/[,;]/).filter((uid) => uid !== '');
  for (const uid of uids) if (!isUid(uid)) throw noUid(uid, text === undefined ? (old ?? name) : name);
  return uids.length === 0 ? undefined : [...new Set(uids)];
}

/** @throws OrderlyError 400 for what is no uid */
export function uidOf(query: Query, name: string): string | undefined {
  const text = textOf(query, name);
  if (text !== undefined && !isUid(text)) throw noUid(text, name);
  return text;
}

/** One of two spellings of a parameter. @throws OrderlyError 400 when both are sent */
export function eitherOf<Value>(
  old: string,
  oldValue: Value | undefined,
  name: string,
  value: Value | undefined,
): Value | undefined {
  if (oldValue !== undefined && value !== undefined) throw oneOf(old, name);
  return value ?? oldValue;
}

const oneOf = (old: string, name: string) =>
  badRequest(
    `Only one parameter of '${old}' and '${name}' must be specified. Prefer '${name}' as '${old}' will be removed.`,
  );

const noUid = (text: string, name: string) =>
  badRequest(
    `Value '${text}' is not valid for parameter ${name}. UID must be an alphanumeric string of 11 characters starting with a letter, but was: ${text}`,
  );

const WITHOUT_TIME = /^\d{4}(-\d{2}){0,2}$|^\d{8}$/;

/** The moment that a parameter names, the first of the day when it names a day. @throws OrderlyError 400 for what is no date */
export const startOf = (query: Query, name: string): string | undefined => momentOf(query, name)?.start;

/** The same for the end of a span: the last moment of the day when the parameter names a day. @throws OrderlyError 400 for what is no date */
export const endOf = (query: Query, name: string): string | undefined => momentOf(query, name)?.end;

function momentOf(query: Query, name: string): { readonly start: string; readonly end: string } | undefined {
  const text = textOf(query, name);
  if (text === undefined) return undefined;
  const start = timestamp(text);
  if (start === undefined) {
    throw badRequest(
      `Value '${text}' is not valid for parameter ${name}. It should be a date such as 2024-01-31, or a date and time such as 2024-01-31T10:30:00.000`,
    );
  }
  return { start, end: WITHOUT_TIME.test(text) ? start.replace(/T.*/, 'T23:59:59.999') : start };
}

const SIMPLE = /^(\d{1,9})([dhms])$/;
const ISO = /^P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;
const SECONDS = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;

/** Milliseconds of a duration such as `3d`, `12h`, `P1DT6H`. @throws OrderlyError 400 for what is none */
export function durationOf(query: Query, name: string): number | undefined {
  const text = textOf(query, name);
  if (text === undefined) return undefined;
  const [, count, unit] = SIMPLE.exec(text) ?? [];
  if (count !== undefined) return Number(count) * SECONDS[unit as keyof typeof SECONDS] * 1000;
  const iso = ISO.exec(text);
  if (iso === null || text === 'P') throw badRequest(`\`${name}\` is not valid: ${text}`);
  const [weeks, days, hours, minutes, seconds] = iso.slice(1).map((digits) => Number(digits ?? 0));
  return ((((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0)) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000;
}
