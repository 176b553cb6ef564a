import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/support/database.js';
import {
  contentOf,
  define,
  element,
  KEYS,
  type NewDefinition,
  naively,
  partsOf,
  partTables,
  smallAnalytics,
  smallYear,
  YEARS,
} from '../../../../test/support/roll-ups.js';
import { withWorkshop } from '../../../database/build/index.js';
import { transaction } from '../../../database/index.js';
import { workerLimit } from '../../../kernel/parallel.js';
import { STATES } from '../definition.js';
import { addInstances, instancesWhere } from '../instances.js';
import { BaseWanted, NoBase, readBase } from './base.js';
import { bringUpToDate, buildInstance } from './instance.js';
import { type Reading, readYear } from './reading.js';
import { buildRollUp } from './roll-up.js';

const test = testDatabase();
/** Columns that follow from others. */
const NONE: ReadonlyMap<string, string> = new Map();
const WITH_PERIODS = ['dx', 'monthly', 'quarterly', 'yearly'];

const build = async (definition: NewDefinition) => {
  const rollUp = await define(test.db, definition);
  return { rollUp, ...(await buildRollUp(test.db, rollUp)) };
};
const refresh = async (id: string) => {
  const [instance] = await instancesWhere(test.db, sql`instance.instance_id = ${id}`);
  if (!instance) throw new Error('It is not there.');
  return await bringUpToDate(test.db, instance);
};

beforeAll(async () => {
  await smallAnalytics(test.db);
});

beforeEach(async () => {
  await sql`delete from orderly.roll_up`.execute(test.db);
});

