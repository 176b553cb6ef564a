/** Readers of process settings: text in, value out, or an `InvalidValue` whose text completes the sentence "… is not usable:". */
import { isIP } from 'node:net';
import { resolve } from 'node:path';

export class InvalidValue extends Error {}

/** Non-empty text, blanks around it removed. */
export function text(raw: string): string {
  const value = raw.trim();
  if (value === '') throw new InvalidValue('it is empty');
  return value;
}

/** A whole number within `range`, both ends included. */
export function integer(range: { readonly min: number; readonly max: number }): (raw: string) => number {
  return (raw) => {
    const value = /^-?\d{1,15}$/.test(raw.trim()) ? Number(raw) : Number.NaN;
    if (!(value >= range.min && value <= range.max)) {
      throw new InvalidValue(`a whole number from ${range.min} to ${range.max} is needed`);
    }
    return value;
  };
}

/** Numbers of ports, separated by commas. */
export function ports(raw: string): readonly number[] {
  const read = integer({ min: 0, max: 65_535 });
  return raw
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(read);
}

/** One of the given words. */
export function oneOf<Word extends string>(...words: readonly Word[]): (raw: string) => Word {
  return (raw) => {
    const found = words.find((word) => word === raw.trim());
    if (found === undefined) throw new InvalidValue(`it must be one of ${words.join(', ')}`);
    return found;
  };
}

/** `true on yes 1` or `false off no 0`, any case. */
export function boolean(raw: string): boolean {
  const value = raw.trim().toLowerCase();
  if (['true', 'on', 'yes', '1'].includes(value)) return true;
  if (['false', 'off', 'no', '0'].includes(value)) return false;
  throw new InvalidValue('it must be true or false');
}

/** A path, made absolute. */
export function path(raw: string): string {
  return resolve(text(raw));
}

/** Addresses or networks (`10.0.0.0/8`), separated by commas. */
export function list(raw: string): readonly string[] {
  const entries = raw
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  for (const entry of entries) {
    const [address = '', bits, ...rest] = entry.split('/');
    const limit = isIP(address) === 6 ? 128 : 32;
    const mask = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= limit);
    if (isIP(address) === 0 || !mask || rest.length > 0) {
      throw new InvalidValue(`${entry} is neither an IP address nor a network such as 10.0.0.0/8`);
    }
  }
  return entries;
}

/** A path prefix: empty, or `/name` with more segments allowed, without slash at the end. */
export function pathPrefix(raw: string): string {
  const value = raw.trim().replace(/\/+$/, '');
  if (value !== '' && !/^(\/[A-Za-z0-9._~-]+)+$/.test(value)) {
    throw new InvalidValue('it must look like /name, with letters, digits and . _ ~ - only');
  }
  return value;
}

/** A PostgreSQL URL with at least a host or a socket folder and a database. */
export function databaseUrl(raw: string): string {
  const value = text(raw);
  const url = parseUrl(value);
  if (url === undefined || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    throw new InvalidValue('it must look like postgres://user:password@host:port/database');
  }
  if (url.pathname.length < 2) throw new InvalidValue('it names no database');
  return value;
}

/** An http or https URL, without slash at the end. */
export function httpUrl(raw: string): string {
  const value = text(raw).replace(/\/+$/, '');
  const url = parseUrl(value);
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidValue('it must be an http or https URL');
  }
  return value;
}

/** http or https URLs, separated by commas. */
export function httpUrls(raw: string): readonly string[] {
  return raw
    .split(',')
    .filter((entry) => entry.trim() !== '')
    .map(httpUrl);
}

function parseUrl(value: string): URL | undefined {
  try {
    return new URL(value);
  } catch {
    return undefined;
  }
}
