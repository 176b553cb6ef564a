import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { readMetrics, sampleOf } from '../../../test/support/prometheus.js';
import { databaseMetrics } from './database-metrics.js';
import { RequestTimes } from './request-times.js';

it('counts requests in buckets that add up', async () => {
  const registry = new Registry();
  const times = new RequestTimes('t', 'Times', [0.1, 1]);
  registry.registerMetric(times.asMetric());
  for (const seconds of [0.05, 0.1, 0.100001, 1, 7]) times.observe('GET', '/a/:uid', 204, seconds);
  times.observe('GET', '/a/:uid', 503, 0.5);
  const families = readMetrics(await registry.metrics());
  const of = (name: string, labels: Readonly<Record<string, string>>) => sampleOf(families, `t_${name}`, labels);
  const fine = { method: 'GET', route: '/a/:uid', status: '2xx' };
  expect(['0.1', '1', '+Inf'].map((le) => of('bucket', { ...fine, le }))).toEqual([2, 4, 5]);
  expect(of('count', fine)).toBe(5);
  expect(of('sum', fine)).toBeCloseTo(8.250001);
  expect(of('count', { status: '5xx' })).toBe(1);
});

it('says so when the database cannot be asked, and tells nothing old', async () => {
  const registry = new Registry();
  const shared = databaseMetrics(registry);
  const facts = {
    bytes: 8192,
    runs: [{ type: 'TEST', state: 'queued', count: 2 } as const],
    oldestQueuedSeconds: 3,
    analyticsTables: [
      {
        type: 'EVENT',
        oldestSeconds: 2,
        newestSeconds: 1,
        rows: 5,
        bytes: 6,
        lost: 0,
        oldest: new Date(0),
        newest: new Date(0),
        partitions: 1,
      },
    ],
  };
  const samples = async () =>
    readMetrics(await registry.metrics()).flatMap(({ samples: all }) => all.map(({ name, value }) => [name, value]));
  shared.show(facts);
  const known = await samples();
  expect(known).toContainEqual(['orderly_database_up', 1]);
  expect(known).toContainEqual(['orderly_queue_length', 2]);
  expect(known).toHaveLength(11);
  shared.show(undefined);
  expect(await samples()).toEqual([['orderly_database_up', 0]]);
  shared.show(facts);
  expect(await samples()).toEqual(known);
});
