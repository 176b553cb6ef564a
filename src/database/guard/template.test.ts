// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the variables of SQL views
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { bindVariables, checkVariables } from './template.js';

const database = testDatabase();

/** The one value that a query gives, with its variables bound. */
async function run(query: string, values: Readonly<Record<string, string>>): Promise<unknown> {
  const bound = await bindVariables(query, new Map(Object.entries(values)));
  if ('violations' in bound) throw new Error(JSON.stringify(bound.violations));
  const { rows } = await database.database.pool.query({
    text: bound.text,
    values: [...bound.values],
    rowMode: 'array',
  });
  return rows[0]?.[0];
}

describe('a variable in a query', () => {
  it.each([
    ["select '${a}'", { a: 'x' }, 'x'],
    ["select 'a${a}b${b}c${a}'", { a: '1', b: '2' }, 'a1b2c1'],
    ["select e'a\\n${a}' || 'é' || '${a}'", { a: 'x' }, 'a\nxéx'],
    ["select u&'\\0061${a}'", { a: 'x' }, 'ax'],
    ["select $tag$it's ${a}$tag$", { a: 'x' }, "it's x"],
    ["select 'malaria' like '%${a}%'", { a: 'lar' }, true],
    ['select ${n} + ${n}', { n: '3' }, 6],
    ['select pg_typeof(${n})::text', { n: '3' }, 'integer'],
    ['select pg_typeof(${n})::text', { n: '3000000000' }, 'bigint'],
    ['select not ${flag}', { flag: 'false' }, true],
    ['select ${nothing} is null', { nothing: 'null' }, true],
    ['select 10 -${n}', { n: '-5' }, 15],
    ["select date '${day}' + 1", { day: '2020-01-31' }, '2020-02-01'],
    ["select '${day}'::date + 1", { day: '2020-01-31' }, '2020-02-01'],
    ["select date '2020-01-01' > '${year}-01-01'", { year: '2019' }, true],
    ["select extract(day from interval '${n} days')::int", { n: '7' }, 7],
    ["select format('%s-%s', '${a}', ${n})", { a: 'x', n: '1' }, 'x-1'],
    ["select json_build_object('k', '${a}')::text", { a: 'x' }, '{"k" : "x"}'],
    ["select '${a}' is null", { a: 'x' }, false],
    ["select 'größe' || '${a}' -- ${a}", { a: '!' }, 'größe!'],
    ['select count(*)::int from generate_series(1, ${n})', { n: '4' }, 4],
    ["select coalesce('${a}', 'b') || case when '${a}' = '' then 'empty' else 'full' end", { a: '' }, 'empty'],
  ])('%s', async (query, values, result) => expect(await run(query, values as Record<string, string>)).toEqual(result));

  it.each([
    ['select ${column} from constant', { column: 'name' }, 'E4306'],
    ['select * from ${table}', { table: 'constant' }, 'E4313'],
    ['select c.${column} from constant as c', { column: 'name' }, 'E4313'],
    ['select "${column}" from constant', { column: 'name' }, 'E4313'],
    ['select table_${n}', { n: '1' }, 'E4313'],
    ['select 1 from constant order by ${n}', { n: '1' }, 'E4313'],
    ['select 1 from constant group by ${n}', { n: '1' }, 'E4313'],
    ['select ${function}(1)', { function: 'abs' }, 'E4313'],
    ["select '1'::${type}", { type: 'int' }, 'E4313'],
    ["select interval '${n}' day", { n: '1' }, 'E4313'],
    ["select b'${bits}'", { bits: '1' }, 'E4313'],
    ["select $1 || '${a}'", { a: 'x' }, 'E4313'],
    ["select '${a}${b}'", { a: '1' }, 'E4307'],
  ])('that cannot be a value: %s', async (query, values, code) => {
    const bound = await bindVariables(query, new Map(Object.entries(values)));
    expect('violations' in bound && bound.violations.map((violation) => violation.code)).toEqual([code]);
  });

  it.each([
    ["select '${a b}'", 'E4313'],
    ["select '${}'", 'E4313'],
    ['select * from ${table}', 'E4313'],
  ])('that is wrong whatever its value: %s', async (query, code) => {
    expect((await checkVariables(query)).violations.map((violation) => violation.code)).toEqual([code]);
  });
});

describe('a value', () => {
  it('comes out of a literal as it went in, and the query does not depend on it', async () => {
    const query = "select '${a}' as whole, 'a${a}b' as part, $q$<${a}>$q$ as dollars";
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        "'; drop table constant; --",
        "' or '1'='1",
        '$q$',
        '\\',
        "\\'",
        '${a}',
        '$1',
        "' || (select 1) || '",
        '*/',
        '--',
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        text.map((one) => one.replaceAll('\0', '')),
        async (value) => {
          const bound = await bindVariables(query, new Map([['a', value]]));
          if ('violations' in bound) throw new Error('refused');
          const other = await bindVariables(query, new Map([['a', 'other']]));
          expect('text' in other && other.text).toBe(bound.text);
          const { rows } = await database.database.pool.query({ text: bound.text, values: [...bound.values] });
          expect(rows).toEqual([{ whole: value, part: `a${value}b`, dollars: `<${value}>` }]);
        },
      ),
      { numRuns: 200 },
    );
    expect((await sql`select to_regclass('constant') is not null as there`.execute(database.db)).rows).toEqual([
      { there: true },
    ]);
  });

  it('outside of quotes is a number, true, false or null and nothing else', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('1 or 1=1', 'name', '1;', '(select 1)', 'current_user', '1e5', '--1', 'nul'),
    );
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const bound = await bindVariables('select 1 where hierarchylevel = ${n}', new Map([['n', value]]));
        const isValue = /^([-+]?\d{1,18}|true|false|null)$/i.test(value);
        expect('text' in bound).toBe(isValue);
      }),
    );
  });
});
