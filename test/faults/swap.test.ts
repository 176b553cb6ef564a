import { setTimeout as sleep } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { swapTables } from '../../src/database/build/index.js';
import { type Db, transaction } from '../../src/database/index.js';
import { testDatabase } from '../support/database.js';

/** Programs with a table each, and the years of each: `SWAP_FAMILIES=300` is a large country. */
const FAMILIES = Number(process.env.SWAP_FAMILIES ?? 40);
const YEARS = [2024, 2025, 2026];
/** What is promised to everybody who reads (contract: tables.md §10.3 no. 18). */
const LONGEST_WAIT_MS = 3_000;

const test = testDatabase();
const families = Array.from({ length: FAMILIES }, (_, index) => `family_${index}`);
const children = families.flatMap((family) => YEARS.map((year) => `${family}_${year}`));
const tables = [...children, ...families];

/** Tables that all hold one number, some at a time: a statement has to lock each with its indexes. */
async function build(schema: string, generation: number): Promise<void> {
  await sql`create schema if not exists ${sql.id(schema)}`.execute(test.db);
  for (let from = 0; from < FAMILIES; from += 50) {
    const some = families.slice(from, from + 50);
    await sql
      .raw(`
        do $$ declare family text; year int; begin
          foreach family in array array['${some.join("','")}'] loop
            execute format('create unlogged table ${schema}.%I (generation int, year int, c1 text, c2 text, c3 text)', family);
            foreach year in array array[${YEARS}] loop
              execute format('create unlogged table ${schema}.%I (check (year = %s)) inherits (${schema}.%I)', family || '_' || year, year, family);
              execute format('insert into ${schema}.%I values (${generation}, %s)', family || '_' || year, year);
              execute format('create index on ${schema}.%I (c1)', family || '_' || year);
              execute format('create index on ${schema}.%I (c2)', family || '_' || year);
            end loop;
          end loop;
        end $$
      `)
      .execute(test.db);
  }
}

const swap = () =>
  swapTables(test.db, {
    workshop: 'workshop',
    drop: tables,
    move: tables.map((table) => ({ from: { schema: 'workshop', table }, to: table })),
    inherit: [],
  });

/** The generations that one statement sees in all families. */
const inAll = sql<{ generation: number }>`
  select distinct generation from (
    ${sql.join(
      families.map((family) => sql`select generation from ${sql.table(family)}`),
      sql` union all `,
    )}
  ) as found
`;

/** Reads again and again until told to end; fails when a statement takes longer than anybody may wait. */
function readers(statements: readonly RawBuilder<{ generation: number }>[]) {
  const seen: (readonly number[])[] = [];
  let reading = true;
  const one = (statement: RawBuilder<{ generation: number }>) =>
    test.db.connection().execute(async (connection: Db) => {
      await sql`select set_config('statement_timeout', ${String(LONGEST_WAIT_MS)}, false)`.execute(connection);
      try {
        while (reading) seen.push((await statement.execute(connection)).rows.map(({ generation }) => generation));
      } finally {
        await sql`reset statement_timeout`.execute(connection);
      }
    });
  const all = Promise.all(statements.map(one));
  all.catch(() => undefined);
  return {
    seen,
    /** Waits for the end of what they are reading. */
    async end() {
      reading = false;
      await all;
    },
  };
}

const somebodyWaits = async (): Promise<void> => {
  for (;;) {
    const { rows } = await sql`
      select from pg_locks where not granted and mode = 'AccessExclusiveLock' and database = (select oid from pg_database where datname = current_database())
    `.execute(test.db);
    if (rows.length > 0) return;
    await sleep(5);
  }
};

beforeAll(async () => {
  await build('public', 1);
  await build('workshop', 2);
}, 300_000);

describe('a swap of many tables', () => {
  it('shows every statement one generation and lets nobody wait, whoever reads for long', async () => {
    const last = families.at(-1) as string;
    const { seen, end } = readers([
      inAll,
      inAll,
      ...[families[0] as string, last, `${last}_2025`].map(
        (table) => sql<{ generation: number }>`select distinct generation from ${sql.table(table)}`,
      ),
    ]);
    const [swapped] = await transaction(test.db, async (long) => {
      await sql`select from ${sql.table(last)}`.execute(long);
      const started = swap();
      await somebodyWaits();
      // Longer than a reader may wait, so that the swap has to step back.
      await sleep(LONGEST_WAIT_MS + 500);
      return [started];
    });
    await swapped;
    await end();
    expect(new Set(seen.map((generations) => generations.join()))).toEqual(new Set(['1', '2']));
    expect(await left()).toEqual([]);
  }, 120_000);

  it('limits the wait for all tables together, not for each', async () => {
    await build('workshop', 3);
    // One reader after the other goes, each soon enough for a limit of its own.
    let done = false;
    const busy = families.slice(1, 7).map((family, index) =>
      transaction(test.db, async (reader) => {
        await sql`select from ${sql.table(family)}`.execute(reader);
        await sleep(800 * (index + 1));
      }),
    );
    const { end } = readers([sql<{ generation: number }>`select distinct generation from ${sql.table('family_0')}`]);
    const swapped = swap().then(() => {
      done = true;
    });
    await Promise.all([...busy, swapped]);
    await end();
    expect(done).toBe(true);
    expect((await inAll.execute(test.db)).rows).toEqual([{ generation: 3 }]);
  }, 60_000);
});

/** Tables that were replaced and are still there. */
async function left(): Promise<readonly unknown[]> {
  const { rows } = await sql`
    select relname from pg_class where relkind = 'r' and relname ~ '^family_' and relnamespace <> 'public'::regnamespace
  `.execute(test.db);
  return rows;
}
