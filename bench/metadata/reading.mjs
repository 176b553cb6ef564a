/** Lists of everything over HTTP against the same JSON from one statement that a person wrote, sent by the driver alone. */
import { strict as assert } from 'node:assert';
import { Agent, get } from 'node:http';
import pg from 'pg';
import { inTurns, printTable } from '../support.mjs';
import { DATA_ELEMENTS, ORGANISATION_UNITS } from './statements.mjs';

const LISTS = [
  { plural: 'dataElements', statement: DATA_ELEMENTS },
  { plural: 'organisationUnits', statement: ORGANISATION_UNITS },
];
const AUTHORIZATION = `Basic ${Buffer.from('admin:district').toString('base64')}`;

export async function measureReading({ app, connection }, { runs = 21 }) {
  const client = new pg.Client(connection);
  const agent = new Agent({ keepAlive: true });
  await client.connect();
  try {
    const results = [];
    for (const { plural, statement } of LISTS) {
      const path = `/api/${plural}?paging=false&fields=:all`;
      const byHttp = (headers) => body(`${app.url}${path}`, agent, headers);
      const byHand = async () => (await client.query(statement, [`${app.url}/api`, null])).rows[0].answer;
      const answer = (await byHttp({})).toString();
      // The comparison says something only while both give the same.
      assert.deepEqual(JSON.parse(answer), JSON.parse(await byHand()));
      const times = await inTurns(
        { http: () => byHttp({}), gzip: () => byHttp({ 'accept-encoding': 'gzip' }), hand: byHand },
        runs,
      );
      results.push({ plural, objects: JSON.parse(answer)[plural].length, bytes: answer.length, ...times });
    }
    printTable(
      `GET /api/…?paging=false&fields=:all, median of ${runs} in turns, milliseconds`,
      results.map(({ plural, objects, bytes, http, gzip, hand }) => ({
        list: plural,
        objects,
        kB: Math.round(bytes / 1024),
        'over HTTP': round(http),
        'with gzip': round(gzip),
        'by hand': round(hand),
        ratio: round(http / hand),
      })),
    );
    return Object.fromEntries(
      results.map(({ plural, http, gzip, hand }) => [plural, { ratio: http / hand, medians: { http, gzip, hand } }]),
    );
  } finally {
    agent.destroy();
    await client.end();
  }
}

const body = (url, agent, headers) =>
  new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization: AUTHORIZATION, ...headers } }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        response.statusCode === 200
          ? resolve(Buffer.concat(chunks))
          : reject(new Error(`${url} answered ${response.statusCode}: ${Buffer.concat(chunks)}`)),
      );
    }).on('error', reject);
  });

const round = (number) => Math.round(number * 100) / 100;
