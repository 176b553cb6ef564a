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

/** Digits that fit a bigint whatever they are. */
const INTEGER = '^-?[0-9]{1,18}(?:\\.0+)?$';

/** The text as bigint, null when it is not a whole number; never raises. */
export const toInteger = (value: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`case when ${value} ~ ${sql.lit(INTEGER)} then split_part(${value}, '.', 1)::bigint end`;

/** Every day that a month has, in the longest year, and every time of a day; a zone after it does not count. */
const TIMESTAMP = [
  '^(?!0000)[0-9]{4}-',
  '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))',
  '(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,6})?)?Z?)?$',
].join('');

/** The text as timestamp, null when it is no date with or without a time; never raises. */
export function toTimestamp(value: RawBuilder<unknown>): RawBuilder<unknown> {
  const year = sql`left(${value}, 4)::int`;
  const leap = sql`(${year} % 4 = 0 and (${year} % 100 <> 0 or ${year} % 400 = 0))`;
  const day = sql`substr(${value}, 6, 5)`;
  return sql`
    case when ${value} ~ ${sql.lit(TIMESTAMP)} then
      case when ${day} <> '02-29' or ${leap} then ${value}::timestamp end
    end
  `;
}
