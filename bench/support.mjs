import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startApp } from '../dist/app.js';
import { loadConfig } from '../dist/config/index.js';
import { startEmbeddedServer } from '../dist/database/embedded/index.js';
import { migrate, openDatabase } from '../dist/database/index.js';
import { loadDemo } from '../dist/demo/index.js';
import { ensureAdminPassword } from '../dist/http/index.js';

/**
 * Connections to a prepared database with the demo country, and none left open, so that it can be copied. Nothing cleans up meanwhile, so that every copy starts the same.
 */
export async function withPreparedCountry({ scale, home }, prepare, work) {
  const folder = home ?? mkdtempSync(join(tmpdir(), 'orderly-bench-'));
  const embedded = await startEmbeddedServer({ folder, log: () => {}, settings: { autovacuum: 'off' } });
  try {
    const { socketDirectory: host, port, user, database: name } = embedded;
    const connection = { host, port, user, database: name };
    const database = openDatabase({ connection, poolSize: 4 });
    let prepared;
    try {
      await fill(database, scale);
      prepared = await prepare(database.pool);
    } finally {
      await database.close();
    }
    return await work({ connection, prepared });
  } finally {
    await embedded.stop();
    if (home === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function fill({ db, pool }, scale) {
  await migrate(db);
  const { rows } = await pool.query('select exists (select from organisationunit) as loaded');
  if (!rows[0].loaded && scale > 0) {
    const { seconds } = await loadDemo(pool, { size: { scale } });
    console.log(`Demo country at scale ${scale} loaded in ${seconds.toFixed(1)} s`);
  }
  await ensureAdminPassword(db, 'district');
}

/** A server on an embedded database with the demo country at `scale`; `home` keeps the data for another run. */
export async function withCountry({ scale, home }, work) {
  const folder = home ?? mkdtempSync(join(tmpdir(), 'orderly-bench-'));
  const embedded = await startEmbeddedServer({ folder, log: () => {} });
  const connection = {
    host: embedded.socketDirectory,
    port: embedded.port,
    user: embedded.user,
    database: embedded.database,
  };
  const database = openDatabase({ connection, poolSize: 10 });
  await fill(database, scale);
  const app = await startApp({
    // What is measured is alone: roll-ups are built when a scenario says so.
    config: loadConfig({}, { port: '0', refreshAggregates: 'false' }),
    connection,
    log: pino({ level: 'silent' }),
    version: 'bench',
  });
  try {
    return await work({ app, database, connection });
  } finally {
    await app.stop();
    await database.close();
    await embedded.stop();
    if (home === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** Queues a run and waits for its end; gives its seconds from start to end. */
export async function timedRun({ services }, database, request) {
  const { uid } = await services.jobs.queue(database.db, request);
  for (;;) {
    const { rows } = await database.pool.query(
      'select state, message, extract(epoch from finished_at - started_at) as seconds, summary from orderly.job_run where uid = $1',
      [uid],
    );
    const [row] = rows;
    if (row.state === 'done') return { seconds: Number(row.seconds), summary: row.summary };
    if (!['queued', 'running'].includes(row.state)) throw new Error(`The run ${row.state}: ${row.message}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const WARM_UP = 3;

/** Medians in milliseconds; each piece of work in turn, so that a busy moment of the machine meets all. */
export async function inTurns(works, runs) {
  const times = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let index = -WARM_UP; index < runs; index += 1) {
    for (const [name, work] of Object.entries(works)) {
      const started = performance.now();
      await work();
      if (index >= 0) times[name].push(performance.now() - started);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, measured]) => [name, median(measured)]));
}

export async function seconds(work) {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

export function printTable(title, rows) {
  console.log(`\n${title}`);
  console.table(rows);
}
