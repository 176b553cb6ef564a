import { type RawBuilder, sql } from 'kysely';

/** Longest value that is stored (contract: schema.md §2.1). */
const LONGEST = 50_000;

/** Texts that mean yes and no where an import gives a truth value; they are stored as `true` and `false` (contract: schema.md §2.1). */
const YES = sql.lit('true True TRUE t T 1');
const NO = sql.lit('false False FALSE f F 0');

const among = (value: RawBuilder<unknown>, words: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`${value} = any (string_to_array(${words}, ' '))`;

/** A pattern as a literal: what is a constant is compiled once for a statement. */
const matches = (value: RawBuilder<unknown>, pattern: string): RawBuilder<unknown> =>
  sql`${value} ~ ${sql.lit(pattern)}`;

const NUMBER = '^-?(0|[1-9][0-9]*)([.][0-9]+)?$';
const DATE = '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';
const TIME_OF_DAY = '([01]?[0-9]|2[0-3]):[0-5][0-9]';
const DECIMAL = '-?[0-9]+([.][0-9]+)?';

/** A day that the calendar has; the pattern comes first, so that no part of it can be missing or too large. */
const isDate = (value: RawBuilder<unknown>, rest: string): RawBuilder<unknown> => sql`case
  when not ${matches(value, `${DATE}${rest}`)} or left(${value}, 4) = '0000' then false
  else right(left(${value}, 10), 2)::int <= extract(
    day from make_date(left(${value}, 4)::int, substr(${value}, 6, 2)::int, 1) + interval '1 month' - interval '1 day'
  )
end`;

const isCoordinate = (value: RawBuilder<unknown>): RawBuilder<unknown> => sql`case
  when not ${matches(value, `^\\[ *${DECIMAL} *, *${DECIMAL} *\\]$`)} or length(${value}) > 100 then false
  else abs(split_part(btrim(${value}, '[]'), ',', 1)::numeric) <= 180 and abs(split_part(btrim(${value}, '[]'), ',', 2)::numeric) <= 90
end`;

type Rule = readonly [problem: string, holds: (value: RawBuilder<unknown>) => RawBuilder<unknown>];

const ofPattern =
  (pattern: string) =>
  (value: RawBuilder<unknown>): RawBuilder<unknown> =>
    matches(value, pattern);
const UID = ofPattern('^[a-zA-Z][a-zA-Z0-9]{10}$');

/** What each value type asks of a text; types that are not named take any. The texts are the peer's where the contract shows them (imports.md §2.4 `E7619`). */
const RULES: Readonly<Record<string, Rule>> = {
  INTEGER_ZERO_OR_POSITIVE: ['Data value is not zero or a positive integer', ofPattern('^(0|[1-9][0-9]*)$')],
  NUMBER: ['Data value is not numeric', ofPattern(NUMBER)],
  INTEGER: ['Data value is not an integer', ofPattern('^(0|-?[1-9][0-9]*)$')],
  INTEGER_POSITIVE: ['Data value is not a positive integer', ofPattern('^[1-9][0-9]*$')],
  INTEGER_NEGATIVE: ['Data value is not a negative integer', ofPattern('^-[1-9][0-9]*$')],
  UNIT_INTERVAL: ['Data value is not a unit interval', ofPattern('^(0([.][0-9]+)?|1([.]0+)?)$')],
  PERCENTAGE: ['Data value is not a percentage', ofPattern('^((0|[1-9][0-9]?)([.][0-9]+)?|100([.]0+)?)$')],
  BOOLEAN: ['Data value is not a boolean', (value) => sql`(${among(value, YES)} or ${among(value, NO)})`],
  TRUE_ONLY: ['Data value is not true only', (value) => among(value, YES)],
  DATE: ['Data value is not a valid date', (value) => isDate(value, '$')],
  AGE: ['Data value is not a valid date', (value) => isDate(value, '$')],
  DATETIME: [
    'Data value is not a valid date and time',
    (value) =>
      isDate(value, '([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?$'),
  ],
  TIME: ['Data value is not a valid time', ofPattern(`^${TIME_OF_DAY}$`)],
  LETTER: ['Data value is not a single letter', ofPattern('^[[:alpha:]]$')],
  COORDINATE: ['Data value is not a coordinate', isCoordinate],
  URL: ['Data value is not a URL', ofPattern('^(https?|ftp)://[^[:space:]/?#]+([/?#][^[:space:]]*)?$')],
  EMAIL: ['Data value is not an email address', ofPattern('^[^@[:space:]]+@[^@[:space:].]+([.][^@[:space:].]+)+$')],
  PHONE_NUMBER: ['Data value is not a phone number', ofPattern('^[0-9+()#.[:space:]/ext-]{6,50}$')],
  USERNAME: ['Data value is not a username', ofPattern('^.{1,255}$')],
  ORGANISATION_UNIT: ['Data value is not the identifier of an organisation unit', UID],
  FILE_RESOURCE: ['Data value is not the identifier of a file resource', UID],
  IMAGE: ['Data value is not the identifier of a file resource', UID],
};

/**
 * Why `value`, a text that is not empty, is no value of the type, as a text that is null when it is one. Both are SQL expressions; they are used several times and must be columns.
 */
export const valueProblem = (
  value: RawBuilder<unknown>,
  valueType: RawBuilder<unknown>,
): RawBuilder<string | null> => sql`case
  when length(${value}) > ${sql.lit(LONGEST)} then 'Data value is longer than 50000 characters'
  else case ${valueType} ${sql.join(
    Object.entries(RULES).map(
      ([type, [problem, holds]]) =>
        sql`when ${sql.lit(type)} then case when ${holds(value)} then null else ${sql.lit(problem)} end`,
    ),
    sql` `,
  )} end
end`;

/** The form in which a value of the type is stored: truth values are `true` and `false`, everything else stays. */
export const normalValue = (
  value: RawBuilder<unknown>,
  valueType: RawBuilder<unknown>,
): RawBuilder<string | null> => sql`case
  when ${valueType} not in ('BOOLEAN', 'TRUE_ONLY') then ${value}
  when ${among(value, YES)} then 'true'
  when ${among(value, NO)} then 'false'
  else ${value}
end`;
