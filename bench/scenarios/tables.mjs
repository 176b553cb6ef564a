/**
 * A full `DATA_VALUE` run: Orderly's, the peer's plan, and the floor, on one database in one run, with and without outlier statistics; then a full run of all types
 * beside the peer's plan for them. The resource tables stand
 * before all of them. With `--layout 2.42` instead the same runs beside a DHIS2 and on a database of Orderly's own, in turns. The floor writes the same rows and columns in one statement, with outlier statistics that were computed before it.
 */
import { availableParallelism } from 'node:os';
import { sql } from 'kysely';
import { createTable } from '../../dist/database/build/index.js';
import { ANALYTICS_TABLE_TYPES } from '../../dist/features/analytics-tables/definition.js';
import { dataValueTable } from '../../dist/features/analytics-tables/types/data-value.js';
import { resourceTableColumns } from '../../dist/features/resource-tables/index.js';
import { median, printTable, seconds, timedRun, withCountry } from '../support.mjs';
import { compareAllTypes } from '../tables/all-types.mjs';
import { compareLayouts } from '../tables/layout.mjs';
import { runPeerPlan } from './peer-plan.mjs';

const OTHERS = ANALYTICS_TABLE_TYPES.filter((type) => type !== 'DATA_VALUE');

export async function run({ scale, home, runs = 3, layout }) {
  if (layout !== undefined && layout !== '2.42') throw new Error(`The layout can be 2.42, but was ${layout}.`);
  if (layout !== undefined) return await compareLayouts({ scale, home, runs });
  return await withCountry({ scale, home }, async ({ app, database, connection }) => {
    const { db, pool } = database;
    // Values that no double can hold abort the peer's plan; they stay values that are no numbers.
    await pool.query("update datavalue set value = 'abc' where length(value) > 150 or value ~ '[eE][0-9]{3,}'");
    await pool.query('vacuum analyze datavalue');
    await timedRun(app, database, { type: 'RESOURCE_TABLE' });
    const workers = availableParallelism();
    const results = {};
    let memory = 0;
    const watch = setInterval(() => {
      memory = Math.max(memory, process.memoryUsage().rss);
    }, 50);
    for (const outliers of [true, false]) {
      const request = {
        type: 'ANALYTICS_TABLE',
        parameters: { skipResourceTables: true, skipTableTypes: OTHERS, skipOutliers: !outliers },
      };
      const own = [];
      const floors = [];
      for (let index = 0; index < runs; index += 1) {
        own.push((await timedRun(app, database, request)).seconds);
        floors.push(await floor(db, outliers));
      }
      const peer = await runPeerPlan({ connection, pool, workers, outliers });
      const { rows } = await pool.query('select count(*)::int as rows from analytics');
      results[outliers ? 'withOutliers' : 'withoutOutliers'] = { own, floors, peer, rows: rows[0].rows };
    }
    const allTypes = await compareAllTypes({
      app,
      database,
      connection,
      workers,
      runs,
      dataValues: results.withOutliers.peer.seconds,
    });
    clearInterval(watch);
    printTable(
      `Full DATA_VALUE run, scale ${scale}, ${workers} workers`,
      Object.entries(results).map(([name, { own, floors, peer, rows }]) => ({
        case: name,
        rows,
        'Orderly s': round(median(own)),
        'peer plan s': round(peer.seconds),
        'floor s': round(median(floors)),
        'peer / Orderly': round(peer.seconds / median(own)),
        'Orderly / floor': round(median(own) / median(floors)),
      })),
    );
    for (const [name, { peer }] of Object.entries(results)) {
      console.log(
        `Peer's plan ${name}: ${peer.rows} rows, ${peer.years} years, ${peer.indexes} indexes;`,
        Object.entries(peer.steps)
          .map(([step, time]) => `${step} ${round(time)} s`)
          .join(', '),
      );
    }
    console.log(`Largest resident memory of the Node process: ${Math.round(memory / 2 ** 20)} MB`);
    const { withOutliers, withoutOutliers } = results;
    return {
      scale,
      ratioPeer: round(withOutliers.peer.seconds / median(withOutliers.own)),
      ratioPeerSkipOutliers: round(withoutOutliers.peer.seconds / median(withoutOutliers.own)),
      ratioFloor: round(median(withOutliers.own) / median(withOutliers.floors)),
      ratioFloorSkipOutliers: round(median(withoutOutliers.own) / median(withoutOutliers.floors)),
      allTypes,
      memoryMegabytes: Math.round(memory / 2 ** 20),
      medians: {
        own: median(withOutliers.own),
        floor: median(withOutliers.floors),
        peer: withOutliers.peer.seconds,
        ownSkipOutliers: median(withoutOutliers.own),
        floorSkipOutliers: median(withoutOutliers.floors),
        peerSkipOutliers: withoutOutliers.peer.seconds,
      },
    };
  });
}

const round = (value) => Math.round(value * 100) / 100;

/** One `create unlogged table as` of the same rows and columns, and `analyze`; PostgreSQL may use all processors. */
async function floor(db, outliers) {
  const workshop = 'bench_floor';
  await sql`drop schema if exists ${sql.id(workshop)} cascade`.execute(db);
  await sql`create schema ${sql.id(workshop)}`.execute(db);
  const source = {
    db,
    workshop,
    workers: 1,
    resourceColumns: await resourceTableColumns(db),
    options: {
      fromYear: undefined,
      currentYear: new Date().getFullYear(),
      skipOutliers: !outliers,
      skipPrograms: [],
      includeZeroValues: false,
      skipDataTypeValidation: false,
      respectDates: false,
      approvalYearThreshold: -1,
    },
  };
  const [plan] = await dataValueTable.plan(source);
  if (plan.preparation) {
    await createTable(db, plan.preparation.table, plan.preparation.columns);
    for (const insert of plan.preparation.inserts) await insert.execute(db);
    await sql`analyze ${sql.id(workshop, plan.preparation.table.table)}`.execute(db);
  }
  const values = sql.join(plan.columns.map(({ name, value }) => sql`${value} as ${sql.id(name)}`));
  const took = await db.connection().execute(async (connection) => {
    await sql`set work_mem = '256MB'`.execute(connection);
    await sql`set jit = off`.execute(connection);
    await sql`set enable_mergejoin = off`.execute(connection);
    return await seconds(async () => {
      await sql`create unlogged table ${sql.id(workshop, 'floor')} as select ${values} ${plan.source(sql`true`)}`.execute(
        connection,
      );
      await sql`analyze ${sql.id(workshop, 'floor')}`.execute(connection);
    });
  });
  await sql`drop schema ${sql.id(workshop)} cascade`.execute(db);
  return took;
}
