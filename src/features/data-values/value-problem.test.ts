import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { normalValue, valueProblem } from './value-problem.js';

const test = testDatabase();

/** For each type, what is one of its values and what is not. */
const CASES: Readonly<Record<string, readonly [good: readonly string[], bad: readonly string[]]>> = {
  NUMBER: [
    ['0', '-12', '0.5', '-0.0', '12345678901234567890'],
    ['007', '.5', '1e3', 'abc', '1,5', '5.', '', '٣'],
  ],
  INTEGER: [
    ['0', '-7', '12'],
    ['-0', '1.0', '01', '+1'],
  ],
  INTEGER_POSITIVE: [
    ['1', '10'],
    ['0', '-1', '1.5'],
  ],
  INTEGER_NEGATIVE: [
    ['-1', '-10'],
    ['0', '1', '-01'],
  ],
  INTEGER_ZERO_OR_POSITIVE: [
    ['0', '5'],
    ['-0', '-1', '0.0'],
  ],
  UNIT_INTERVAL: [
    ['0', '1', '0.25', '1.0'],
    ['1.01', '-0.1', '2'],
  ],
  PERCENTAGE: [
    ['0', '100', '99.9', '100.00'],
    ['100.1', '-1', '101'],
  ],
  BOOLEAN: [
    ['true', 'T', '1', 'false', 'F', '0'],
    ['yes', 'tRUE', '2'],
  ],
  TRUE_ONLY: [
    ['true', '1'],
    ['false', '0'],
  ],
  DATE: [
    ['2024-02-29', '2023-12-31'],
    ['2023-02-30', '2023-02-29', '2024-13-01', '2024-00-10', '2024-1-1', '0000-01-01', '2024-02-29T10:00'],
  ],
  AGE: [['2000-01-31'], ['2000-04-31', '24']],
  DATETIME: [
    ['2024-02-29T10:00', '2024-02-29T23:59:59.123', '2024-02-29 10:00:00Z', '2024-02-29'],
    ['2023-02-29T10:00', '2024-02-29T24:00', '10:00'],
  ],
  TIME: [
    ['10:00', '9:59', '23:59'],
    ['24:00', '10:60', '10'],
  ],
  LETTER: [
    ['a', 'É'],
    ['ab', '1'],
  ],
  COORDINATE: [
    ['[-11.4, 8.1]', '[180,90]'],
    ['[181,0]', '[0,91]', '-11.4,8.1', '[1]', '[a,b]'],
  ],
  URL: [
    ['https://example.org/a?b=c', 'http://localhost:8080'],
    ['example.org', 'https://', 'https://a b'],
  ],
  EMAIL: [['a@example.org'], ['a@b', 'a.example.org', 'a b@example.org']],
  PHONE_NUMBER: [
    ['+23276123456', '(076) 12-34 ext 5'],
    ['12', 'none at all'],
  ],
  ORGANISATION_UNIT: [['ImspTQPwCqd'], ['1mspTQPwCqd', 'short']],
  FILE_RESOURCE: [['ImspTQPwCqd'], ['x']],
  TEXT: [['anything', '5'], []],
  LONG_TEXT: [['anything'], []],
};

async function problemsOf(type: string, values: readonly string[]): Promise<readonly (string | null)[]> {
  const { rows } = await sql<{ problem: string | null }>`
    select ${valueProblem(sql`given.value`, sql`given.type`)} as problem
    from unnest(${[...values]}::text[]) with ordinality as v (value, place) cross join lateral (select v.value, ${type}::text as type) as given
    order by v.place
  `.execute(test.db);
  return rows.map(({ problem }) => problem);
}

it.each(Object.entries(CASES))('tells values of type %s from what is none', async (type, [good, bad]) => {
  expect(await problemsOf(type, good)).toEqual(good.map(() => null));
  const problems = await problemsOf(type, bad);
  expect(problems).toEqual(bad.map(() => expect.stringMatching(/^Data value is not /)));
});

it('refuses what is too long for the column', async () => {
  expect(await problemsOf('TEXT', ['x'.repeat(50_000), 'x'.repeat(50_001)])).toEqual([
    null,
    'Data value is longer than 50000 characters',
  ]);
});

it('stores truth values in one form', async () => {
  const given = ['True', 't', '1', 'FALSE', 'F', '0', 'maybe'];
  const { rows } = await sql<{ value: string; text: string }>`
    select ${normalValue(sql`v.value`, sql`'BOOLEAN'`)} as value, ${normalValue(sql`v.value`, sql`'TEXT'`)} as text
    from unnest(${given}::text[]) with ordinality as v (value, place) order by v.place
  `.execute(test.db);
  expect(rows.map(({ value }) => value)).toEqual(['true', 'true', 'true', 'false', 'false', 'false', 'maybe']);
  expect(rows.map(({ text }) => text)).toEqual(given);
});
