/**
 * `GET /api/dataSummary`, its metrics and `GET /api/metrics` over HTTP, against the peer's plan, one statement for each number, and the floor, one statement for each table
 * sent by the driver alone. Then again after an import that nobody analysed, and how far the estimates are off.
 */
import { strict as assert } from 'node:assert';
import { inTurns, printTable, withCountry } from '../support.mjs';

const AUTHORIZATION = `Basic ${Buffer.from('admin:district').toString('base64')}`;
/** Share of the data values that come in by one import. */
const IMPORTED = 0.02;
const TARGET_MS = 50;
const HOURS = { 0: 1, 1: 24, 7: 168, 30: 720 };
const WINDOW_TABLES = { dataValueCount: 'datavalue', eventCount: 'event', enrollmentCount: 'enrollment' };
const ESTIMATED = { dataValue: 'datavalue', trackedEntity: 'trackedentity', enrollment: 'enrollment', event: 'event' };
const COUNTED = [
  ...['dataelement', 'dataelementgroup', 'indicatortype', 'indicator', 'indicatorgroup', 'dataset', 'organisationunit'],
  ...['orgunitgroup', 'validationrule', 'program', 'period', 'userinfo', 'usergroup', 'visualization'],
  ...['eventvisualization', 'map', 'dashboard'],
];

export async function run({ scale, home, runs = 21 }) {
  return await withCountry({ scale, home }, async ({ app, database: { pool } }) => {
    await pool.query('vacuum analyze');
    const read = async (path) => {
      const response = await fetch(`${app.url}${path}`, { headers: { authorization: AUTHORIZATION } });
      if (!response.ok) throw new Error(`${path} answered ${response.status}`);
      return await response.text();
    };
    const works = {
      dataSummary: () => read('/api/dataSummary'),
      metrics: () => read('/api/dataSummary/metrics'),
      server: () => read('/api/metrics'),
      floor: () => floor(pool),
    };
    const measure = async () => ({
      ...(await inTurns(works, runs)),
      ...(await inTurns({ peer: () => peerPlan(pool) }, Math.min(runs, 3))),
      ...(await faults(pool, JSON.parse(await read('/api/dataSummary')))),
    });
    const analysed = await measure();
    const imported = await importValues(pool);
    const afterImport = await measure();
    const cases = { analysed, [`after an import of ${imported} values`]: afterImport };
    printTable(
      `Summary at scale ${scale}, ${analysed.rows.dataValue} data values, ${analysed.rows.event} events; median of ${runs} in turns, milliseconds`,
      Object.entries(cases).map(([name, result]) => ({
        case: name,
        'values in 30 days': result.lately,
        dataSummary: round(result.dataSummary),
        'its metrics': round(result.metrics),
        'peer plan': round(result.peer),
        floor: round(result.floor),
        'peer / own': round(result.peer / result.dataSummary),
        'own / floor': round(result.dataSummary / result.floor),
        '/api/metrics': round(result.server),
        'largest error of an estimate, %': round(result.worst * 100),
      })),
    );
    return {
      scale,
      withinTarget: Object.values(cases).every((result) => Math.max(result.dataSummary, result.metrics) < TARGET_MS),
      estimatesWithinHundredth: Object.values(cases).every(({ worst }) => worst <= 0.01),
      ratioPeer: round(analysed.peer / analysed.dataSummary),
      ratioFloor: round(analysed.dataSummary / analysed.floor),
      cases,
    };
  });
}

const round = (value) => Math.round(value * 100) / 100;

/** The peer counts each kind of object and each window by a statement of its own, and leaves deleted values out of the windows, for which it must see the rows. */
async function peerPlan(pool) {
  const count = (from, values = []) => pool.query(`select count(*) from ${from}`, values);
  for (const table of COUNTED) await count(table);
  await pool.query('select relname, reltuples from pg_class where relname = any($1)', [Object.values(ESTIMATED)]);
  for (const days of [1 / 24, 0, 1, 7, 30])
    await count('userinfo where lastlogin >= localtimestamp - make_interval(secs => $1)', [days * 86_400]);
  await count('userinfo where invitation');
  await count('userinfo where invitation and restoretoken is not null and restoreexpiry < localtimestamp');
  for (const days of [0, 1, 7, 30])
    await count('datavalue where lastupdated >= current_date - $1::int and deleted = false', [days]);
  for (const table of ['event', 'enrollment'])
    for (const days of [0, 1, 7, 30]) await count(`${table} where lastupdated >= current_date - $1::int`, [days]);
}

/** What has to be read at least: the windows of each table in one go, and the small tables. */
async function floor(pool) {
  const windows = Object.values(HOURS)
    .map((hours) => `count(*) filter (where lastupdated >= localtimestamp - interval '${hours} hours')`)
    .join(', ');
  for (const table of Object.values(WINDOW_TABLES))
    await pool.query(`select ${windows} from ${table} where lastupdated >= localtimestamp - interval '720 hours'`);
  await pool.query(`select ${COUNTED.map((table) => `(select count(*) from ${table})`).join(', ')}`);
}

/** Compares the answer with what counting finds. */
async function faults(pool, summary) {
  const rows = {};
  let worst = 0;
  for (const [name, table] of Object.entries(ESTIMATED)) {
    rows[name] = Number((await pool.query(`select count(*) as n from ${table}`)).rows[0].n);
    worst = Math.max(worst, Math.abs(summary.objectCounts[name] - rows[name]) / Math.max(1, rows[name]));
  }
  for (const [key, table] of Object.entries(WINDOW_TABLES)) {
    const { rows: counted } = await pool.query(
      `select count(*) as n from ${table} where lastupdated >= $1::timestamp - interval '720 hours' and lastupdated is not null`,
      [summary.system.serverDate],
    );
    assert.equal(summary[key]['30'], Number(counted[0].n), key);
  }
  return { rows, worst, lately: summary.dataValueCount['30'] };
}

/** New values under another attribute option combo, as an import leaves them: neither vacuumed nor analysed. */
async function importValues(pool) {
  const client = await pool.connect();
  try {
    await client.query('set session_replication_role = replica');
    const { rowCount } = await client.query(
      `insert into datavalue
       select dataelementid, periodid, sourceid, categoryoptioncomboid, -1, value, storedby, localtimestamp, localtimestamp, comment, followup, deleted
       from datavalue limit (select ($1::float8 * count(*))::bigint from datavalue)
       on conflict do nothing`,
      [IMPORTED],
    );
    await client.query('set session_replication_role = origin');
    await client.query('select pg_stat_force_next_flush()');
    await client.query('select 1');
    return rowCount;
  } finally {
    client.release();
  }
}
