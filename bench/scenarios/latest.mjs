/**
 * A latest run after 1 000 changed values: from the request until they are visible, at `scale` and at four times that, with and without outlier statistics; against the peer's plan
 * for a latest run and the floor, which removes the same rows of `analytics` and puts them back, known and made before. Every run of ours has its own 1 000 changes, the peer's
 * window holds those since the main run, as it does in the peer.
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
    results.push(...(await atScale({ scale: scale * factor, home: folder, runs })));
  }
  printTable(
    `Latest run after ${CHANGES} changed values`,
    results.map(({ scale: at, values, outliers, own, ownAll, idle, peer, floors, rewritten }) => ({
      scale: at,
      values,
      outliers,
      'rows rewritten': rewritten,
      'Orderly s': round(median(own)),
      'all types s': round(median(ownAll)),
      'nothing changed s': round(idle),
      'peer plan s': round(peer.seconds),
      'floor s': round(median(floors)),
      'peer / Orderly': round(peer.seconds / median(own)),
      'Orderly / floor': round(median(own) / median(floors)),
    })),
  );
  for (const { scale: at, outliers, peer } of results) {
    console.log(
      `Peer's plan at scale ${at}, outliers ${outliers}: ${peer.touched} changed, ${peer.rows} rows;`,
      Object.entries(peer.steps)
        .map(([step, time]) => `${step} ${round(time)} s`)
        .join(', '),
    );
  }
  const find = (at, outliers) => results.find((one) => one.scale === at && one.outliers === outliers);
  const [small, large] = [find(scale, true), find(scale * 4, true)];
  return {
    scale,
    visibleSeconds: round(median(small.own)),
    visibleSecondsAtFourTimes: round(median(large.own)),
    growth: round(median(large.own) / median(small.own)),
    ratioPeer: round(small.peer.seconds / median(small.own)),
    ratioFloor: round(median(small.own) / median(small.floors)),
    withoutOutliers: [scale, scale * 4].map((at) => round(median(find(at, false).own))),
    allTypes: [scale, scale * 4].map((at) => round(median(find(at, true).ownAll))),
  };
}

async function atScale({ scale, home, runs }) {
  return await withCountry({ scale, home }, async ({ app, database, connection }) => {
    const { pool } = database;
    // Values that no double can hold abort the peer's plan; they stay values that are no numbers.
    await pool.query("update datavalue set value = 'abc' where length(value) > 150 or value ~ '[eE][0-9]{3,}'");
    await pool.query('vacuum analyze datavalue');
    const { rows: counted } = await pool.query('select count(*)::int as values from datavalue');
    const results = [];
    for (const outliers of [true, false]) {
      const parameters = { skipOutliers: !outliers };
      await timedRun(app, database, { type: 'ANALYTICS_TABLE', parameters });
      const { rows: clock } = await pool.query('select localtimestamp::text as now');
      const latest = (more) =>
        timedRun(app, database, { type: 'ANALYTICS_TABLE', parameters: { ...parameters, lastYears: 0, ...more } });
      const own = [];
      const ownAll = [];
      const floors = [];
      let rewritten = 0;
      for (let index = 0; index < runs; index += 1) {
        const changed = await change(pool);
        own.push(await visible(() => latest({ skipTableTypes: OTHERS })));
        rewritten = changed.length;
        floors.push(await floor(pool, outliers, changed));
        await change(pool);
        ownAll.push(await visible(() => latest({})));
      }
      const idle = await visible(() => latest({}));
      const peer = await runPeerLatest({
        connection,
        pool,
        workers: availableParallelism(),
        outliers,
        since: clock[0].now,
      });
      results.push({ scale, values: counted[0].values, outliers, own, ownAll, idle, floors, rewritten, peer });
    }
    return results;
  });
}

/** From the request for a run to its end. */
const visible = (work) => seconds(work);

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

/** The rows of the changed values, with outlier statistics those of all their series, removed by their places and put back in one transaction. */
async function floor(pool, outliers, changed) {
  const client = await pool.connect();
  try {
    await client.query(
      'create temporary table key as select * from jsonb_to_recordset($1) as key (dataelementid bigint, periodid bigint, sourceid bigint, categoryoptioncomboid bigint, attributeoptioncomboid bigint)',
      [JSON.stringify(changed)],
    );
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
