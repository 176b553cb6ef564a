import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/support/database.js';
import { define, element, partsOf, partTables, smallAnalytics } from '../../../../test/support/roll-ups.js';
import { dropStandingTables, standingTables } from '../../analytics-tables/index.js';
import { buildRollUp } from '../build/roll-up.js';
import { endInstances } from '../instances.js';
import { activeRollUps } from '../standing.js';
import { findDamage, findEmptied } from './health.js';
import { clearOrphans, clearSuperseded } from './orphans.js';

const test = testDatabase();
const DEFINITION = { columns: ['dx', 'uidlevel1', 'uidlevel2', 'yearly'], states: ['n', 'sum_v'] };

const build = async (definition: Parameters<typeof define>[1] = DEFINITION) => {
  const rollUp = await define(test.db, definition);
  const { instance, parts } = await buildRollUp(test.db, rollUp);
  return { rollUp, instance, tables: parts.map(({ table }) => table) };
};
const newest = ({ tables }: { readonly tables: readonly string[] }) => sql.id('orderly_agg', tables[0] as string);
const hourAgo = async () => {
  await sql`update orderly.roll_up_part set superseded_at = superseded_at - interval '61 minutes'`.execute(test.db);
  await sql`update orderly.roll_up_instance set deleted_at = deleted_at - interval '61 minutes'`.execute(test.db);
};

beforeAll(async () => {
  await smallAnalytics(test.db);
});

beforeEach(async () => {
  await sql`delete from orderly.roll_up`.execute(test.db);
  await clearOrphans(test.db, 'default');
});

describe('the check of health', () => {
  const damages: readonly (readonly [
    string,
    (one: Awaited<ReturnType<typeof build>>) => ReturnType<typeof sql>,
    RegExp,
  ])[] = [
    ['a missing table', (one) => sql`drop table ${newest(one)}`, /is missing$/],
    [
      'another column',
      (one) => sql`alter table ${newest(one)} add column more int`,
      /has other columns than its definition$/,
    ],
    [
      'a lost column',
      (one) => sql`alter table ${newest(one)} drop column yearly`,
      /has other columns than its definition$/,
    ],
    [
      'lost rows',
      (one) => sql`delete from ${newest(one)} where uidlevel2 is null`,
      /has \d+ rows, and had \d+ when it was built$/,
    ],
    ['all rows lost', (one) => sql`truncate ${newest(one)}`, /has 0 rows, and had \d+ when it was built$/],
    [
      'other sums',
      (one) => sql`update ${newest(one)} set sum_v = sum_v + 1 where dx = ${element(1)}`,
      /has other values than when it was built$/,
    ],
    [
      'a number that is one too high',
      (one) =>
        sql`update ${newest(one)} set n = n + 1 where (dx, yearly) in (select dx, yearly from ${newest(one)} limit 1)`,
      /has other values than when it was built$/,
    ],
    [
      'rows that it never had',
      (one) => sql`
          with gone as (delete from ${newest(one)} where dx = ${element(2)} returning n, sum_v)
          update orderly.roll_up_part set
            row_count = (select count(*) from ${newest(one)} where dx <> ${element(2)}),
            total_n = total_n - (select sum(n) from gone), total_v = total_v - (select sum(sum_v) from gone)
          where table_name = ${one.tables[0]}
        `,
      /does not add up to what the analytics table has for 2025$/,
    ],
  ];

  for (const [name, damage, message] of damages)
    it(`finds ${name}`, async () => {
      const sound = await build({ ...DEFINITION, columns: ['dx', 'monthly'], elements: [element(1), element(2)] });
      const damaged = await build();
      expect(await findDamage(test.db, 'default', 'DATA_VALUE')).toEqual([]);
      await damage(damaged).execute(test.db);
      const found = await findDamage(test.db, 'default', 'DATA_VALUE');
      expect(found).toEqual([{ instance: damaged.instance, name: 'by hand', message: expect.stringMatching(message) }]);
      await endInstances(test.db, 'invalid', found);
      expect((await activeRollUps(test.db, 'DATA_VALUE')).map(({ instance }) => instance)).toEqual([sound.instance]);
      expect(await findDamage(test.db, 'default', 'DATA_VALUE')).toEqual([]);
    });

  it('does not take for damaged what is behind', async () => {
    await build();
    await sql`update public.analytics_2025 set value = value + 1`.execute(test.db);
    await sql`update orderly.analytics_partition set merges = merges + 1 where table_name = 'analytics_2025'`.execute(
      test.db,
    );
    expect(await findDamage(test.db, 'default', 'DATA_VALUE')).toEqual([]);
  });

  it('finds what a crash of the database emptied', async () => {
    const one = await build();
    await build({ columns: ['dx'], states: ['n'], elements: ['nobodyKnows'] });
    expect(await findEmptied(test.db)).toEqual([]);
    await sql`truncate ${newest(one)}`.execute(test.db);
    expect(await findEmptied(test.db)).toEqual([
      { instance: one.instance, name: 'by hand', message: 'A crash of the database emptied its tables' },
    ]);
  });
});