describe('a roll-up', () => {
  it('is what its rows come to, from whatever it is made', async () => {
    const { db } = test;
    const sources = new Set<boolean>();
    await fc.assert(
      fc.asyncProperty(
        fc.subarray([...KEYS], { minLength: 1 }),
        fc.subarray([...STATES], { minLength: 1 }),
        fc.oneof(fc.constant([]), fc.subarray([0, 1, 2, 3, 4].map(element), { minLength: 1 })),
        fc.boolean(),
        async (columns, states, elements, fromAnother) => {
          await sql`delete from orderly.roll_up`.execute(db);
          if (fromAnother) await build({ columns: [...KEYS], states: [...STATES] });
          const definition = { columns: columns.toSorted(), states: states.toSorted(), elements };
          // Nothing is made of what has the same columns and states: that is the same definition.
          fc.pre(columns.length < KEYS.length || states.length < STATES.length || elements.length > 0 || !fromAnother);
          const { parts } = await build(definition);
          expect(parts.map(({ year }) => year)).toEqual(YEARS.toReversed());
          for (const part of parts) {
            sources.add(part.source.startsWith('analytics_'));
            const own = await contentOf(db, part.table, definition);
            expect(own).toEqual(await naively(db, definition, part.year));
            expect(part.rows).toBe(own.length);
          }
        },
      ),
      { numRuns: 12 },
    );
    expect(sources).toEqual(new Set([true, false]));
  });

  it('is the same when the table is read once for several', async () => {
    const { db } = test;
    const definitions = fc.record({
      columns: fc.oneof(
        fc.subarray([...KEYS], { minLength: 1 }),
        fc.subarray([...KEYS], { minLength: 1 }).map((some) => [...new Set([...some, ...WITH_PERIODS])]),
      ),
      states: fc.subarray([...STATES], { minLength: 1 }),
      elements: fc.oneof(fc.constant([]), fc.subarray([0, 1, 2, 3, 4].map(element), { minLength: 1 })),
    });
    const told = { reading: 0, part: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(definitions, { minLength: 2, maxLength: 4 }), async (drawn) => {
        await sql`delete from orderly.roll_up`.execute(db);
        const distinct = new Map(
          drawn.map((one) => [JSON.stringify([[...one.columns].sort(), one.states, one.elements]), one]),
        );
        for (const definition of distinct.values()) await define(db, definition);
        await addInstances(db, sql`true`);
        const waiting = await instancesWhere(db, sql`instance.status = 'pending'`);
        await withWorkshop(db, 'byhand', async (schema) => {
          const readings: Reading[] = [];
          for (const year of YEARS) {
            const reading = await readYear(db, 'DATA_VALUE', year, waiting, { schema, determined: NONE });
            if (reading) readings.push(reading);
          }
          for (const instance of waiting) {
            const { parts } = await buildInstance(db, instance, 'byhand', { readings, limit: workerLimit(2) });
            expect(parts.map(({ year }) => year).toSorted()).toEqual([...YEARS]);
            for (const part of parts) {
              told[part.source.startsWith('reading_') ? 'reading' : 'part'] += 1;
              expect(part.source).not.toMatch(/^analytics_/);
              expect(await contentOf(db, part.table, instance)).toEqual(await naively(db, instance, part.year));
            }
          }
        });
      }),
      { numRuns: 12 },
    );
    expect(told.reading).toBeGreaterThan(0);
  });

  it('is the same when columns that follow from others are read with them', async () => {
    const { db } = test;
    await sql`alter table public.analytics add column elementset char(11)`.execute(db);
    await sql`update public.analytics set elementset = rpad('set' || right(dx, 1), 11, '0') where dx < 'element0030'`.execute(
      db,
    );
    const definitions = [
      { columns: ['uidlevel1', 'uidlevel2', ...WITH_PERIODS], states: ['max_v', 'n'] },
      { columns: ['elementset', 'uidlevel1', ...WITH_PERIODS], states: ['n', 'sum_v'] },
      { columns: ['elementset', 'quarterly', 'yearly'], states: ['n', 'sum_v'], elements: [1, 2, 33].map(element) },
    ];
    for (const definition of definitions) await define(db, definition);
    await addInstances(db, sql`true`);
    const waiting = await instancesWhere(db, sql`instance.status = 'pending'`);
    await withWorkshop(db, 'byhand', async (schema) => {
      const reading = await readYear(db, 'DATA_VALUE', 2024, waiting, {
        schema,
        determined: new Map([['elementset', 'dx']]),
      });
      expect(reading?.sets.map(({ columns, follow }) => [columns, follow])).toEqual([
        [['dx', 'uidlevel1', 'uidlevel2'], ['elementset']],
      ]);
      for (const instance of waiting) {
        const { parts } = await buildInstance(db, instance, 'byhand', {
          readings: reading ? [reading] : [],
          among: [],
        });
        const part = parts.find(({ year }) => year === 2024);
        expect(part?.source).toBe('reading_2024');
        expect(await contentOf(db, part?.table ?? '', instance)).toEqual(await naively(db, instance, 2024));
      }
    });
  });

  it('may have rows of one key where few periods have the columns of others', async () => {
    const { db } = test;
    // Two of thirteen periods look the same: a quarter of a year and the year before it, say.
    await sql`update public.analytics_2024 set monthly = null, quarterly = null where monthly = '202412'`.execute(db);
    const columns = ['uidlevel1', ...WITH_PERIODS];
    await define(db, { columns, states: ['n', 'sum_v'] });
    await define(db, { columns: ['co', ...columns], states: ['n', 'sum_v'] });
    await addInstances(db, sql`true`);
    const waiting = await instancesWhere(db, sql`instance.status = 'pending'`);
    await withWorkshop(db, 'byhand', async (schema) => {
      const reading = await readYear(db, 'DATA_VALUE', 2024, waiting, { schema, determined: NONE });
      const wide = waiting.find((one) => one.columns.includes('co'));
      if (!reading || !wide) throw new Error('It is not there.');
      const { parts } = await buildInstance(db, wide, 'byhand', { readings: [reading], among: [] });
      const part = parts.find(({ year }) => year === 2024);
      const keys = sql.join(wide.columns.map((column) => sql.id(column)));
      const { rows } = await sql<{ rows: number; keys: number; row: string[] }>`
        select sum(one.rows)::int as rows, count(*)::int as keys, array_agg(one.found order by one.found) as row
        from (
          select count(*) as rows, row(${keys}, sum(part.n), sum(part.sum_v))::text as found
          from ${sql.id('orderly_agg', part?.table ?? '')} as part
          group by ${keys}
        ) as one
      `.execute(db);
      expect(rows[0]?.rows).toBe(part?.rows);
      expect(rows[0]?.rows).toBeGreaterThan(rows[0]?.keys ?? 0);
      expect(rows[0]?.row).toEqual(await naively(db, wide, 2024));
    });
  });

  it('is made of the table itself where what was read is out of date', async () => {
    const { db } = test;
    const wide = { columns: ['dx', 'uidlevel1', 'monthly'], states: ['n', 'sum_v'] };
    for (const definition of [wide, { ...wide, columns: ['co', 'dx'] }]) await define(db, definition);
    await addInstances(db, sql`true`);
    const waiting = await instancesWhere(db, sql`instance.status = 'pending'`);
    await withWorkshop(db, 'byhand', async (schema) => {
      const reading = await readYear(db, 'DATA_VALUE', 2024, waiting, { schema, determined: NONE });
      await smallYear(db, 2024);
      const [instance] = waiting;
      if (!instance || !reading) throw new Error('It is not there.');
      const { parts } = await buildInstance(db, instance, 'byhand', { readings: [reading] });
      const part = parts.find(({ year }) => year === 2024);
      expect(part?.source).toBe('analytics_2024');
      expect(await contentOf(db, part?.table ?? '', instance)).toEqual(await naively(db, instance, 2024));
    });
  });

  it('is made of the smallest that has all it needs and is fresh', async () => {
    const { db } = test;
    const wide = await build({
      columns: ['dx', 'uidlevel1', 'uidlevel2', 'uidlevel3', 'yearly'],
      states: ['n', 'sum_v'],
    });
    const narrow = await build({ columns: ['dx', 'uidlevel1', 'uidlevel2', 'yearly'], states: ['n', 'sum_v'] });
    await build({ columns: ['dx', 'uidlevel1', 'uidlevel2'], states: ['n'] });
    await build({ columns: ['dx'], states: ['n', 'sum_v'], elements: [element(1)] });
    const definition = { columns: ['dx', 'uidlevel1'], states: ['n', 'sum_v'] };
    await sql`update orderly.roll_up_part set base_version = 'old' where year = 2024 and instance_id = ${narrow.instance}`.execute(
      db,
    );
    const { parts } = await build(definition);
    const of = (one: typeof wide, year: number) => one.parts.find((part) => part.year === year)?.table;
    expect(parts.map(({ year, source }) => [year, source])).toEqual([
      [2025, of(narrow, 2025)],
      [2024, of(wide, 2024)],
      [2023, of(narrow, 2023)],
    ]);
    for (const { table, year } of parts)
      expect(await contentOf(db, table, definition)).toEqual(await naively(db, definition, year));
  });

  it('is built again for the years that changed, and for no other', async () => {
    const { db } = test;
    const { instance } = await build({ columns: ['dx', 'monthly'], states: ['n', 'sum_v'] });
    const before = await partsOf(db);
    await sql`update public.analytics_2024 set value = value + 1`.execute(db);
    await sql`update orderly.analytics_partition set merges = merges + 1 where table_name = 'analytics_2024'`.execute(
      db,
    );
    await smallYear(db, 2025);
    await sql`drop table public.analytics_2023`.execute(db);
    const { parts, gone } = await refresh(instance);
    expect([parts.map(({ year }) => year), gone]).toEqual([[2025, 2024], [2023]]);
    const after = await partsOf(db);
    expect(after.map(({ year }) => year)).toEqual([2024, 2025]);
    expect(after.filter(({ table }) => before.some((part) => part.table === table))).toEqual([]);
    // What stood may still be read.
    expect(await partTables(db)).toEqual(expect.arrayContaining(before.map(({ table }) => table)));
    expect(await refresh(instance)).toEqual({ parts: [], gone: [], isBehind: false });
    await smallYear(db, 2023);
    expect((await refresh(instance)).parts.map(({ year }) => year)).toEqual([2023]);
    expect((await partsOf(db)).slice(1)).toEqual(after);
  });

  it('is made of the one before where latest runs changed little, and told what', async () => {
    const { db } = test;
    const definition = { columns: ['dx', 'uidlevel2', 'monthly'], states: ['n', 'sum_v', 'min_v', 'max_v'] };
    const all = await build(definition);
    const some = await build({ ...definition, elements: [element(7), element(8)] });
    const change = async (elements: readonly string[], merges: number) => {
      await sql`delete from public.analytics_2025 where dx = any (${[...elements]}::text[]) and uidlevel2 is null`.execute(
        db,
      );
      await sql`update public.analytics_2025 set value = value + 1 where dx = any (${[...elements]}::text[])`.execute(
        db,
      );
      await sql`update orderly.analytics_partition set merges = merges + ${merges} where table_name = 'analytics_2025'`.execute(
        db,
      );
      await sql`
        insert into orderly.analytics_partition_change (table_name, table_oid, merges, noted)
        select table_name, 'public.analytics_2025'::regclass, merges, ${[...elements]}::text[] from orderly.analytics_partition where table_name = 'analytics_2025'
      `.execute(db);
    };
    const expectRefreshed = async (isChange: boolean) => {
      for (const [{ instance }, elements] of [
        [all, []],
        [some, [element(7), element(8)]],
      ] as const) {
        const { parts } = await refresh(instance);
        expect(parts.map((part) => [part.year, elements.length === 0 ? part.isChange : isChange])).toEqual([
          [2025, isChange],
        ]);
        for (const { table } of parts)
          expect(await contentOf(db, table, definition)).toEqual(await naively(db, { ...definition, elements }, 2025));
      }
    };
    await change([element(1)], 1);
    await change([element(2), element(1)], 1);
    await expectRefreshed(true);
    await change([element(3), element(7)], 1);
    await expectRefreshed(true);
    // What came between is not known.
    await change([element(4)], 2);
    await expectRefreshed(false);
    await change(
      Array.from({ length: 12 }, (_, number) => element(number)),
      1,
    );
    await expectRefreshed(false);
  });

  it('leaves nothing of a table that could not be built', async () => {
    const before = await partTables(test.db);
    await expect(build({ columns: ['dx', 'goneSetUid0'], states: ['n'] })).rejects.toThrow(
      'The table analytics_2025 has no column goneSetUid0.',
    );
    expect(await partTables(test.db)).toEqual(before);
  });

  it('takes the place of the instance before it at once', async () => {
    const { db } = test;
    const first = await build({ columns: ['dx'], states: ['n'] });
    const second = await buildRollUp(db, first.rollUp);
    const { rows } = await sql<{ instance: string; status: string }>`
      select instance_id as instance, status from orderly.roll_up_instance order by created_at
    `.execute(db);
    expect(rows).toEqual([
      { instance: first.instance, status: 'deleted' },
      { instance: second.instance, status: 'active' },
    ]);
  });
});

