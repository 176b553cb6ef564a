import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { jobsOf } from '../support/jobs.js';
import { readMetrics, type Sample } from '../support/prometheus.js';
import { metricsUsed } from '../support/promql.js';
import { testServer } from '../support/server.js';

const server = testServer();
const jobs = jobsOf(server);
const pathOf = (name: string) => fileURLToPath(new URL(`../../deploy/${name}`, import.meta.url));
const read = (name: string) => readFileSync(pathOf(name), 'utf8');

/** Labels that Prometheus itself adds to what it reads, and the metric that it makes for each target. */
const OF_PROMETHEUS = ['instance', 'job'];
const MADE_BY_PROMETHEUS = ['up'];

let samples: readonly Sample[];

// A server of which every kind of metric has something to tell: runs that ended, one that waits, analytics tables.
beforeAll(async () => {
  await jobs.run('TEST', { items: 1, stages: 1 });
  await jobs.run('TEST', { failWithException: true, failAtStage: 1 });
  await sql`
    insert into orderly.job_run (uid, type, name, trigger, exclusive, state)
    values ('queuedRun01', 'NOBODY_DOES_IT', 'x', 'request', '{}', 'queued')
  `.execute(server.db);
  await sql`
    insert into orderly.analytics_partition (table_type, table_name, year, run_uid, snapshot, started_at, row_estimate, bytes, lost)
    values ('DATA_VALUE', 'analytics_2026', 2026, 'x', '1:1:', now(), 20, 8192, false)
  `.execute(server.db);
  await server.request('/api/system/ping');
  const texts = await Promise.all(
    ['/api/metrics', '/api/dataSummary/metrics'].map(async (path) => (await server.request(path)).text),
  );
  samples = texts.flatMap((text) => readMetrics(text)).flatMap((family) => family.samples);
});

/** What of an expression no scrape has. */
function unknownIn(expression: string): readonly string[] {
  return metricsUsed(expression)
    .filter(({ name }) => !MADE_BY_PROMETHEUS.includes(name))
    .flatMap(({ name, labels }) => {
      const found = samples.filter((sample) => sample.name === name);
      if (found.length === 0) return [name];
      return labels
        .filter((label) => !OF_PROMETHEUS.includes(label) && !found.some((sample) => label in sample.labels))
        .map((label) => `${name}{${label}}`);
    });
}

describe('the alerts', () => {
  const { groups } = parse(read('prometheus/alerts.yaml')) as {
    groups: { rules: { alert: string; expr: string; annotations: Record<string, string> }[] }[];
  };
  const rules = groups.flatMap((group) => group.rules);

  it('are about metrics and labels that a server has', () => {
    expect(rules.length).toBeGreaterThan(8);
    expect(rules.flatMap(({ alert, expr }) => unknownIn(expr).map((name) => `${alert}: ${name}`))).toEqual([]);
  });

  it('say what is wrong, and what to do', () => {
    for (const { alert, annotations } of rules) {
      expect(annotations.summary, alert).toMatch(/\w/);
      expect(annotations.description, alert).toMatch(/\w/);
    }
  });

  it.skipIf(spawnSync('promtool', ['--version']).error !== undefined)('are taken by Prometheus', () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', pathOf('prometheus/alerts.yaml')]);
    expect(status, String(stdout) + String(stderr)).toBe(0);
  });
});

it('the dashboard shows metrics and labels that a server has', () => {
  const { panels } = JSON.parse(read('grafana/orderly.json')) as {
    panels: { title: string; targets?: { expr: string }[] }[];
  };
  const shown = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
  expect(shown.length).toBeGreaterThan(20);
  expect(shown.flatMap(({ title, expr }) => unknownIn(expr).map((name) => `${title}: ${name}`))).toEqual([]);
});

it('finds a metric that is not there', () => {
  expect(unknownIn('sum by (type) (rate(orderly_runs_total{state="x"}[5m])) > 0')).toEqual(['orderly_runs_total']);
  expect(unknownIn('orderly_runs{state="queued",type=~"A|B"}')).toEqual(['orderly_runs{state}']);
});

it('the scrape reads paths that a server has', async () => {
  const { scrape_configs: scrapes } = parse(read('prometheus/prometheus.yaml')) as {
    scrape_configs: { metrics_path: string }[];
  };
  for (const { metrics_path: path } of scrapes) expect((await server.request(path)).status, path).toBe(200);
});
