import { type RawBuilder, sql } from 'kysely';

type Condition = (column: RawBuilder<unknown>, value: string) => RawBuilder<unknown>;

const text = (column: RawBuilder<unknown>): RawBuilder<unknown> => sql`(${column})::text`;

/** The value as it stands, whatever it means in a pattern. */
const literal = (value: string): string => value.replace(/[\\%_]/g, '\\$&');

const like =
  (before: string, after: string, { ignoreCase = false, not = false } = {}): Condition =>
  (column, value) =>
    sql`${text(column)} ${sql.raw(`${not ? 'not ' : ''}${ignoreCase ? 'ilike' : 'like'}`)} ${`${before}${literal(value)}${after}`}`;

const compare =
  (operator: '=' | '<>' | '>' | '<' | '>=' | '<='): Condition =>
  (column, value) =>
    // The type of the parameter follows the column's, so that numbers and days compare as what they are.
    sql`${column} ${sql.raw(operator)} ${value}`;

/** `[a,b]` or `a,b`. */
const listed = (value: string): readonly string[] => value.replace(/^\[(.*)\]$/s, '$1').split(',');

const within =
  (word: 'in' | 'not in'): Condition =>
  (column, value) =>
    sql`${column} ${sql.raw(word)} (${sql.join(listed(value))})`;

const patterns = (word: 'like' | 'ilike', ignoreCase: boolean): Readonly<Record<string, Condition>> => ({
  [word]: like('%', '%', { ignoreCase }),
  [`!${word}`]: like('%', '%', { ignoreCase, not: true }),
  [`^${word}`]: like('', '%', { ignoreCase }),
  [`!^${word}`]: like('', '%', { ignoreCase, not: true }),
  [`$${word}`]: like('%', '', { ignoreCase }),
  [`!$${word}`]: like('%', '', { ignoreCase, not: true }),
});

/** The operators of `filter=column:operator:value` (contract: data-admin.md §9.2). */
const CONDITIONS: Readonly<Record<string, Condition>> = {
  eq: compare('='),
  ieq: (column, value) => sql`lower(${text(column)}) = lower(${value})`,
  '!eq': compare('<>'),
  ne: compare('<>'),
  neq: compare('<>'),
  gt: compare('>'),
  lt: compare('<'),
  gte: compare('>='),
  ge: compare('>='),
  lte: compare('<='),
  le: compare('<='),
  ...patterns('like', false),
  ...patterns('ilike', true),
  in: within('in'),
  '!in': within('not in'),
  null: (column) => sql`${column} is null`,
  '!null': (column) => sql`${column} is not null`,
};

export type Operator = string & { readonly operator: true };

export const isOperator = (word: string): word is Operator => Object.hasOwn(CONDITIONS, word);

export const takesValue = (operator: Operator): boolean => operator !== 'null' && operator !== '!null';

/** The condition of an operator on a column; its value is a parameter. */
export function condition(column: RawBuilder<unknown>, operator: Operator, value: string): RawBuilder<unknown> {
  const build = CONDITIONS[operator];
  if (!build) throw new Error(`There is no operator ${operator}.`);
  return build(column, value);
}
