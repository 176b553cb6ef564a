// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the variables of SQL views
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { violationsOf } from './index.js';

const database = testDatabase();

const codesOf = async (query: string): Promise<readonly string[]> =>
  (await violationsOf(database.db, query)).map(({ code }) => code);

describe('what a query may be', () => {
  it.each([
    'select 1',
    'select 1;',
    'SELECT 1 ;; -- the end',
    "with units as (select * from organisationunit where name <> 'update') select count(*) from units",
    'values (1, 2)',
    'table organisationunit',
    "select 'drop table userinfo; delete from users' as text",
    'select 1 /* insert into users */ -- truncate userinfo',
    'select 1 as "update", "delete".name as "userinfo" from organisationunit as "delete"',
    'select $$ grant all on users to public $$',
    "select e'it''s \\'update\\' users'",
    'with users as (select uid from organisationunit) select * from users',
    'with recursive users as (select 1 as n union all select n + 1 from users where n < 3) select * from users',
    'select random(), clock_timestamp(), gen_random_uuid(), timeofday(), now(), pg_total_relation_size(1)',
    'select lower(name), count(*) over (partition by level) from anything_there_may_be',
    'select users.name from organisationunit as users',
    'select users from (select 1 as users) as x',
    'select * from information_schema.tables',
  ])('%s', async (query) => expect(await codesOf(query)).toEqual([]));
});

describe('what a query may not be', () => {
  it.each([
    ['', ['E4300']],
    [' ; -- nothing', ['E4300']],
    ['selct 1', ['E4301']],
    ['delete from organisationunit', ['E4301', 'E4311']],
    ['explain select 1', ['E4301']],
    ["copy (select 1) to program 'true'", ['E4301']],
    ['do $$ begin end $$', ['E4301']],
    ['set role postgres', ['E4301']],
    ['select 1; select 2', ['E4302']],
    ['select 1; drop table organisationunit;', ['E4301', 'E4302']],
    ["select 1; delete from userinfo where nextval('x') = 1", ['E4301', 'E4302', 'E4311', 'E4310', 'E4311']],
    ['select * into copied from organisationunit', ['E4311']],
    ['select * from organisationunit for update', ['E4311']],
    ['select * from (select * from organisationunit for share) as x', ['E4311']],
    ['with gone as (delete from organisationunit returning uid) select * from gone', ['E4311']],
    [
      'with a as (insert into constant default values returning 1), b as (update constant set name = null returning 1) select 1',
      ['E4311'],
    ],
    [
      'with a as (merge into constant using organisationunit on true when matched then delete returning 1) select 1',
      ['E4311'],
    ],
    ['select * from userinfo', ['E4310']],
    ['select * from USERS', ['E4310']],
    ['select * from "userinfo"', ['E4310']],
    ['select * from public.userinfo', ['E4310']],
    ['select * from u&"\\0075serinfo"', ['E4310']],
    ['select * from only userinfo', ['E4310']],
    ['table userinfo', ['E4310']],
    ['select * from userinfo tablesample system (1)', ['E4310']],
    ['select (select max(password) from previouspasswords)', ['E4310']],
    ['select * from orderly.http_session', ['E4310']],
    // Not recursive: the table is meant inside, and the name of the query outside.
    ['with userinfo as (select * from userinfo) select * from userinfo', ['E4310']],
    ['with a as (select 1), b as (select * from userinfo) select * from a, b', ['E4310']],
    ['select * from (with userinfo as (select 1) select * from userinfo) as x, userinfo', ['E4310']],
    ['with userinfo as (select 1) select * from public.userinfo', ['E4310']],
    ["select nextval('hibernate_sequence')", ['E4311']],
    ["select pg_catalog.set_config('role', 'none', false)", ['E4311']],
    ['select pg_sleep(1)', ['E4311']],
    ["select * from query_to_xml('select 1', true, true, '')", ['E4311']],
    ["select 1 order by pg_backend_pid(), pg_notify('a', 'b')", ['E4311']],
    ['select $1', ['E4313']],
    ['select 1\0; drop table constant', ['E4301']],
    [`select ${'('.repeat(20_000)}1${')'.repeat(20_000)}`, ['E4301']],
    [`select 1${' + 1'.repeat(50_000)}`, ['E4301']],
  ])('%s', async (query, codes) => expect(await codesOf(query)).toEqual(codes));

  it('a function of the installation that may write, or that runs with the rights of its owner', async () => {
    const { db } = database;
    await sql`create function count_up() returns int language sql volatile as 'select 1'`.execute(db);
    await sql`create function look_up() returns int language sql stable as 'select 1'`.execute(db);
    await sql`create function look_behind() returns int language sql stable security definer as 'select 1'`.execute(db);
    expect(await codesOf('select count_up()')).toEqual(['E4311']);
    expect(await codesOf('select public.count_up()')).toEqual(['E4311']);
    expect(await codesOf('select look_behind()')).toEqual(['E4311']);
    expect(await codesOf('select look_up()')).toEqual([]);
  });

  it('a function of an extension that runs a text', async () => {
    await sql`create extension tablefunc`.execute(database.db);
    const query =
      "select * from crosstab('select set_config(''role'', ''none'', true), ''a'', ''b''') as x (a text, b text)";
    expect(await codesOf(query)).toEqual(['E4311']);
  });
});

