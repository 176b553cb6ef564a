/**
 * `POST /api/tracker?async=false` with 100 000 events nested in 20 000 tracked entities (times the scale), each with four attributes, an enrollment and five events of three values; then the same
 * payload again, which changes nothing but times. Beside it the peer's plan and the floor, each into a database of its own.
 */

import { printTable, seconds, withCountry } from '../support.mjs';
import { copyRows } from '../tracker/floor.mjs';
import { trackerPayload } from '../tracker/payload.mjs';
import { insertAsPeer } from '../tracker/peer.mjs';

const ENTITIES = 20_000;
const EVENTS_EACH = 5;
const COUNTRY = 0.02;
const AUTHORIZATION = `Basic ${Buffer.from('admin:district').toString('base64')}`;

export async function run({ scale, home }) {
  const entities = Math.round(ENTITIES * scale);
  const inCountry = (work) => withCountry({ scale: COUNTRY, home }, work);
  const orderly = await inCountry(async ({ app, database }) => {
    const body = JSON.stringify(await trackerPayload(database.pool, entities, EVENTS_EACH));
    const created = await timed(app, body, entities);
    const again = await timed(app, body, entities);
    return { created, again, megabytes: body.length / 2 ** 20 };
  });
  const peer = await inCountry(async ({ database }) => {
    const payload = await trackerPayload(database.pool, entities, EVENTS_EACH);
    return await seconds(() => insertAsPeer(database.pool, payload));
  });
  // The rows are made by the import itself, so that the floor copies exactly these.
  const floor = await inCountry(async ({ app, database }) => {
    await timed(app, JSON.stringify(await trackerPayload(database.pool, entities, EVENTS_EACH)), entities);
    return await copyRows(database.pool);
  });
  const events = entities * EVENTS_EACH;
  const row = (name, time) => ({ what: name, seconds: round(time), 'events/s': Math.round(events / time) });
  printTable(`${events} events in ${entities} tracked entities, ${Math.round(orderly.megabytes)} MB`, [
    row('Orderly, new', orderly.created),
    row('Orderly, the same again', orderly.again),
    row("the peer's plan: rows by batches over one connection", peer),
    row('the floor: COPY of the same rows into the same tables', floor),
  ]);
  return { events, entities, orderly, peer, floor };
}

const round = (value) => Math.round(value * 100) / 100;

async function timed(app, body, entities) {
  let answer;
  const time = await seconds(async () => {
    const response = await fetch(`${app.url}/api/tracker?async=false`, {
      method: 'POST',
      headers: { authorization: AUTHORIZATION, 'content-type': 'application/json' },
      body,
    });
    answer = await response.json();
  });
  const { status, stats, validationReport } = answer;
  if (status !== 'OK' || stats.total !== entities * (2 + EVENTS_EACH))
    throw new Error(`The import failed: ${JSON.stringify(validationReport ?? answer).slice(0, 1_000)}`);
  return time;
}
