/**
 * Runs of tables beside a DHIS2 of 2.42 and on a database of Orderly's own, in turns on one server of PostgreSQL, each with the same demo country. Beside a DHIS2 its own tables have no indexes
 * or triggers of Orderly's, and views stand between these and the statements. Also what it costs to give the analytics tables the indexes that DHIS2 would.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { startApp } from '../../dist/app.js';
import { loadConfig } from '../../dist/config/index.js';
import { detect } from '../../dist/database/dhis2/index.js';
import { startEmbeddedServer } from '../../dist/database/embedded/index.js';
import { migrate, openDatabase, visit } from '../../dist/database/index.js';
import { loadDemo } from '../../dist/demo/index.js';
import { ANALYTICS_TABLE_TYPES } from '../../dist/features/analytics-tables/definition.js';
import { median, printTable, timedRun } from '../support.mjs';

const AGGREGATE = ['DATA_VALUE', 'COMPLETENESS', 'COMPLETENESS_TARGET', 'ORG_UNIT_TARGET'];
const analytics = (types, skipOutliers) => ({
  type: 'ANALYTICS_TABLE',
  parameters: {
    skipResourceTables: true,
    skipTableTypes: ANALYTICS_TABLE_TYPES.filter((type) => !types.includes(type)),
    skipOutliers,
  },
});
const CASES = {
  'resource tables': { type: 'RESOURCE_TABLE' },
  'DATA_VALUE with outliers': analytics(['DATA_VALUE'], false),
  'DATA_VALUE without outliers': analytics(['DATA_VALUE'], true),
  'aggregate types': analytics(AGGREGATE, false),
  'all types': analytics(ANALYTICS_TABLE_TYPES, false),
};

/** @returns seconds for each case, standalone, attached and attached with the indexes of DHIS2, and attached / standalone; MB of the attached tables with their indexes */
export async function compareLayouts({ scale, home, runs }) {
  const folder = home ?? mkdtempSync(join(tmpdir(), 'orderly-bench-'));
  const embedded = await startEmbeddedServer({ folder, log: () => {} });
  const own = { host: embedded.socketDirectory, port: embedded.port, user: embedded.user, database: embedded.database };
  const beside = { ...own, database: 'dhis2' };
  const places = [];
  try {
    await makeStandalone(own, scale);
    await makeDhis2(own, beside, scale);
    const { dhis2 } = await visit(beside, detect);
    const attached = { ...beside, dhis2 };
    for (const connection of [own, attached]) places.push(await serve(connection));
    const results = {};
    for (const [name, request] of Object.entries(CASES)) {
      const seconds = places.map(() => []);
      for (let index = 0; index < runs; index += 1) {
        for (const [place, { app, database }] of places.entries()) {
          seconds[place].push((await timedRun(app, database, request)).seconds);
        }
      }
      const [standalone, attached] = seconds.map(median);
      const ratio = Math.round((attached / standalone) * 100) / 100;
      results[name] = { standalone, attached, ratio, MB: await sizeOfTables(places[1].database) };
      console.log(name, JSON.stringify({ seconds, ...results[name] }));
    }
    // Alone on the database: a run makes what the server says that takes it.
    await leave(places.pop());
    const indexed = await serve(attached, { analyticsIndexes: 'dhis2' });
    places.push(indexed);
    for (const [name, request] of Object.entries(CASES)) {
      const seconds = [];
      for (let index = 0; index < runs; index += 1) {
        seconds.push((await timedRun(indexed.app, indexed.database, request)).seconds);
      }
      Object.assign(results[name], { indexed: median(seconds), 'indexed MB': await sizeOfTables(indexed.database) });
    }
    printTable(`Runs of tables beside DHIS2 ${dhis2.name} and standalone, scale ${scale}`, results);
    return { scale, runs, layout: dhis2.name, results };
  } finally {
    for (const place of places) await leave(place);
    await embedded.stop();
    if (home === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function leave({ app, database }) {
  await app.stop();
  await database.close();
}

async function sizeOfTables({ pool }) {
  const { rows } = await pool.query(
    "select round(sum(pg_total_relation_size(oid)) / 1048576)::int as megabytes from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname like 'analytics\\_%'",
  );
  return rows[0].megabytes;
}

async function serve(connection, settings = {}) {
  const database = openDatabase({ connection, poolSize: 2 });
  const app = await startApp({
    config: loadConfig({}, { port: '0', refreshAggregates: 'false', ...settings }),
    connection,
    log: pino({ level: 'silent' }),
    version: 'bench',
  });
  return { app, database };
}

/** Lends a database and closes it. */
async function on(connection, work) {
  const database = openDatabase({ connection, poolSize: 2 });
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

const isEmpty = async (pool) => (await pool.query('select from organisationunit limit 1')).rowCount === 0;

async function makeStandalone(connection, scale) {
  await on(connection, async ({ db, pool }) => {
    await migrate(db);
    if (await isEmpty(pool)) await loadDemo(pool, { size: { scale } });
    await pool.query('vacuum analyze');
  });
}

const MIGRATIONS = fileURLToPath(new URL('../../src/database/migrations/', import.meta.url));
const LAYOUT = fileURLToPath(new URL('../../test/support/dhis2/', import.meta.url));
const OF_DHIS2 = /^(00(0[1-9]|1[0-8]|20)|0081|0099)_/;

/** The tables of 2.42 as the tests make them, and no others. */
async function makeDhis2(server, connection, scale) {
  let isNew = false;
  await on(server, async ({ pool }) => {
    isNew = (await pool.query("select from pg_database where datname = 'dhis2'")).rowCount === 0;
    if (isNew) await pool.query('create database dhis2');
  });
  await on(connection, async ({ pool }) => {
    const run = (file) => pool.query(readFileSync(file, 'utf8'));
    if (isNew) {
      for (const file of readdirSync(MIGRATIONS)
        .filter((name) => OF_DHIS2.test(name))
        .sort())
        await run(join(MIGRATIONS, file));
      await run(join(LAYOUT, 'other-tables.sql'));
      await loadDemo(pool, { size: { scale } });
      await run(join(LAYOUT, 'geometry.sql'));
      await run(join(LAYOUT, '2.42.sql'));
    }
    await pool.query('vacuum analyze');
  });
}
