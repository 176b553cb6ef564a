import type pg from 'pg';
import { Gauge, type Registry } from 'prom-client';
import type { DatabaseFacts } from './database-facts.js';

export interface DatabaseMetrics {
  /** Takes what was found in the database; undefined when it could not be asked. */
  show(facts: DatabaseFacts | undefined): void;
}

/** Queue, analytics tables and size of the database, which all its servers tell alike. */
export function databaseMetrics(registry: Registry): DatabaseMetrics {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge<Label>({ name: `orderly_${name}`, help, labelNames: [...labelNames], registers: [registry] });
  const up = gauge('database_up', 'Whether the database answered this request');
  const bytes = gauge('database_bytes', 'Size of the database');
  const runs = gauge('runs', 'Runs that wait or are being done on any server, by job type', ['type', 'status']);
  const queued = gauge('queue_length', 'Runs that wait');
  const running = gauge('queue_running', 'Runs that are being done on any server');
  const oldest = gauge('queue_oldest_seconds', 'Seconds for which the run that is due longest has been waiting');
  const tableAge = gauge(
    'analytics_table_age_seconds',
    'Seconds since the data of the newest partition of the analytics tables of a type were read, also when nothing new was found',
    ['type'],
  );
  const tableOldest = gauge(
    'analytics_table_oldest_seconds',
    'Seconds since the data of the partition were read that is most behind',
    ['type'],
  );
  const tableRows = gauge('analytics_table_rows', 'Rows of the analytics tables of a type', ['type']);
  const tableBytes = gauge('analytics_table_bytes', 'Size of the analytics tables of a type', ['type']);
  const tableLost = gauge(
    'analytics_table_lost',
    'Partitions of the analytics tables of a type that a crash of the database emptied',
    ['type'],
  );
  const all = [bytes, runs, queued, running, oldest, tableAge, tableOldest, tableRows, tableBytes, tableLost];
  return {
    show(facts) {
      // What is not there any more is not told any more.
      for (const one of all) one.reset();
      up.set(facts ? 1 : 0);
      if (!facts) {
        for (const one of [bytes, queued, running, oldest]) one.remove();
        return;
      }
      const total = (state: string): number =>
        facts.runs.reduce((sum, run) => sum + (run.state === state ? run.count : 0), 0);
      bytes.set(facts.bytes);
      queued.set(total('queued'));
      running.set(total('running'));
      oldest.set(facts.oldestQueuedSeconds);
      for (const { type, state, count } of facts.runs) runs.set({ type, status: state }, count);
      for (const { type, ...table } of facts.analyticsTables) {
        tableAge.set({ type }, table.newestSeconds);
        tableOldest.set({ type }, table.oldestSeconds);
        tableRows.set({ type }, table.rows);
        tableBytes.set({ type }, table.bytes);
        tableLost.set({ type }, table.lost);
      }
    },
  };
}

/** Connections of this server to its database, as they are when they are asked for. */
export function poolMetrics(registry: Registry, pool: pg.Pool): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `orderly_pool_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  gauge('max', 'Most connections to the database that this server makes for requests and runs', () => pool.options.max);
  gauge('connections', 'Connections that stand', () => pool.totalCount);
  gauge('idle', 'Connections that nobody uses', () => pool.idleCount);
  gauge('waiting', 'Requests and runs that wait for a connection', () => pool.waitingCount);
}
