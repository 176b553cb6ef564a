import { badRequest } from '../../kernel/errors/index.js';

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

const notA = (text: string, name: string, type: string) =>
  badRequest(`Value '${text}' is not valid for parameter ${name}. It should be of type ${type}`);
