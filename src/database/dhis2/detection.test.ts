import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { testDhis2 } from '../../../test/support/dhis2/index.js';
import { lookAfter } from '../../../test/support/dhis2/trial.js';
import { detect } from './detection.js';

const dhis2 = testDhis2('2.42');
const own = testDatabase();

const find = async (...statements: readonly string[]) => await lookAfter(dhis2.name, statements, detect);
const foundAfter = async (...statements: readonly string[]) => (await find(...statements)).dhis2;

const script = (version: string, success = true): string =>
  `insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success)
   select max(installed_rank) + 1, '${version}', '', 'SQL', '', 'dhis', 1, ${success} from flyway_schema_history`;

describe('an upgrade that did not end', () => {
  it.each([
    ['a script that failed', [script('2.43.1', false)], /2\.43\.1 was begun/],
    ['a newer version whose tables are not there', [script('2.43.60')], /says 2\.43, the tables are those of 2\.42/],
    [
      'a script before the first release',
      ["delete from flyway_schema_history where version = '2.42.54'", script('2.42.9')],
      /no release of 2\.42 ends before 2\.42\.43/,
    ],
    [
      'tables of two versions',
      ['create table trackerevent (); create table singleevent ()'],
      /both event and trackerevent/,
    ],
    ['half of a split', ['alter table event rename to trackerevent'], /only one/],
    [
      'no table of events',
      ['drop table event cascade; drop table eventchangelog'],
      /none of the tables that hold events/,
    ],
  ])('shows by %s', async (_what, statements, sign) => {
    expect((await foundAfter(...statements))?.halfMigrated.join('\n')).toMatch(sign);
  });

  it('is not shown by a script that succeeded later, nor by others that came out of order', async () => {
    const found = await foundAfter(script('2.42.53', false), script('2.42.53'), script('2.41.59'), script('10'));
    expect(found).toMatchObject({ script: '2.42.54', halfMigrated: [] });
  });
});

describe('a version that Orderly does not know', () => {
  it('is one above 2.44, compared as a number', async () => {
    expect(await foundAfter(script('2.45.3'))).toMatchObject({
      name: '2.45',
      script: '2.45.3',
      support: 'too new',
    });
    expect(await foundAfter(script('2.100.1'))).toMatchObject({ minor: 100, support: 'too new' });
  });

  it('is one below 2.40, by history or by structure', async () => {
    const old = "delete from flyway_schema_history where version ~ '^2.4'";
    expect(await foundAfter(old)).toMatchObject({ name: '2.39', support: 'too old' });
    expect(
      await foundAfter(
        'drop table flyway_schema_history, eventchangelog',
        'alter table event rename to programstageinstance',
        'alter table jobconfiguration drop queuename',
      ),
    ).toMatchObject({ name: 'a version before 2.40', toldBy: 'structure', support: 'too old' });
  });
});

describe('a database without a DHIS2', () => {
  it('is Orderly’s own, or empty, or somebody else’s', async () => {
    expect(await detect(own.db)).toMatchObject({ kind: 'orderly', dhis2: undefined, orderly: { mode: 'standalone' } });
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(own.db);
    const emptied = ['drop schema public cascade', 'drop schema orderly cascade', 'create schema public'];
    const name = rows[0]?.name ?? '';
    expect(await lookAfter(name, emptied, detect)).toEqual({ kind: 'empty', dhis2: undefined, orderly: undefined });
    const other = [...emptied, 'create table public.x ()', 'create extension btree_gin'];
    expect(await lookAfter(name, other, detect)).toMatchObject({ kind: 'other' });
    // As PostGIS has tables of its own.
    const ofExtension = [...other, 'alter extension btree_gin add table public.x'];
    expect(await lookAfter(name, ofExtension, detect)).toMatchObject({ kind: 'empty' });
  });

  it('is told from an Orderly beside a DHIS2', async () => {
    const attached = `create schema orderly;
      create table orderly.migration (number integer, name text);
      insert into orderly.migration values (124, '0124_attached')`;
    expect(await find(attached)).toMatchObject({
      kind: 'dhis2',
      orderly: { mode: 'attached', migration: '0124_attached' },
    });
  });
});

it('any mixture of marks gets an answer, and nothing is written', async () => {
  const tables = [
    'event',
    'eventchangelog',
    'trackerevent',
    'singleevent',
    'programstageinstance',
    'flyway_schema_history',
  ];
  const version = fc
    .tuple(fc.integer({ min: 30, max: 120 }), fc.nat(99))
    .map(([minor, number]) => `2.${minor}.${number}`);
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(tables),
      fc.array(fc.tuple(fc.oneof(version, fc.constantFrom('1', '2.42', 'x', '2.42.1.1')), fc.boolean()), {
        maxLength: 4,
      }),
      async (present, scripts) => {
        const has = (table: string): boolean => present.includes(table);
        const statements = [
          'delete from flyway_schema_history',
          ...scripts.map(([one, success]) =>
            script(one, success).replace('max(installed_rank)', 'coalesce(max(installed_rank), 0)'),
          ),
          ...tables.map((table) =>
            has(table)
              ? /^(event|eventchangelog|flyway)/.test(table)
                ? 'select'
                : `create table ${table} ()`
              : `drop table if exists ${table} cascade`,
          ),
        ];
        const { kind, dhis2 } = await find(...statements);
        expect(kind).toBe('dhis2');
        const newest = has('flyway_schema_history')
          ? scripts
              .filter(([one, success]) => success && /^2\.\d+\.\d+$/.test(one))
              .map(([one]) => one.split('.').map(Number))
              .sort((a, b) => (a[1] ?? 0) - (b[1] ?? 0) || (a[2] ?? 0) - (b[2] ?? 0))
              .at(-1)
          : undefined;
        expect(dhis2?.script).toBe(newest?.join('.'));
        const sound = dhis2?.support === 'supported' && dhis2.halfMigrated.length === 0;
        if (sound && !has('trackerevent')) expect(has('event')).not.toBe(has('programstageinstance'));
      },
    ),
    { numRuns: 12 },
  );
});
