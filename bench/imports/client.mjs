/** A client in a process of its own: posts values and prints the answer's counts and the seconds that it took. Arguments: URL of the server, number of values, connection, query. */
import { Readable } from 'node:stream';
import pg from 'pg';
import { jsonOf, placesFor } from './payload.mjs';

const [, , url, count, connection, query = ''] = process.argv;
const pool = new pg.Pool(JSON.parse(connection));
const places = await placesFor(pool, Number(count));
await pool.end();
// A payload that is small enough is made before the clock starts.
const pieces = jsonOf(places, Number(count));
const body = Number(count) > 2_000_000 ? Readable.from(pieces) : Buffer.concat([...pieces]);
const started = performance.now();
const answer = await fetch(`${url}/api/dataValueSets${query}`, {
  method: 'POST',
  headers: {
    authorization: `Basic ${Buffer.from('admin:district').toString('base64')}`,
    'content-type': 'application/json',
  },
  body,
  duplex: 'half',
});
const told = await answer.text();
const { response } = JSON.parse(told);
if (!response) throw new Error(told.slice(0, 2_000));
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ seconds, counts: response.importCount, conflicts: response.conflicts.slice(0, 2) }));