describe('tables that nobody needs', () => {
  it('go an hour after they were replaced', async () => {
    const { db } = test;
    const one = await build();
    const next = await buildRollUp(db, one.rollUp);
    await sql`update orderly.roll_up_part set superseded_at = now() where table_name = ${next.parts[0]?.table}`.execute(
      db,
    );
    const before = await partTables(db);
    expect(await clearOrphans(db, 'default')).toEqual({ tables: [], busy: [] });
    expect(await partTables(db)).toEqual(before);
    await hourAgo();
    const { tables } = await clearSuperseded(db, 'default');
    expect(tables.toSorted()).toEqual([...one.tables, next.parts[0]?.table].toSorted());
    expect(await partTables(db)).toEqual(
      next.parts
        .slice(1)
        .map(({ table }) => table)
        .toSorted(),
    );
    expect((await partsOf(db, { superseded: true })).map(({ table }) => table)).toEqual(
      next.parts
        .slice(1)
        .map(({ table }) => table)
        .toReversed(),
    );
  });

  it('go at once when nothing is known of them, but for those of other organizations', async () => {
    const { db } = test;
    await sql`insert into orderly.aggregate_organization (organization_id, name, is_open) values ('other', 'Other', true)`.execute(
      db,
    );
    const own = await build();
    const other = await build({ ...DEFINITION, organization: 'other' });
    for (const table of [`${own.tables[0]}1`, `${other.tables[0]}1`, 'agg_12345678_abcde_2024_1'])
      await sql`create table ${sql.id('orderly_agg', table)} (dx char(11))`.execute(db);
    expect((await clearOrphans(db, 'default')).tables).toEqual(
      ['agg_12345678_abcde_2024_1', `${own.tables[0]}1`].toSorted(),
    );
    expect((await clearOrphans(db, 'other')).tables).toEqual([`${other.tables[0]}1`]);
    await sql`delete from orderly.aggregate_organization where organization_id = 'other'`.execute(db);
    expect((await clearOrphans(db, 'default')).tables.toSorted()).toEqual(other.tables.toSorted());
  });

  it('stay while somebody reads them', async () => {
    const { db } = test;
    const one = await build();
    await endInstances(db, 'deleted', [{ instance: one.instance, message: 'Retired' }]);
    await hourAgo();
    await db.transaction().execute(async (reader) => {
      await sql`select from ${newest(one)}`.execute(reader);
      const { tables, busy } = await clearOrphans(db, 'default');
      expect(busy).toEqual([one.tables[0]]);
      expect(tables).toHaveLength(2);
    });
    expect((await clearOrphans(db, 'default')).tables).toEqual([one.tables[0]]);
  });

  it('take definitions with them that were retired, not those of users, nor blocked ones', async () => {
    const { db } = test;
    const retired = await build({ ...DEFINITION, kind: 'system_defined' });
    const blocked = await build({ columns: ['dx'], states: ['n'], kind: 'system_defined' });
    const ofUser = await build({ columns: ['dx', 'yearly'], states: ['n'] });
    await sql`update orderly.roll_up set blocked = true where roll_up_id = ${blocked.rollUp}`.execute(db);
    await endInstances(
      db,
      'deleted',
      [retired, blocked, ofUser].map(({ instance }) => ({ instance, message: 'Retired' })),
    );
    await clearOrphans(db, 'default');
    const known = async () =>
      (
        await sql<{ id: string }>`select roll_up_id as id from orderly.roll_up order by created_at`.execute(db)
      ).rows.map(({ id }) => id);
    expect(await known()).toEqual([retired.rollUp, blocked.rollUp, ofUser.rollUp]);
    await hourAgo();
    await clearOrphans(db, 'default');
    expect(await known()).toEqual([blocked.rollUp, ofUser.rollUp]);
    expect(await partTables(db)).toEqual([]);
  });
});

describe('clearing analytics tables', () => {
  it('clears what was made of them, and keeps the definitions', async () => {
    const { db } = test;
    const { rollUp } = await build();
    for (const tables of await standingTables(db)) await dropStandingTables(db, tables);
    expect(await partTables(db)).toEqual([]);
    const { rows } = await sql`
      select roll_up_id as id, (select count(*)::int from orderly.roll_up_instance) as instances from orderly.roll_up
    `.execute(db);
    expect(rows).toEqual([{ id: rollUp, instances: 0 }]);
  });
});
