/**
 * Roll-ups against the analytics table alone: a dashboard mix of 40 shapes asked 50 times over HTTP, one maintenance run that chooses roll-ups by what was asked and builds
 * them, and the mix again, in turns with and without them: over HTTP, and what of it the statements took that put values together. Also what they take: bytes, the time of
 * the run against one reading of the table, and a refresh after one year changed (contract: aggregates.md §6.9 no. 6).
 */
import { strict as assert } from 'node:assert';
import pg from 'pg';
import { dashboardShapes } from '../roll-ups/shapes.mjs';
import { median, printTable, seconds, timedRun, withCountry } from '../support.mjs';

const AUTHORIZATION = `Basic ${Buffer.from('admin:district').toString('base64')}`;
const OTHERS = [
  ...[
    'EVENT',
    'ENROLLMENT',
    'OWNERSHIP',
    'VALIDATION_RESULT',
    'COMPLETENESS',
    'COMPLETENESS_TARGET',
    'ORG_UNIT_TARGET',
  ],
  ...['TRACKED_ENTITY_INSTANCE', 'TRACKED_ENTITY_INSTANCE_EVENTS', 'TRACKED_ENTITY_INSTANCE_ENROLLMENTS'],
];
/** A statement that puts values together, from the table or a roll-up. */
const PUTS_TOGETHER = /^\s*select [^;]* as value\s+from /;
/** The recorder writes down what was asked every ten seconds. */
const FLUSHED_MS = 11_000;

