/**
 * What maintenance operations cost: Orderly over HTTP, the peer's statements with the peer's indexes, and the floor, each on a fresh copy of one prepared database, in
 * turns in one run. All three must leave the same numbers of rows.
 */
import { strict as assert } from 'node:assert';
import { request } from 'node:http';
import { loadavg } from 'node:os';
import pg from 'pg';
import { pino } from 'pino';
import { startApp } from '../../dist/app.js';
import { loadConfig } from '../../dist/config/index.js';
import { copies, dropOwnIndexes, timed } from '../maintenance/copies.mjs';
import { floorStatements, SHRINKING } from '../maintenance/floor.mjs';
import { peerStatements } from '../maintenance/peer.mjs';
import { prepare } from '../maintenance/prepare.mjs';
import { median, printTable, withPreparedCountry } from '../support.mjs';

const AUTHORIZATION = `Basic ${Buffer.from('admin:district').toString('base64')}`;
/** Seconds after which the peer's statements are given up; fewer while developing. */
const LIMIT = Number(process.env.LIMIT ?? 600);
/** Some of them only, names with commas between: the whole takes long. */
const only = process.env.OPERATIONS?.split(',');

export async function run({ scale, home, runs = 3 }) {
  return await withPreparedCountry({ scale, home }, prepare, async ({ connection, prepared: district }) => {
    const onCopy = copies(connection);
    const results = {};
    for (const [operation, peer] of Object.entries(peerStatements(district))) {
      if (only && !only.includes(operation)) continue;
      const own = [];
      const floors = [];
      const loads = [];
      const left = [];
      let rows = 0;
      const note = async (client) => {
        loads.push(loadavg()[0]);
        left.push(await rowsLeft(client));
      };
      for (let index = 0; index < runs; index += 1) {
        await onCopy(async (copy) => {
          const done = await byHttp(copy, operation, district);
          own.push(done.seconds);
          rows = Object.values(done.counts).reduce((sum, count) => sum + count, 0);
          await withClient(copy, note);
        });
        await onCopy((copy) =>
          withClient(copy, async (client) => {
            const floor = floorStatements(operation, peer);
            await timed(client, floor.before);
            await client.query('checkpoint');
            floors.push(await timed(client, floor.timed));
            await note(client);
          }),
        );
      }
      const peerSeconds = await onCopy((copy) =>
        withClient(copy, async (client) => {
          await dropOwnIndexes(client);
          await client.query('checkpoint');
          const took = await timed(client, peer, LIMIT);
          if (took !== undefined) await note(client);
          return took;
        }),
      );
      for (const other of left) assert.deepEqual(other, left[0], operation);
      results[operation] = summary({ rows, own, floors, peerSeconds, loads });
      console.log(operation, JSON.stringify({ ...results[operation], own, floors }));
    }
    printTable(
      `Maintenance, scale ${scale}: seconds, medians of ${runs}, the peer's statements once`,
      Object.entries(results).map(([operation, { rows, own, peer, floor, load }]) => ({
        operation,
        rows,
        Orderly: round(own),
        peer: peer === null ? `> ${LIMIT}` : round(peer),
        floor: round(floor),
        'peer / Orderly': `${peer === null ? '> ' : ''}${round((peer ?? LIMIT) / own)}`,
        'Orderly / floor': round(own / floor),
        load,
      })),
    );
    return { scale, results };
  });
}

const round = (value) => Math.round(value * 100) / 100;

const summary = ({ rows, own, floors, peerSeconds, loads }) => ({
  rows,
  own: median(own),
  peer: peerSeconds ?? null,
  floor: median(floors),
  load: `${Math.min(...loads).toFixed(1)}–${Math.max(...loads).toFixed(1)}`,
});

async function withClient(connection, work) {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function rowsLeft(client) {
  const counts = SHRINKING.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  return (await client.query(`select ${counts.join(', ')}`)).rows[0];
}

/** From the request to its answer. */
export async function byHttp(connection, operation, district) {
  const app = await startApp({
    config: loadConfig({}, { port: '0' }),
    connection,
    log: pino({ level: 'silent' }),
    version: 'bench',
  });
  try {
    await post(`${app.url}/api/maintenance?report=true`);
    const path = operation === 'organisationUnitDataPruning' ? `dataPruning/organisationUnits/${district}` : operation;
    const started = performance.now();
    const { response } = await post(`${app.url}/api/maintenance/${path}?report=true`);
    const [done] = response.operations;
    assert.equal(done.status, 'SUCCESS', done.message);
    return { seconds: (performance.now() - started) / 1000, counts: done.counts };
  } finally {
    await app.stop();
  }
}

async function post(url) {
  const answer = await new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', headers: { authorization: AUTHORIZATION } }, resolve);
    asked.once('error', reject).end();
  });
  let text = '';
  for await (const part of answer.setEncoding('utf8')) text += part;
  assert.equal(answer.statusCode, 200, text);
  return JSON.parse(text);
}
