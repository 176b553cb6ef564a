import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { objectCounts, restoreEstimates } from './object-counts.js';

const test = testDatabase({ demo: true });

/** Changes data values and says so to the statistics at once, as a busy connection does every second. */
async function change(statement: ReturnType<typeof sql>): Promise<void> {
  await test.db.connection().execute(async (connection) => {
    // Millions of rows are not needed, and neither is the checking of their keys.
    await sql`set session_replication_role = replica`.execute(connection);
    await statement.execute(connection);
    await sql`set session_replication_role = origin`.execute(connection);
    await sql`select pg_stat_force_next_flush()`.execute(connection);
    await sql`select`.execute(connection);
  });
}

const more = (first: number, count: number) => sql`
  insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, created, lastupdated, deleted)
  select -number, 1, 1, 1, 1, repeat('1', number % 9), localtimestamp, localtimestamp, false
  from generate_series(${first}::int, ${first + count - 1}::int) as number
`;

async function estimateAndCount(): Promise<readonly [estimate: number, count: number, estimated: readonly string[]]> {
  const { counts, estimated } = await objectCounts(test.db);
  const { rows } = await sql<{ count: number }>`select count(*) as count from datavalue`.execute(test.db);
  return [counts.dataValue ?? 0, rows[0]?.count ?? 0, estimated];
}

async function expectEstimate(): Promise<void> {
  const [estimate, count, estimated] = await estimateAndCount();
  expect(estimated).toEqual(['dataValue']);
  expect(Math.abs(estimate - count) / count).toBeLessThan(0.01);
}

it('estimates to the hundredth, whatever has happened since the table was analysed', async () => {
  // A copied database knows nothing: everything is counted.
  const [known, count, estimated] = await estimateAndCount();
  expect([known, estimated]).toEqual([count, []]);
  expect(await restoreEstimates(test.db)).toEqual([]);
  expect(await restoreEstimates(test.db, 1)).toContain('datavalue');
  expect(await restoreEstimates(test.db, 1)).toEqual([]);
  await expectEstimate();
  await change(more(1, 20_000));
  await expectEstimate();
  // Each leaves a dead row, so that the table grows and has no more rows.
  await change(sql`update datavalue set value = value || '0'`);
  await expectEstimate();
  await change(sql`delete from datavalue where dataelementid % 3 = 0`);
  await expectEstimate();
});

it('counts when a crash has lost the statistics', async () => {
  await sql`select pg_stat_reset_single_table_counters('datavalue'::regclass)`.execute(test.db);
  await change(more(50_000, 1_000));
  const [number, count, estimated] = await estimateAndCount();
  expect([number, estimated]).toEqual([count, []]);
  await restoreEstimates(test.db, 1);
  await expectEstimate();
});

it('counts small tables', async () => {
  await change(sql`delete from datavalue where dataelementid % 7 <> 0`);
  const [number, count, estimated] = await estimateAndCount();
  expect(count).toBeLessThan(20_000);
  expect([number, estimated]).toEqual([count, []]);
});
