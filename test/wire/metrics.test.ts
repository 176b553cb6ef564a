import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { layout } from '../support/dhis2/layout.js';
import { jobsOf } from '../support/jobs.js';
import { promtoolFaults, readMetrics, sampleOf } from '../support/prometheus.js';
import { testServer } from '../support/server.js';
import { makeUsers } from '../support/users.js';

const server = testServer();
const jobs = jobsOf(server);
const users = makeUsers(server);

async function metrics() {
  const { status, text, headers } = await server.request('/api/metrics');
  expect(status, text).toBe(200);
  expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  return { text, families: readMetrics(text) };
}

const requests = (labels: Readonly<Record<string, string>>, families: ReturnType<typeof readMetrics>) =>
  sampleOf(families, 'orderly_http_request_duration_seconds_count', labels) ?? 0;

describe('the metrics of the server', () => {
  it('can be read by Prometheus', async () => {
    const { text, families } = await metrics();
    expect(promtoolFaults(text) ?? '').toBe('');
    const names = families.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'process_cpu_seconds_total',
        'process_resident_memory_bytes',
        'nodejs_eventloop_lag_p99_seconds',
        'orderly_build_info',
        'orderly_database_bytes',
        'orderly_http_request_duration_seconds',
        'orderly_pool_connections',
        'orderly_run_duration_seconds',
      ]),
    );
    for (const { name, help } of families) expect(help, name).toMatch(/\w/);
    const { rows } = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(
      server.db,
    );
    expect((sampleOf(families, 'orderly_database_bytes') ?? 0) / (rows[0]?.bytes ?? 0)).toBeCloseTo(1, 1);
    expect(sampleOf(families, 'orderly_database_up')).toBe(1);
    expect(sampleOf(families, 'orderly_build_info', { version: '0.0.0', api_version: '2.42.0' })).toBe(1);
    expect(sampleOf(families, 'orderly_pool_max')).toBe(server.services.database.pool.options.max);
  });

  it('count requests by route, not by path', async () => {
    const before = (await metrics()).families;
    const asked = [
      '/api/dataElements/a1234567890',
      '/api/42/dataElements/b1234567890',
      '/api/nothing/of/the/kind',
      '/api/something/else',
      '/api/system/ping',
    ];
    for (const path of asked) await server.request(path);
    await server.request('/api/dataElements', { method: 'POST', body: [] });
    const after = (await metrics()).families;
    const more = (labels: Readonly<Record<string, string>>) => requests(labels, after) - requests(labels, before);
    expect(more({ route: '/api/dataElements/:uid', method: 'GET', status: '4xx' })).toBe(2);
    expect(more({ route: '/api/dataElements', method: 'POST', status: '4xx' })).toBe(1);
    expect(more({ route: '/api/system/ping', status: '2xx' })).toBe(1);
    expect(more({ route: 'none', status: '4xx' })).toBe(2);
    expect(more({ route: '/api/metrics', status: '2xx' })).toBe(1);
    const routes = after
      .flatMap(({ samples }) => samples)
      .map(({ labels }) => labels.route ?? '')
      .join(' ');
    expect(routes).not.toMatch(/1234567890|something|nothing/);
  });

  // Beside a DHIS2 there is no job that does nothing.
  it.skipIf(layout)('tell of runs, and of the queue', async () => {
    expect((await jobs.run('TEST', { items: 1, stages: 1 })).state).toBe('done');
    expect((await jobs.run('TEST', { failWithException: true, failAtStage: 1 })).state).toBe('failed');
    await sql`
      insert into orderly.job_run (uid, type, name, trigger, exclusive, state, queued_at, due_at)
      values
        ('queuedRun01', 'NOBODY_DOES_IT', 'x', 'request', '{}', 'queued', now() - interval '1 hour', now() - interval '90 seconds'),
        ('queuedRun02', 'NOBODY_DOES_IT', 'x', 'request', '{}', 'queued', now() - interval '1 hour', now() + interval '1 hour')
    `.execute(server.db);
    const { families } = await metrics();
    expect(sampleOf(families, 'orderly_run_duration_seconds_count', { type: 'TEST', status: 'done' })).toBe(1);
    expect(sampleOf(families, 'orderly_run_duration_seconds_count', { type: 'TEST', status: 'failed' })).toBe(1);
    expect(sampleOf(families, 'orderly_queue_length')).toBe(2);
    expect(sampleOf(families, 'orderly_queue_running')).toBe(0);
    expect(sampleOf(families, 'orderly_runs', { type: 'NOBODY_DOES_IT', status: 'queued' })).toBe(2);
    const oldest = sampleOf(families, 'orderly_queue_oldest_seconds') ?? 0;
    expect(oldest).toBeGreaterThanOrEqual(90);
    expect(oldest).toBeLessThan(3_000);
    await sql`delete from orderly.job_run where type = 'NOBODY_DOES_IT'`.execute(server.db);
    const then = (await metrics()).families;
    expect(sampleOf(then, 'orderly_queue_length')).toBe(0);
    expect(sampleOf(then, 'orderly_queue_oldest_seconds')).toBe(0);
    expect(sampleOf(then, 'orderly_runs', { type: 'NOBODY_DOES_IT' })).toBeUndefined();
  });

  it('tell of analytics tables', async () => {
    await sql`
      insert into orderly.analytics_partition (table_type, table_name, year, run_uid, snapshot, started_at, row_estimate, bytes, lost)
      values
        ('DATA_VALUE', 'analytics_2025', 2025, 'x', '1:1:', now() - interval '2 days', 100, 8192, true),
        ('DATA_VALUE', 'analytics_2026', 2026, 'x', '1:1:', now() - interval '1 hour', 20, 8192, false)
    `.execute(server.db);
    // A latest run that looked at the data of this year half an hour ago.
    await sql`
      insert into orderly.analytics_watermark (table_name, from_year, snapshot, since, form)
      values ('analytics', 2026, '1:1:', now() - interval '30 minutes', '')
    `.execute(server.db);
    const { families } = await metrics();
    const of = (name: string) => sampleOf(families, `orderly_analytics_table_${name}`, { type: 'DATA_VALUE' });
    expect([of('rows'), of('bytes'), of('lost')]).toEqual([120, 16_384, 1]);
    expect(Math.round((of('age_seconds') ?? 0) / 600)).toBe(3);
    expect(Math.round((of('oldest_seconds') ?? 0) / 3_600)).toBe(48);
  });

  // Beside a DHIS2 tokens are made there.
  it.skipIf(layout)('are for those who keep the server, by their tokens too', async () => {
    const { login } = await users.make(['F_SYSTEM_SETTING']);
    const keeper = await users.make(['F_PERFORM_MAINTENANCE']);
    expect((await server.request('/api/metrics', { user: login })).status).toBe(403);
    expect(
      (await server.request('/api/metrics', { user: null, headers: { 'x-requested-with': 'XMLHttpRequest' } })).status,
    ).toBe(401);
    const { json, text } = await server.request('/api/apiToken', { method: 'POST', body: {}, user: keeper.login });
    const { key } = json.response;
    expect(key, text).toMatch(/^d2p/);
    // What Prometheus sends.
    const accept = 'application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
    const read = await server.request('/api/metrics', {
      user: null,
      headers: { authorization: `ApiToken ${key}`, accept },
    });
    expect([read.status, readMetrics(read.text).length > 20]).toEqual([200, true]);
  });
});
