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
  expect(await markLostPartitions(server.db)).toEqual([]);
  // What PostgreSQL does to unlogged tables when it recovers from a crash.
  await sql`truncate analytics`.execute(server.db);
  expect(await markLostPartitions(server.db)).toEqual(['DATA_VALUE']);
  expect((await server.request(QUERY)).json).toMatchObject({ httpStatusCode: 409, errorCode: 'E7144' });
  await server.runJob(aggregateTables());
  expect((await server.request(QUERY)).json.rows).toEqual(before);
});
