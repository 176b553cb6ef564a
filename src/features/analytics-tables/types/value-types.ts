import { type RawBuilder, sql } from 'kysely';

/** Value types of data elements by what analytics makes of them (contract: tables.md §4.1.2); all others are not exported. */
export const BOOLEAN_TYPES = ['BOOLEAN', 'TRUE_ONLY'] as const;

export const TEXT_TYPES = [
  'TEXT',
  'LONG_TEXT',
  'LETTER',
  'TIME',
  'USERNAME',
  'EMAIL',
  'PHONE_NUMBER',
  'URL',
  'DATE',
  'DATETIME',
  'AGE',
] as const;

/** `'NUMBER', 'INTEGER'` for an `in (…)`. */
export function typeList(types: readonly string[]): RawBuilder<unknown> {
  return sql.join(types.map((type) => sql.lit(type)));
}