export async function run({ scale, home, runs = 50 }) {
  return await withCountry({ scale, home }, async ({ app, database }) => {
    const { pool } = database;
    await timedRun(app, database, {
      type: 'ANALYTICS_TABLE',
      parameters: { skipTableTypes: OTHERS, skipOutliers: true },
    });
    const { rows: counted } = await pool.query(
      "select count(*)::int as rows, (select sum(bytes)::float8 from orderly.analytics_partition where table_type = 'DATA_VALUE') as bytes from analytics",
    );
    const shapes = await dashboardShapes(pool);
    const ask = async (query, more = '') => {
      const response = await fetch(`${app.url}/api/analytics?${query}${more}`, {
        headers: { authorization: AUTHORIZATION },
      });
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${query} answered ${response.status}: ${text.slice(0, 200)}`);
      return { json: JSON.parse(text), by: response.headers.get('x-orderly-aggregate') };
    };
    const before = new Map(shapes.map(({ name }) => [name, []]));
    for (let turn = -1; turn < runs; turn += 1)
      for (const { name, query } of shapes) {
        const took = await milliseconds(() => ask(query));
        if (turn >= 0) before.get(name).push(took);
      }
    await new Promise((resolve) => setTimeout(resolve, FLUSHED_MS));

    const scan = [];
    for (let turn = 0; turn < 3; turn += 1)
      scan.push(
        await seconds(() => pool.query('select count(value), sum(value), min(daysno), max(oulevel) from analytics')),
      );
    const job = await timedRun(app, database, { type: 'AGGREGATE_MAINTENANCE' });
    const { rows: stored } = await pool.query(
      `select count(distinct instance_id)::int as "rollUps", sum(bytes)::float8 as bytes, sum(row_count)::float8 as rows
       from orderly.roll_up_part where superseded_at is null`,
    );

    const results = [];
    const after = new Map(
      shapes.map(({ name }) => [name, { with: [], without: [], within: { with: [], without: [] } }]),
    );
    const statements = timedStatements();
    const answeredBy = new Map();
    for (const { name, query } of shapes) {
      const own = await ask(query, '&skipRounding=true');
      const base = await ask(query, '&skipRounding=true&skipAggregates=true');
      assertSame(name, own.json, base.json);
      answeredBy.set(name, own.by);
    }
    for (let turn = -1; turn < runs; turn += 1)
      for (const { name, query } of shapes) {
        // Whoever is asked second finds what the first has warmed, so they take turns.
        for (const way of turn % 2 === 0 ? ['with', 'without'] : ['without', 'with']) {
          const took = await milliseconds(() => ask(query, way === 'with' ? '' : '&skipAggregates=true'));
          const within = statements.taken();
          if (turn < 0) continue;
          after.get(name)[way].push(took);
          after.get(name).within[way].push(within);
        }
      }
    statements.end();
    for (const { name } of shapes) {
      const times = after.get(name);
      results.push({
        shape: name,
        'base only, first, p50': round(median(before.get(name))),
        'base only p50': round(median(times.without)),
        'with roll-ups p50': round(median(times.with)),
        ratio: round(median(times.without) / median(times.with)),
        'statements, base': round(median(times.within.without)),
        'statements, roll-ups': round(median(times.within.with)),
        from: answeredBy.get(name) === 'none' ? 'base' : 'roll-up',
      });
    }
    printTable(`${shapes.length} shapes, ${counted[0].rows} rows, scale ${scale}, milliseconds over HTTP`, results);
    const all = (which) => [...after.values()].flatMap((times) => times[which]);
    const within = (which) => [...after.values()].flatMap((times) => times.within[which]);

    const refresh = await refreshOfOneYear(app, database);
    const outcome = {
      scale,
      rows: counted[0].rows,
      ...compared(all('without'), all('with')),
      baseOnlyBefore: percentiles([...before.values()].flat()),
      statements: compared(within('without'), within('with')),
      answeredByRollUps: [...answeredBy.values()].filter((by) => by !== 'none').length,
      rollUps: stored[0].rollUps,
      rollUpRows: stored[0].rows,
      shareOfBytes: round(stored[0].bytes / counted[0].bytes),
      jobSeconds: round(job.seconds),
      scanSeconds: round(median(scan)),
      jobToScan: round(job.seconds / median(scan)),
      refresh,
    };
    console.log(JSON.stringify(outcome, undefined, 1));
    return outcome;
  });
}

/** One value of last year changes, a latest run brings it into the table, and a batch refreshes what is behind. */
async function refreshOfOneYear(app, database) {
  const { pool } = database;
  const parts = async () =>
    (await pool.query('select table_name, year from orderly.roll_up_part where superseded_at is null')).rows;
  const old = new Set((await parts()).map(({ table_name: table }) => table));
  await pool.query(
    `update datavalue set value = '7', lastupdated = now() where ctid = (
       select datavalue.ctid from datavalue join period using (periodid) join dataelement using (dataelementid)
       where extract(year from startdate) = extract(year from now()) - 1 and dataelement.valuetype like 'INTEGER%' and value <> '7' limit 1
     )`,
  );
  await timedRun(app, database, {
    type: 'ANALYTICS_TABLE',
    parameters: { lastYears: 0, skipTableTypes: OTHERS, skipOutliers: true },
  });
  const took = await timedRun(app, database, { type: 'AGGREGATE_BATCH' });
  const fresh = (await parts()).filter(({ table_name: table }) => !old.has(table));
  return {
    seconds: round(took.seconds),
    years: [...new Set(fresh.map(({ year }) => year))],
    rebuilt: fresh.length,
    kept: old.size - fresh.length,
  };
}

/** Roll-ups may change the order of sums, and so the last digits. */
function assertSame(name, own, base) {
  assert.equal(own.rows.length, base.rows.length, name);
  for (const [index, row] of own.rows.entries()) {
    const other = base.rows[index];
    assert.deepEqual(row.slice(0, -1), other.slice(0, -1), name);
    const [a, b] = [Number(row.at(-1)), Number(other.at(-1))];
    assert.ok(Math.abs(a - b) <= 1e-9 * Math.abs(b), `${name}: ${a} ${b}`);
  }
}

/** Times the statements of the server, which runs in this process, that put values together. */
function timedStatements() {
  const { query } = pg.Client.prototype;
  let sum = 0;
  pg.Client.prototype.query = function timed(config, ...rest) {
    const answer = query.call(this, config, ...rest);
    if (!PUTS_TOGETHER.test(config?.text ?? config)) return answer;
    const started = performance.now();
    return answer.finally(() => {
      sum += performance.now() - started;
    });
  };
  return {
    /** Milliseconds since it was asked last. */
    taken: () => {
      const taken = sum;
      sum = 0;
      return taken;
    },
    end: () => {
      pg.Client.prototype.query = query;
    },
  };
}

async function milliseconds(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const percentiles = (times) => ({ p50: round(median(times)), p95: round(percentile(times, 0.95)) });

function compared(without, withRollUps) {
  return {
    baseOnly: percentiles(without),
    withRollUps: percentiles(withRollUps),
    ratioP50: round(median(without) / median(withRollUps)),
    ratioP95: round(percentile(without, 0.95) / percentile(withRollUps, 0.95)),
  };
}

const percentile = (numbers, share) => [...numbers].sort((a, b) => a - b)[Math.ceil(numbers.length * share) - 1];
const round = (number) => Math.round(number * 100) / 100;
