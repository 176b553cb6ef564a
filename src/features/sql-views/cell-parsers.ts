import pg from 'pg';

const { BOOL, INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC, TIMESTAMP, TIMESTAMPTZ } = pg.types.builtins;

/** Digits that a double holds. */
const MOST_DIGITS = 15;

/** A number; the text of a whole one that has more digits than a number here, and of what is none, e.g. `NaN`. */
function number(text: string): number | string {
  const isLong = /^-?\d+$/.test(text) && text.length > MOST_DIGITS;
  return isLong || !Number.isFinite(Number(text)) ? text : Number(text);
}

const isoTime = (text: string): string => text.replace(' ', 'T');

const PARSERS = new Map<number, (text: string) => unknown>([
  [BOOL, (text) => text === 't'],
  [INT2, Number],
  [INT4, Number],
  [INT8, number],
  [FLOAT4, number],
  [FLOAT8, number],
  [NUMERIC, number],
  [TIMESTAMP, isoTime],
  [TIMESTAMPTZ, isoTime],
]);

const asText = (text: string): string => text;

/** How values become cells: numbers and truth values are such, everything else is the database's text. */
export const cellParsers = {
  getTypeParser: (oid: number) => PARSERS.get(oid) ?? asText,
} as unknown as pg.CustomTypesConfig;
