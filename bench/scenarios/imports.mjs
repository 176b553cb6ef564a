/**
 * `POST /api/dataValueSets`: new values and values that change nothing, over HTTP with all checks; the floor, COPY of the same rows with their keys into the same
 * table; and the peer's plan on a part of them. Everything of a payload is undone before the next.
 */
import { once } from 'node:events';
import { from as copyFrom } from 'pg-copy-streams';
import { jsonOf, newValues } from '../imports/payload.mjs';
import { peerPlan } from '../imports/peer.mjs';
import { median, printTable, seconds, withCountry } from '../support.mjs';

const COUNT = Number(process.env.VALUES ?? 1_000_000);
const PEER_COUNT = Math.min(COUNT, Number(process.env.PEER_VALUES ?? 50_000));

export async function run({ scale, home, runs = 3 }) {
  return await withCountry({ scale, home }, async ({ app, database }) => {
    const { pool } = database;
    const values = await newValues(pool, COUNT);
    const body = Buffer.from(jsonOf(values));
    const authorization = `Basic ${Buffer.from('admin:district').toString('base64')}`;
    let memory = 0;
    const watch = setInterval(() => {
      memory = Math.max(memory, process.memoryUsage().rss);
    }, 50);
    const post = async (expected) => {
      const answer = await fetch(`${app.url}/api/dataValueSets`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body,
      });
      const { response } = await answer.json();
      if (response.importCount[expected] !== COUNT) throw new Error(JSON.stringify(response).slice(0, 2_000));
    };
    const fresh = [];
    const same = [];
    const floors = [];
    for (let index = 0; index < runs; index += 1) {
      await clean(pool);
      fresh.push(await seconds(() => post('imported')));
      same.push(await seconds(() => post('ignored')));
      await clean(pool);
      floors.push(await floor(pool, values));
    }
    clearInterval(watch);
    await clean(pool);
    const peer = await seconds(() => peerPlan(pool, values.slice(0, PEER_COUNT)));
    await clean(pool);
    const rate = (count, time) => Math.round(count / time);
    const own = { fresh: median(fresh), same: median(same), floor: median(floors) };
    printTable(`${COUNT} values as JSON of ${Math.round(body.length / 1e6)} MB, scale ${scale}`, [
      {
        what: 'new',
        seconds: round(own.fresh),
        'values/s': rate(COUNT, own.fresh),
        'of the floor': round(own.fresh / own.floor),
      },
      {
        what: 'unchanged',
        seconds: round(own.same),
        'values/s': rate(COUNT, own.same),
        'of the floor': round(own.same / own.floor),
      },
      { what: 'floor (COPY)', seconds: round(own.floor), 'values/s': rate(COUNT, own.floor) },
      { what: `peer's plan, ${PEER_COUNT} new`, seconds: round(peer), 'values/s': rate(PEER_COUNT, peer) },
    ]);
    return {
      count: COUNT,
      medians: own,
      peerPerSecond: rate(PEER_COUNT, peer),
      perSecond: { fresh: rate(COUNT, own.fresh), same: rate(COUNT, own.same), floor: rate(COUNT, own.floor) },
      ratioFloor: own.fresh / own.floor,
      megabytes: Math.round(memory / 1e6),
    };
  });
}

async function clean(pool) {
  await pool.query(
    "delete from datavalue where periodid in (select periodid from period where startdate < '2012-01-01')",
  );
  await pool.query('vacuum analyze datavalue');
}

/** The rows with their keys, straight into the table by COPY. What finds the keys is not measured. */
async function floor(pool, values) {
  await pool.query(
    `insert into period (periodid, periodtypeid, startdate, enddate)
     select nextval('hibernate_sequence'), periodtypeid, to_date(month, 'YYYYMM'), (to_date(month, 'YYYYMM') + interval '1 month' - interval '1 day')::date
     from unnest($1::text[]) as month, periodtype where periodtype.name = 'Monthly' on conflict do nothing`,
    [[...new Set(values.map(({ period }) => period))]],
  );
  const keys = async (table, key) =>
    new Map(
      (await pool.query(`select uid, ${key} as key from ${table}`)).rows.map(({ uid, key: found }) => [uid, found]),
    );
  const elements = await keys('dataelement', 'dataelementid');
  const units = await keys('organisationunit', 'organisationunitid');
  const combos = await keys('categoryoptioncombo', 'categoryoptioncomboid');
  const periods = new Map(
    (
      await pool.query(
        "select to_char(startdate, 'YYYYMM') as uid, periodid as key from period join periodtype using (periodtypeid) where periodtype.name = 'Monthly'",
      )
    ).rows.map(({ uid, key }) => [uid, key]),
  );
  const anyCombo = combos.get('HllvX50cXC0');
  const text = Buffer.from(
    values
      .map(
        ({ element, period, unit, combo }, index) =>
          `${elements.get(element)}\t${periods.get(period)}\t${units.get(unit)}\t${combos.get(combo)}\t${anyCombo}\t${(index % 97) + 1}\tadmin\t2024-01-01\t2024-01-01\t\\N\tf\tf\n`,
      )
      .join(''),
  );
  const client = await pool.connect();
  try {
    return await seconds(async () => {
      const stream = client.query(copyFrom('copy datavalue from stdin'));
      const done = once(stream, 'finish');
      stream.end(text);
      await done;
    });
  } finally {
    client.release();
  }
}

const round = (value) => Math.round(value * 100) / 100;