/** Ways to put an expression into an expression. */
const AROUND: readonly ((inner: string) => string)[] = [
  (inner) => `(${inner})`,
  (inner) => `coalesce(null, (${inner}))`,
  (inner) => `case when (${inner}) is null then 1 else 2 end`,
  (inner) => `case 1 when 2 then 3 else (${inner}) end`,
  (inner) => `array[(${inner})]`,
  (inner) => `(array[1, 2])[(${inner})]`,
  (inner) => `(select (${inner}))`,
  (inner) => `exists (select 1 where (${inner}) is not null)`,
  (inner) => `(1 in (select (${inner})))`,
  (inner) => `(select max(x.a) from (select (${inner}) as a) as x)`,
  (inner) => `(with w as (select (${inner}) as a) select a from w)`,
  (inner) => `(select 1 union all select (${inner}) limit 1)`,
  (inner) => `cast((${inner}) as text)`,
  (inner) => `(${inner})::text`,
  (inner) => `count(*) filter (where (${inner}) is null)`,
  (inner) => `sum(1) over (partition by (${inner}) order by (${inner}))`,
  (inner) => `string_agg('a', 'b' order by (${inner}))`,
  (inner) => `row(1, (${inner}))`,
  (inner) => `xmlelement(name a, (${inner}))`,
  (inner) => `json_object('a': (${inner}))`,
  (inner) => `greatest(1, (${inner}))`,
  (inner) => `((${inner}) between 1 and (${inner}))`,
  (inner) => `(not ((${inner}) is distinct from 1))`,
  (inner) => `((${inner}) like 'update' escape 'x')`,
  (inner) => `now() at time zone ((${inner})::text)`,
  (inner) => `(select x.a from lateral (select (${inner}) as a) as x)`,
  (inner) => `(select a from generate_series(1, (${inner})) as a)`,
];

/** Ways to put an expression into a query. */
const WITHIN: readonly ((inner: string) => string)[] = [
  (inner) => `select ${inner}`,
  (inner) => `select 1 where (${inner}) is null`,
  (inner) => `select 1 group by ${inner}`,
  (inner) => `select 1 group by grouping sets (((${inner})), ())`,
  (inner) => `select 1 having (${inner}) is null`,
  (inner) => `select 1 order by ${inner}`,
  (inner) => `select distinct on (${inner}) 1`,
  (inner) => `select 1 limit ${inner}`,
  (inner) => `select 1 offset (${inner})`,
  (inner) => `select 1 from a join b on (${inner}) is null`,
  (inner) => `select 1 from a left join (select ${inner}) as b on true`,
  (inner) => `select 1 from rows from (generate_series(1, 2), unnest(array[${inner}])) as x`,
  (inner) => `values (1), (${inner})`,
  (inner) => `select 1 window w as (partition by ${inner})`,
  (inner) => `select 1 except select ${inner}`,
  (inner) =>
    `with recursive w as (select 1 as a union all select a + 1 from w where (${inner}) is null) select * from w`,
  (inner) => `with w as materialized (select ${inner}) select 1`,
  (inner) => `select 1 from a tablesample system ((${inner}))`,
];

const FORBIDDEN = [
  ['(select 1 from userinfo)', 'E4310'],
  ['(select 1 from "public" . "users")', 'E4310'],
  ['(select 1 from a, lateral (select * from trackedentityattributevalue) as b)', 'E4310'],
  ['(select 1 from a natural join systemsetting)', 'E4310'],
  ['(select 1 from orderly.job_run)', 'E4310'],
  ["nextval('x')", 'E4311'],
  ["pg_catalog.setval('x', 1)", 'E4311'],
  ['lo_unlink(1)', 'E4311'],
  ["(select 1 from pg_logical_emit_message(true, 'a', 'b'))", 'E4311'],
  ['(select 1 from a for no key update)', 'E4311'],
] as const;

const HARMLESS = [
  "'select * from userinfo'",
  '(select 1 from "Users")',
  '(select 1 from other.users)',
  '(with userinfo as (select 1) select 1 from userinfo)',
  "lower('delete')",
  '/* update userinfo */ 1',
  '$update$drop table users$update$',
  '(select userinfo.password from dataelement as userinfo)',
  'random()',
];

const query = (pieces: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...pieces),
      fc.array(fc.constantFrom(...AROUND), { maxLength: 5 }),
      fc.constantFrom(...WITHIN),
    )
    .map(([piece, around, within]) => ({ piece, text: within(around.reduce((inner, wrap) => wrap(inner), piece)) }));

describe('wherever it stands', () => {
  const codeOf = new Map<string, string>(FORBIDDEN);

  it('what is forbidden is found', async () => {
    await fc.assert(
      fc.asyncProperty(query(FORBIDDEN.map(([piece]) => piece)), async ({ piece, text }) => {
        expect(await codesOf(text), text).toEqual([codeOf.get(piece)]);
      }),
      { numRuns: 400 },
    );
  });

  it('what only looks like it is not', async () => {
    await fc.assert(
      fc.asyncProperty(query(HARMLESS), async ({ text }) => {
        expect(await codesOf(text), text).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('any text gets an answer', async () => {
    const words = fc.constantFrom(
      'select',
      'from',
      'userinfo',
      ',',
      '(',
      ')',
      "'",
      '"',
      '$$',
      '--',
      '/*',
      '*/',
      ';',
      '1',
      '${x}',
      'E',
      '\\',
      'with',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words, { maxLength: 20 }).map((list) => list.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        expect(Array.isArray(await violationsOf(database.db, text))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
