/**
 * What the peer does with a payload of new values: it keeps objects it has looked up, asks for each value whether it is there, and puts new ones in with one statement for some hundreds
 * (contract: imports.md §2.5). The checks of data sets and locks, which it makes value by value as well, are left out.
 */

const BATCH = 200;

export async function peerPlan(pool, values) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const found = new Map();
    const keyOf = async (table, key, uid) => {
      const name = `${table} ${uid}`;
      if (!found.has(name))
        found.set(name, (await client.query(`select ${key} as key from ${table} where uid = $1`, [uid])).rows[0].key);
      return found.get(name);
    };
    const combo = await keyOf('categoryoptioncombo', 'categoryoptioncomboid', 'HllvX50cXC0');
    let batch = [];
    const flush = async () => {
      if (batch.length === 0) return;
      const places = batch.map(
        (_, row) =>
          `(${Array.from({ length: 6 }, (__, cell) => `$${row * 6 + cell + 1}`).join(', ')}, 'admin', now(), now(), null, false, false)`,
      );
      await client.query(`insert into datavalue values ${places.join(', ')}`, batch.flat());
      batch = [];
    };
    for (const { element, period, unit, combo: category } of values) {
      const key = [
        await keyOf('dataelement', 'dataelementid', element),
        await periodOf(client, found, period),
        await keyOf('organisationunit', 'organisationunitid', unit),
        await keyOf('categoryoptioncombo', 'categoryoptioncomboid', category),
        combo,
      ];
      const { rows } = await client.query({
        name: 'find value',
        text: 'select value from datavalue where dataelementid = $1 and periodid = $2 and sourceid = $3 and categoryoptioncomboid = $4 and attributeoptioncomboid = $5',
        values: key,
      });
      if (rows.length > 0) throw new Error('A new value was there already.');
      batch.push([...key, '7']);
      if (batch.length === BATCH) await flush();
    }
    await flush();
    await client.query('commit');
  } finally {
    client.release();
  }
}

async function periodOf(client, found, period) {
  if (!found.has(period)) {
    await client.query(
      `insert into period (periodid, periodtypeid, startdate, enddate)
       select nextval('hibernate_sequence'), periodtypeid, to_date($1, 'YYYYMM'), (to_date($1, 'YYYYMM') + interval '1 month' - interval '1 day')::date
       from periodtype where name = 'Monthly' on conflict do nothing`,
      [period],
    );
    const { rows } = await client.query(
      "select periodid from period join periodtype using (periodtypeid) where periodtype.name = 'Monthly' and startdate = to_date($1, 'YYYYMM')",
      [period],
    );
    found.set(period, rows[0].periodid);
  }
  return found.get(period);
}
