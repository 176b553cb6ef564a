import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });

const ANALYTICS = '/org/default/project/analytics/cube/DATA_VALUE/aggregates';
const MAINTENANCE = '/aggregates/maintenance/orgId/default';

/** The newest of a list once it has come to an end. */
async function ended(path: string) {
  const newest = async () => (await server.request(path)).json.response.data[0];
  await expect.poll(async () => (await newest())?.endTime ?? null, { timeout: 60_000 }).not.toBeNull();
  return await newest();
}

it('an aggregate is defined, built, used, blocked and gone, all by the API', async () => {
  await server.runJob('/api/resourceTables/analytics?skipEvents=true&skipEnrollment=true&skipTrackedEntities=true');
  const made = await server.request(ANALYTICS, {
    method: 'POST',
    body: { name: 'Districts by month', attributes: ['dx', 'monthly', 'uidlevel2', 'SUM', 'COUNT'] },
  });
  expect(made.status, made.text).toBe(200);
  const batch = await ended('/aggregate-batch/orgId/default/history');
  expect(batch).toMatchObject({ status: 'done', isFullBuild: false });
  const definition = async () => {
    const { json } = await server.request(`/aggregates/orgId/default?id=${made.json.response.id}`);
    return json.response.data[0];
  };
  const { active_instance: instance } = await definition();
  expect(instance).toMatchObject({ status: 'active', table_schema: 'orderly_agg' });
  expect(instance.stats.number_of_rows).toBeGreaterThan(0);

  const { rows } = await sql<{ dx: string }>`
    select analytics.dx from analytics
    join dataelement on dataelement.uid = analytics.dx and dataelement.aggregationtype = 'SUM'
    where analytics.value is not null group by analytics.dx order by count(*) desc limit 1
  `.execute(server.db);
  const query = `/api/analytics?dimension=dx:${rows[0]?.dx}&dimension=pe:LAST_5_YEARS&dimension=ou:LEVEL-2&relativePeriodDate=2026-03-15`;
  const used = await server.request(query);
  expect(used.headers.get('x-orderly-aggregate')).toBe(instance.id);
  const base = await server.request(`${query}&skipAggregates=true`);
  expect(base.headers.get('x-orderly-aggregate')).not.toBe(instance.id);
  expect(used.json.rows).toEqual(base.json.rows);
  expect(used.json.rows.length).toBeGreaterThan(0);

  expect((await server.request(`${MAINTENANCE}/run-immediately`, { method: 'POST' })).status).toBe(200);
  const job = await ended(`${MAINTENANCE}/history`);
  expect(job).toMatchObject({ status: 'done', triggerType: 'TimeBasedMaintenance', errorInformation: {} });
  expect((await server.request(MAINTENANCE)).json.response).toBeNull();

  const path = `/aggregates/orgId/default/definitionId/${made.json.response.id}/instanceId/${instance.id}`;
  const blocked = await server.request(`${path}?block=true`, { method: 'DELETE' });
  expect(blocked.json.response).toEqual({ deleted: true });
  expect((await server.request(query)).headers.get('x-orderly-aggregate')).not.toBe(instance.id);
  expect(await definition()).toMatchObject({ blocked: true, active_instance: null });
}, 120_000);
