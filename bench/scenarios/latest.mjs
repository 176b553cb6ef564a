/**
 * A latest run after 1 000 changed values: from the request until they are visible and until the run has ended, at `scale` and at four times that, with and without outlier
 * statistics; against the peer's plan for a latest run and the floor, which removes the rows of `analytics` that show the changes (with outlier statistics, of all their series)
 * and puts them back, known and made before. Every run of ours has its own 1 000 changes, the peer's window holds those since the main run, as it does in the peer. A peer's
 * step that takes longer than two minutes ends there.
 */
import { availableParallelism } from 'node:os';
import { ANALYTICS_TABLE_TYPES } from '../../dist/features/analytics-tables/definition.js';
import { median, printTable, seconds, timedRun, withCountry } from '../support.mjs';
import { runPeerLatest } from './peer-plan.mjs';

const CHANGES = 1_000;
const OTHERS = ANALYTICS_TABLE_TYPES.filter((type) => type !== 'DATA_VALUE');

export async function run({ scale, home, runs = 5 }) {
  const results = [];
  for (const factor of [1, 4]) {
    const folder = home === undefined ? undefined : `${home}-${factor}`;
    results.push(...(await atScale({ scale: scale * factor, home: folder, runs, withPeer: factor === 1 })));
  }
  printTable(
    `Latest run after ${CHANGES} changed values`,
    results.map(({ scale: at, values, outliers, own, idle, peer, floors }) => ({
      scale: at,
      values,
      outliers,
      'visible s': round(seen(own)),
      'ended s': round(ended(own)),
      'nothing changed s': round(idle),
      'peer plan s': peer && `${peer.finished ? '' : '> '}${round(peer.seconds)}`,
      'floor s': round(median(floors)),
      'peer / Orderly': peer && round(peer.seconds / ended(own)),
      'Orderly / floor': round(ended(own) / median(floors)),
    })),
  );
  for (const { scale: at, outliers, peer } of results.filter((one) => one.peer)) {
    console.log(
      `Peer's plan at scale ${at}, outliers ${outliers}: ${peer.touched} changed, ${peer.rows} rows;`,
      Object.entries(peer.steps)
        .map(([step, time]) => `${step} ${round(time)} s`)
        .join(', '),
    );
  }
  const find = (at, outliers) => results.find((one) => one.scale === at && one.outliers === outliers);
  const [small, large] = [find(scale, true), find(scale * 4, true)];
  const both = (outliers, measure) => [scale, scale * 4].map((at) => round(measure(find(at, outliers))));
  return {
    scale,
    visibleSeconds: both(true, ({ own }) => seen(own)),
    endedSeconds: both(true, ({ own }) => ended(own)),
    growth: round(seen(large.own) / seen(small.own)),
    ratioPeer: round(small.peer.seconds / ended(small.own)),
    ratioFloor: round(ended(small.own) / median(small.floors)),
    withoutOutliers: both(false, ({ own }) => seen(own)),
  };
}

const seen = (runs) => median(runs.map(({ visible }) => visible));
const ended = (runs) => median(runs.map(({ end }) => end));

async function atScale({ scale, home, runs, withPeer }) {
  return await withCountry({ scale, home }, async ({ app, database, connection }) => {
    const { pool } = database;
    // Values that no double can hold abort the peer's plan; they stay values that are no numbers.
    await pool.query("update datavalue set value = 'abc' where length(value) > 150 or value ~ '[eE][0-9]{3,}'");
    await pool.query('vacuum analyze datavalue');
    const { rows: counted } = await pool.query('select count(*)::int as values from datavalue');
    const results = [];
    for (const outliers of [true, false]) {
      const parameters = { skipOutliers: !outliers, skipTableTypes: OTHERS };
      await timedRun(app, database, { type: 'ANALYTICS_TABLE', parameters });
      const { rows: clock } = await pool.query('select localtimestamp::text as now');
      const latest = () =>
        timedRun(app, database, { type: 'ANALYTICS_TABLE', parameters: { ...parameters, lastYears: 0 } });
      const own = [];
      const floors = [];
      for (let index = 0; index < runs; index += 1) {
        const changed = await change(pool);
        own.push(await followed(pool, changed, () => latest()));
        floors.push(await floor(pool, outliers, changed));
      }
      const idle = await seconds(() => latest());
      const peer =
        withPeer &&
        (await runPeerLatest({
          connection,
          pool,
          workers: availableParallelism(),
          outliers,
          since: clock[0].now,
        }));
      results.push({ scale, values: counted[0].values, outliers, own, idle, floors, peer });
    }
    return results;
  });
}

const LOOK_EVERY_MS = 20;

