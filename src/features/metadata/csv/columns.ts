import { PERIOD_TYPES } from '../../../kernel/periods/index.js';
import type { MetadataObject } from '../../../metadata/index.js';
import { badRow, type CsvRow } from './rows.js';

/** What the cells of a column mean. The position of a column is its place in the list of its definition. */
export interface Column {
  /** The property that it fills; undefined for a column that is passed over. */
  readonly property?: string;
  /** What an empty cell means; unless given, it leaves the property out. */
  readonly fallback?: string;
  /** The value of a cell, undefined when it makes no sense. */
  readonly read: (text: string) => unknown;
  /** What would make sense, for a message. */
  readonly expected?: string;
}

type Options = Pick<Column, 'fallback'> & { readonly max?: number };

/** A text, cut to `max` characters as in the peer. */
export const text = (property: string, { max, ...options }: Options = {}): Column => ({
  property,
  ...options,
  read: (cell) => cut(cell, max),
});

/** One of a list of words; which ones, the import knows. */
export const word = (property: string, fallback: string): Column => ({ property, fallback, read: (cell) => cell });

/** A word in upper case, however it is written. */
export const upperCase = (property: string, fallback: string): Column => ({
  property,
  fallback,
  read: (cell) => cell.toUpperCase(),
});

const FLAGS = new Map([
  ['true', true],
  ['false', false],
]);

/** False when empty. Other words than true and false are refused, while the peer takes them for false. */
export const flag = (property: string): Column => ({
  property,
  fallback: 'false',
  expected: 'true or false',
  read: (cell) => FLAGS.get(cell.toLowerCase()),
});

export const wholeNumber = (property: string): Column => ({
  property,
  expected: 'a whole number',
  read: (cell) => (/^-?\d{1,9}$/.test(cell) ? Number(cell) : undefined),
});

/** The uid of another object. Uids, codes and formulas are never cut: the rest would mean something else. */
export const reference = (property: string): Column => ({ property, read: (cell) => ({ id: cell }) });

/** The name of a period type, upper or lower case. */
export const periodType = (property: string, fallback: string): Column => ({
  property,
  fallback,
  read: (cell) => PERIOD_TYPES.find(({ name }) => name.toLowerCase() === cell.toLowerCase())?.name ?? cell,
});

export const passedOver: Column = { read: () => undefined };

/** The first columns of all objects. */
export const IDENTITY: readonly Column[] = [text('name', { max: 230 }), text('id'), text('code')];

/** The first characters of a text, never half a character. */
export function cut(value: string, max = Number.POSITIVE_INFINITY): string {
  if (value.length <= max) return value;
  const short = value.slice(0, max);
  return /[\uD800-\uDBFF]$/.test(short) ? short.slice(0, -1) : short;
}

/**
 * The object that a row describes.
 *
 * @throws OrderlyError 409 for a cell that makes no sense
 */
export function objectOf(row: CsvRow, columns: readonly Column[]): MetadataObject {
  return Object.fromEntries(
    columns.flatMap(({ property, fallback, read, expected }, position) => {
      const cell = row.values[position] || fallback;
      if (property === undefined || cell === undefined) return [];
      const value = read(cell);
      if (value !== undefined) return [[property, value] as const];
      throw badRow(
        row,
        `has \`${cut(cell, 80)}\` for \`${property}\`, which should be ${expected ?? 'something else'}`,
      );
    }),
  );
}