describe('whoever reads the analytics table for roll-ups', () => {
  it('lets those by who want to replace it', async () => {
    const { db } = test;
    let begun = false;
    const reading = readBase(db, 'DATA_VALUE', async (handle) => {
      begun = true;
      await sql`select pg_sleep(60)`.execute(handle);
    });
    const wanted = expect(reading).rejects.toBeInstanceOf(BaseWanted);
    await expect.poll(() => begun).toBe(true);
    await transaction(
      db,
      async (handle) => {
        await sql`lock table public.analytics in access exclusive mode`.execute(handle);
      },
      { lockTimeoutMs: 20_000 },
    );
    await wanted;
    // Nothing of it hits those who use its connection next.
    for (let times = 0; times < 20; times += 1) await sql`select pg_sleep(0.01)`.execute(db);
  });

  it('sees one state of it and of its version', async () => {
    const { db } = test;
    await readBase(db, 'DATA_VALUE', async (handle, years) => {
      await sql`delete from public.analytics_2025 where dx = ${element(0)}`.execute(db);
      await sql`update orderly.analytics_partition set merges = merges + 1 where table_name = 'analytics_2025'`.execute(
        db,
      );
      const { rows } = await sql`select from public.analytics where year = 2025 and dx = ${element(0)}`.execute(handle);
      expect(rows).not.toEqual([]);
      await readBase(db, 'DATA_VALUE', async (_handle, later) => {
        expect(later.map(({ version }) => version)).not.toEqual(years.map(({ version }) => version));
      });
    });
  });

  it('says when there is none', async () => {
    await sql`drop table public.analytics cascade`.execute(test.db);
    await expect(readBase(test.db, 'DATA_VALUE', async () => undefined)).rejects.toBeInstanceOf(NoBase);
    await expect(build({ columns: ['dx'], states: ['n'] })).rejects.toBeInstanceOf(NoBase);
  });
});