/** Seconds from the request for a run until somebody who asks for one of the changed values sees it, and to the end of the run. All come in with one commit. */
async function followed(pool, changed, work) {
  const [{ id, value }] = await shownAs(pool, changed.slice(0, 1));
  const started = performance.now();
  let end;
  const run = work().then(() => {
    end = (performance.now() - started) / 1000;
  });
  let visible;
  while (visible === undefined) {
    const { rows } = await pool.query('select from analytics where ou = $1 and dx = $2 and id = $3 and value = $4', [
      ...id.split('-').slice(2, 3),
      id.split('-')[0],
      id,
      value,
    ]);
    if (rows.length > 0) visible = (performance.now() - started) / 1000;
    else if (end !== undefined) throw new Error('The run ended, and a changed value does not show.');
    else await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  await run;
  return { visible, end };
}

/** The ids in `analytics` of values, and the numbers that they have now. */
async function shownAs(pool, keys) {
  const { rows } = await pool.query(
    `
    select dv.value::float8 as value,
      concat(des.dataelementuid, '-', ps.iso, '-', ous.organisationunituid, '-', co.categoryoptioncombouid, '-', ao.categoryoptioncombouid) as id
    from jsonb_to_recordset($1) as key (${KEY_COLUMNS})
    join datavalue dv using (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid)
    join analytics_rs_dataelementstructure des using (dataelementid)
    join analytics_rs_periodstructure ps using (periodid)
    join analytics_rs_orgunitstructure ous on ous.organisationunitid = dv.sourceid
    join analytics_rs_categorystructure co on co.categoryoptioncomboid = dv.categoryoptioncomboid
    join analytics_rs_categorystructure ao on ao.categoryoptioncomboid = dv.attributeoptioncomboid
    `,
    [JSON.stringify(keys)],
  );
  return rows;
}

/** Other values for numbers anywhere in the country and all years; gives their keys. */
async function change(pool) {
  const { rows } = await pool.query(
    `
    update datavalue set value = (random() * 900 + 100)::int::text, lastupdated = localtimestamp
    where ctid in (
      select dv.ctid from datavalue dv tablesample bernoulli ($1::float8)
      join dataelement using (dataelementid)
      where not dv.deleted and valuetype in ('NUMBER', 'INTEGER', 'INTEGER_ZERO_OR_POSITIVE') and domaintype = 'AGGREGATE'
      limit $2
    )
    returning dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid
    `,
    [await share(pool), CHANGES],
  );
  return rows;
}

/** Per cent of all values that hold three times as many as are to change. */
async function share(pool) {
  const { rows } = await pool.query("select reltuples::float8 as values from pg_class where relname = 'datavalue'");
  return Math.min(100, (CHANGES * 300) / Math.max(rows[0].values, 1));
}

const KEY = 'dataelementid, sourceid, categoryoptioncomboid, attributeoptioncomboid';
const KEY_COLUMNS =
  'dataelementid bigint, periodid bigint, sourceid bigint, categoryoptioncomboid bigint, attributeoptioncomboid bigint';

/** The rows of the changed values, with outlier statistics those of all their series, removed by their places and put back in one transaction. */
async function floor(pool, outliers, changed) {
  const client = await pool.connect();
  try {
    await client.query(`create temporary table key as select * from jsonb_to_recordset($1) as key (${KEY_COLUMNS})`, [
      JSON.stringify(changed),
    ]);
    const find = outliers
      ? `select a.tableoid::regclass as part, a.ctid as place, a.* from analytics a where (${KEY}) in (select ${KEY} from key)`
      : `select a.tableoid::regclass as part, a.ctid as place, a.* from analytics a where a.id in (
          select concat(des.dataelementuid, '-', ps.iso, '-', ous.organisationunituid, '-', co.categoryoptioncombouid, '-', ao.categoryoptioncombouid)
          from key
          join analytics_rs_dataelementstructure des using (dataelementid)
          join analytics_rs_periodstructure ps using (periodid)
          join analytics_rs_orgunitstructure ous on ous.organisationunitid = key.sourceid
          join analytics_rs_categorystructure co on co.categoryoptioncomboid = key.categoryoptioncomboid
          join analytics_rs_categorystructure ao on ao.categoryoptioncomboid = key.attributeoptioncomboid
        )`;
    await client.query(`create temporary table found as ${find}`);
    const columns = (
      await client.query(
        "select string_agg(quote_ident(attname), ', ' order by attnum) as list from pg_attribute where attrelid = 'analytics'::regclass and attnum > 0",
      )
    ).rows[0].list;
    const { rows: parts } = await client.query('select distinct part::text as name from found');
    return await seconds(async () => {
      await client.query('begin');
      for (const { name } of parts) {
        await client.query(
          `delete from ${name} where ctid = any (array(select place from found where part = '${name}'::regclass))`,
        );
        await client.query(
          `insert into ${name} (${columns}) select ${columns} from found where part = '${name}'::regclass`,
        );
      }
      await client.query('commit');
    });
  } finally {
    await client.query('discard temporary');
    client.release();
  }
}

const round = (value) => Math.round(value * 100) / 100;
