/**
 * `POST /api/dataValueSets`: new values and values that change nothing, over HTTP from another process, with all checks; the floor, COPY of the same rows with their keys into the same
 * table; and the peer's plan on a part of them. Everything of a payload is undone before the next. `MEMORY_VALUES` is the size of a payload that is only tried, for the memory it takes.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { from as copyFrom } from 'pg-copy-streams';
import { placesFor, valuesAt } from '../imports/payload.mjs';
import { peerPlan } from '../imports/peer.mjs';
import { median, printTable, seconds, withCountry } from '../support.mjs';

const COUNT = Number(process.env.VALUES ?? 1_000_000);
const PEER_COUNT = Math.min(COUNT, Number(process.env.PEER_VALUES ?? 50_000));
const MEMORY_COUNT = Number(process.env.MEMORY_VALUES ?? 10_000_000);

const CLIENT = fileURLToPath(new URL('../imports/client.mjs', import.meta.url));
const execute = promisify(execFile);

export async function run({ scale, home, runs = 3 }) {
  return await withCountry({ scale, home }, async ({ app, database, connection }) => {
    const { pool } = database;
    const post = async (count, expected, query = '') => {
      const { stdout } = await execute(process.execPath, [CLIENT, app.url, count, JSON.stringify(connection), query]);
      const answer = JSON.parse(stdout);
      if (answer.counts[expected] !== count) throw new Error(stdout.slice(0, 2_000));
      return answer.seconds;
    };
    const own = { fresh: [], same: [], floor: [] };
    await clean(pool);
    const memory =
      MEMORY_COUNT > 0 ? await largestMemory(() => post(MEMORY_COUNT, 'imported', '?dryRun=true')) : undefined;
    for (let index = 0; index < runs; index += 1) {
      await clean(pool);
      own.fresh.push(await post(COUNT, 'imported'));
      own.same.push(await post(COUNT, 'ignored'));
      await clean(pool);
      own.floor.push(await floor(pool));
    }
    await clean(pool);
    const values = [...valuesAt(await placesFor(pool, PEER_COUNT), PEER_COUNT)];
    const peer = await seconds(() => peerPlan(pool, values));
    await clean(pool);
    const medians = { fresh: median(own.fresh), same: median(own.same), floor: median(own.floor) };
    const row = (what, count, time) => ({
      what,
      seconds: round(time),
      'values/s': Math.round(count / time),
      'of the floor': round(time / count / (medians.floor / COUNT)),
    });
    const rows = [
      row('new', COUNT, medians.fresh),
      row('unchanged', COUNT, medians.same),
      row('floor (COPY)', COUNT, medians.floor),
      row(`peer's plan, ${PEER_COUNT} new`, PEER_COUNT, peer),
    ];
    printTable(`${COUNT} values as JSON, scale ${scale}`, rows);
    if (memory)
      console.log(
        `${MEMORY_COUNT} values on trial: ${round(memory.seconds)} s, largest resident memory ${memory.megabytes} MB`,
      );
    return { count: COUNT, rows, memory, ratioFloor: medians.fresh / medians.floor };
  });
}

async function largestMemory(work) {
  let bytes = 0;
  const watch = setInterval(() => {
    bytes = Math.max(bytes, process.memoryUsage().rss);
  }, 50);
  const time = await work();
  clearInterval(watch);
  return { seconds: time, megabytes: Math.round(bytes / 1e6) };
}

async function clean(pool) {
  await pool.query(
    "delete from datavalue where periodid in (select periodid from period where startdate < '2012-01-01')",
  );
  await pool.query('vacuum analyze datavalue');
}

/** The rows with their keys, straight into the table by COPY. What finds the keys is not measured. */
async function floor(pool) {
  await pool.query(
    `insert into period (periodid, periodtypeid, startdate, enddate)
     select nextval('hibernate_sequence'), periodtypeid, month, (month + interval '1 month' - interval '1 day')::date
     from generate_series(date '1990-01-01', date '1990-12-01', interval '1 month') as month, periodtype
     where periodtype.name = 'Monthly' on conflict do nothing`,
  );
  const keys = async (query) => new Map((await pool.query(query)).rows.map(({ uid, key }) => [uid, key]));
  const elements = await keys('select uid, dataelementid as key from dataelement');
  const units = await keys('select uid, organisationunitid as key from organisationunit');
  const combos = await keys('select uid, categoryoptioncomboid as key from categoryoptioncombo');
  const periods = await keys(
    "select to_char(startdate, 'YYYYMM') as uid, periodid as key from period join periodtype using (periodtypeid) where periodtype.name = 'Monthly'",
  );
  const anyCombo = combos.get('HllvX50cXC0');
  let text = '';
  for (const { element, period, unit, combo, value } of valuesAt(await placesFor(pool, COUNT), COUNT))
    text += `${elements.get(element)}\t${periods.get(period)}\t${units.get(unit)}\t${combos.get(combo)}\t${anyCombo}\t${value}\tadmin\t2024-01-01\t2024-01-01\t\\N\tf\tf\n`;
  const bytes = Buffer.from(text);
  const client = await pool.connect();
  try {
    return await seconds(async () => {
      const stream = client.query(copyFrom('copy datavalue from stdin'));
      const done = once(stream, 'finish');
      stream.end(bytes);
      await done;
    });
  } finally {
    client.release();
  }
}

const round = (value) => Math.round(value * 100) / 100;
