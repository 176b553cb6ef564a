import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, printTable, withCountry } from '../support.mjs';

const E2E = join(import.meta.dirname, '../../test/data/dhis2-core-e2e');
const UNITS = 50_000;
const CHILDREN = 12;

const AUTHORIZATION = `Basic ${Buffer.from('admin:district').toString('base64')}`;
const RUNS = 3;

/** Both imports go into databases that have only what every database has. */
export async function measureImports() {
  const payloads = [];
  for (let run = 0; run < RUNS; run += 1) payloads.push(await withCountry({ scale: 0 }, importOfPayload));
  const units = await withCountry({ scale: 0 }, importOfUnits);
  printTable('POST /api/metadata, seconds', [
    { payload: 'aggregate/metadata.json of the e2e tests, 147 objects, median of 3', created: round(median(payloads)) },
    {
      payload: `${UNITS} organisation units, ${units.payloadMb} MB`,
      created: round(units.created),
      'again, as updates': round(units.updated),
      'rows copied by one statement': round(units.floor),
      'process before, MB': units.rssBeforeMb,
      'highest, MB': units.rssHighestMb,
    },
  ]);
  return { payload: median(payloads), units };
}

const round = (value) => Math.round(value * 100) / 100;

/** DHIS2's own payload, after what it refers to. */
async function importOfPayload({ app }) {
  const file = (name) => readFileSync(join(E2E, name), 'utf8');
  for (const name of ['setup/userGroups.json', 'setup/metadata.json']) await timed(app, file(name));
  return await timed(app, file('aggregate/metadata.json'));
}

/** A country of 50 000 units as one payload, parents in any order, then the same again as updates. */
async function importOfUnits({ app, database }) {
  const body = JSON.stringify({ organisationUnits: shuffled(tree(UNITS)) });
  const before = process.memoryUsage.rss();
  let highest = before;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage.rss());
  }, 100);
  const created = await timed(app, body);
  const updated = await timed(app, body);
  clearInterval(watch);
  const floor = await copyFloor(database);
  const megabytes = (bytes) => Math.round(bytes / 2 ** 20);
  return {
    payloadMb: megabytes(body.length),
    created,
    updated,
    floor,
    rssBeforeMb: megabytes(before),
    rssHighestMb: megabytes(highest),
  };
}

async function timed(app, body) {
  const started = performance.now();
  const response = await fetch(`${app.url}/api/metadata`, {
    method: 'POST',
    headers: { authorization: AUTHORIZATION, 'content-type': 'application/json' },
    body,
  });
  const answer = await response.json();
  if (response.status !== 200)
    throw new Error(`The import answered ${response.status}: ${JSON.stringify(answer).slice(0, 500)}`);
  return (performance.now() - started) / 1000;
}

/** The rows as they stand, written again by one statement into a table with the same columns, keys and indexes: what the database alone needs. */
async function copyFloor({ pool }) {
  const times = [];
  for (let run = 0; run < 3; run += 1) {
    await pool.query('create table units_again (like organisationunit including all)');
    const started = performance.now();
    await pool.query('insert into units_again select * from organisationunit');
    times.push((performance.now() - started) / 1000);
    await pool.query('drop table units_again');
  }
  return median(times);
}

function tree(count) {
  const uid = (index) => `u${index.toString(36).padStart(10, '0')}`;
  return Array.from({ length: count }, (_, index) => ({
    id: uid(index),
    name: `Facility ${index}`,
    shortName: `Facility ${index}`,
    code: `F${index}`,
    openingDate: '2000-01-01',
    ...(index > 0 && { parent: { id: uid(Math.floor((index - 1) / CHILDREN)) } }),
  }));
}

/** The same order for every run. */
function shuffled(list) {
  let state = 42;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const copy = [...list];
  for (let index = copy.length - 1; index > 0; index -= 1) {
    const other = Math.floor(next() * (index + 1));
    [copy[index], copy[other]] = [copy[other], copy[index]];
  }
  return copy;
}
