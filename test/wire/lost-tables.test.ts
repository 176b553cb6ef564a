import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { markLostPartitions } from '../../src/features/analytics-tables/state.js';
import { aggregateTables } from '../support/analytics-tables.js';
import { testServer } from '../support/server.js';

const server = testServer({ demo: true });
const QUERY = '/api/analytics?dimension=dx:fbfJHSPpUQD&dimension=pe:LAST_5_YEARS&filter=ou:ImspTQPwCqd';

it('tables that a crash emptied are told from empty ones until they are built anew', async () => {
  await server.runJob(aggregateTables());
  const before = (await server.request(QUERY)).json.rows;
  expect(before.length).toBeGreaterThan(0);
  const { rows: dataSets } = await sql<{ uid: string }>`select uid from dataset order by uid limit 3`.execute(
    server.db,
  );
  const items = dataSets.map(({ uid }) => `${uid}.REPORTING_RATE`).join(';');
  const rates = `/api/analytics?dimension=dx:${items}&dimension=pe:LAST_5_YEARS&filter=ou:ImspTQPwCqd`;
  const reports = (await server.request(rates)).json.rows;
  expect(reports.length).toBeGreaterThan(0);
  expect(await markLostPartitions(server.db)).toEqual([]);
  // What PostgreSQL does to unlogged tables when it recovers from a crash.
  await sql`truncate analytics`.execute(server.db);
  expect(await markLostPartitions(server.db)).toEqual(['DATA_VALUE']);
  expect((await server.request(QUERY)).json).toMatchObject({ httpStatusCode: 409, errorCode: 'E7144' });
  // What is made of other tables does not need this one.
  expect((await server.request(rates)).json.rows).toEqual(reports);
  await sql`alter table analytics rename to analytics_away`.execute(server.db);
  expect((await server.request(rates)).json.rows).toEqual(reports);
  await sql`alter table analytics_away rename to analytics`.execute(server.db);
  await server.runJob(aggregateTables());
  expect((await server.request(QUERY)).json.rows).toEqual(before);
});
