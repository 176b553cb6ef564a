import { badRequest } from '../../kernel/errors/index.js';
import { timestamp } from '../../metadata/index.js';

type Query = Readonly<Record<string, unknown>>;

export function textOf(query: Query, name: string): string | undefined {
  const value = query[name];
  const text = Array.isArray(value) ? value.at(-1) : value;
  return text === undefined || text === '' ? undefined : String(text);
}

/** @throws OrderlyError 400 for text that is no whole number */
export function integerOf(query: Query, name: string): number | undefined {
  const text = textOf(query, name);
  if (text === undefined) return undefined;
  if (!/^[-+]?\d{1,9}$/.test(text)) throw notA(text, name, 'Integer');
  return Number(text);
}

/** @throws OrderlyError 400 for text that is neither true nor false */
export function flagOf(query: Query, name: string): boolean {
  const text = textOf(query, name);
  if (text === undefined || text === 'false') return false;
  if (text !== 'true') throw notA(text, name, 'boolean');
  return true;
}

/** One of the words, in any case. @throws OrderlyError 400 for any other */
export function wordOf<Word extends string>(query: Query, name: string, words: readonly Word[]): Word | undefined {
  const text = textOf(query, name);
  if (text === undefined) return undefined;
  const found = words.find((word) => word === text.toUpperCase());
  if (found === undefined)
    throw badRequest(`Value '${text}' is not valid for parameter ${name}. Valid values are: [${words.join(', ')}]`);
  return found;
}

/** A date or a time, as the database takes it. @throws OrderlyError 400 for text that is none */
export function dateOf(query: Query, name: string): string | undefined {
  const text = textOf(query, name);
  return text === undefined ? undefined : (timestamp(text) ?? refuse(text, name));
}

function refuse(text: string, name: string): never {
  throw notA(text, name, 'Date');
}

const notA = (text: string, name: string, type: string) =>
  badRequest(`Value '${text}' is not valid for parameter ${name}. It should be of type ${type}`);
