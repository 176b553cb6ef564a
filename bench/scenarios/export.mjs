/**
 * All data values over HTTP in each form, against the peer's plan (rows as objects through the driver, put into words one by one) and the floor: `copy to stdout` of the same
 * rows as they are stored, to nowhere. Memory is that of the server's process while it sends.
 */
import { Worker } from 'node:worker_threads';
import copyStreams from 'pg-copy-streams';
import { exportLikePeer } from '../export/peer.mjs';
import { median, printTable, seconds, withCountry } from '../support.mjs';

const FORMS = ['json', 'xml', 'csv'];
const ENDS = { json: ']}', xml: '</dataValueSet>', csv: '\n' };
const AUTHORIZATION = `Basic ${Buffer.from('admin:district').toString('base64')}`;
const MEGABYTE = 2 ** 20;

export async function run({ scale, home, runs = 3 }) {
  return await withCountry({ scale, home }, async ({ app, database: { pool } }) => {
    await pool.query('vacuum analyze datavalue');
    const { rows } = await pool.query(`
      select (select array_agg(dataset.uid::text) from dataset) as sets, (select unit.uid from organisationunit as unit where unit.parentid is null limit 1) as root,
        (select count(*)::int from datavalue where not deleted and dataelementid in (select dataelementid from datasetelement)) as values
    `);
    const [{ sets, root, values }] = rows;
    const query = `dataSet=${sets.join(',')}&startDate=1900-01-01&endDate=2100-12-31&orgUnit=${root}&children=true`;
    const urlOf = (form, more = '') => `${app.url}/api/dataValueSets.${form}?${query}${more}`;
    // What is prepared once is not what is measured.
    for (const form of FORMS) await read(urlOf(form, '&limit=1000'));

    const times = { json: [], xml: [], csv: [], floor: [], peer: [] };
    const bytes = {};
    let memory = 0;
    const before = process.memoryUsage().rss;
    for (let turn = 0; turn < runs; turn += 1) {
      times.floor.push(await seconds(() => floor(pool)));
      const watch = setInterval(() => {
        memory = Math.max(memory, process.memoryUsage().rss - before);
      }, 20);
      for (const form of FORMS) {
        times[form].push(
          await seconds(async () => {
            const answer = await read(urlOf(form));
            if (answer.status !== 200 || !answer.end.endsWith(ENDS[form]))
              throw new Error(`The export as ${form} was not whole: ${JSON.stringify(answer)}`);
            bytes[form] = answer.bytes;
          }),
        );
      }
      clearInterval(watch);
    }
    // It takes long, and says the same each time.
    times.peer.push(
      await seconds(async () => {
        const { values: sent, bytes: size } = await exportLikePeer(pool);
        if (sent !== values) throw new Error(`The peer's plan sent ${sent} of ${values} values.`);
        bytes.peer = size;
      }),
    );
    const rate = (name) => Math.round(values / median(times[name]));
    printTable(
      `Export of ${values} values, scale ${scale}`,
      Object.keys(times).map((name) => ({
        what: name,
        MB: Math.round((bytes[name] ?? 0) / MEGABYTE),
        seconds: round(median(times[name])),
        'values/s': rate(name),
        'against the floor': round(median(times[name]) / median(times.floor)),
      })),
    );
    console.log(`Resident memory grew by ${Math.round(memory / MEGABYTE)} MB at most while values were sent`);
    return {
      scale,
      values,
      valuesPerSecond: rate('json'),
      ratioPeer: round(median(times.peer) / median(times.json)),
      ratioFloor: round(median(times.json) / median(times.floor)),
      memoryMegabytes: Math.round(memory / MEGABYTE),
      medians: Object.fromEntries(Object.entries(times).map(([name, list]) => [name, round(median(list))])),
    };
  });
}

const round = (number) => Math.round(number * 100) / 100;

function read(url) {
  const worker = new Worker(new URL('../export/reader.mjs', import.meta.url), {
    workerData: { url, authorization: AUTHORIZATION },
  });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function floor(pool) {
  const client = await pool.connect();
  try {
    const rows = client.query(
      copyStreams.to(
        'copy (select * from datavalue where not deleted and dataelementid in (select dataelementid from datasetelement)) to stdout',
      ),
    );
    let bytes = 0;
    for await (const chunk of rows) bytes += chunk.length;
    return bytes;
  } finally {
    client.release();
  }
}
