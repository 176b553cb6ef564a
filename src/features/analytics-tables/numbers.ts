import { type RawBuilder, sql } from 'kysely';

/**
 * What counts as a number in a data value. Both patterns come with a length that keeps the cast from overflowing: PostgreSQL raises on
 * `1e400` and on 400 digits alike, and one such value must not abort a run (contract: tables.md §10.3 no. 23).
 */
const STRICT = { pattern: '^-?[0-9]+(?:\\.[0-9]+)?$', length: 300 } as const;
const LENIENT = { pattern: '^[-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]{1,2})?$', length: 150 } as const;

export type NumberForm = 'strict' | 'lenient';

const form = (name: NumberForm) => (name === 'strict' ? STRICT : LENIENT);

/** Whether the text `value` is a number that can be cast. `strict` is the peer's test for analytics, `lenient` the one for outlier statistics. */
export function isNumber(value: RawBuilder<unknown>, name: NumberForm): RawBuilder<boolean> {
  const { pattern, length } = form(name);
  return sql`(length(${value}) <= ${sql.lit(length)} and ${value} ~ ${sql.lit(pattern)})`;
}

/** The text `value` as double precision, null when it is not a number; never raises. */
export function toNumber(value: RawBuilder<unknown>, name: NumberForm): RawBuilder<number | null> {
  return sql`case when ${isNumber(value, name)} then ${value}::double precision end`;
}
