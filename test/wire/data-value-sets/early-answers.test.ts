import { request as httpRequest, type IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { poster, readShort, value, withDataValueFixture } from '../../support/data-value-fixture.js';
import { testServer } from '../../support/server.js';

const server = testServer();
withDataValueFixture(server);
const post = poster(server);

const MEGABYTE = 1024 * 1024;
const FAULTS: readonly (readonly [string, string])[] = [
  ['application/json', `{"dataValues":[{"deleted":"perhaps"},${`${JSON.stringify(value())},`.repeat(10_000)}`],
  ['application/xml', `<dataValues>${'<dataValue/>'.repeat(100_000)}`],
  ['application/csv', `colour\n${'red\n'.repeat(300_000)}`],
];

/** Sends the beginning of a body of thirty megabytes and waits for the answer; what is left is sent behind it or never. */
async function begin(type: string, text: string, sendRest: boolean): Promise<number | undefined> {
  return await new Promise<number | undefined>((resolve, reject) => {
    const sending = httpRequest(
      `${server.url}/api/dataValueSets`,
      {
        method: 'POST',
        auth: 'admin:district',
        headers: { 'content-type': type, 'content-length': 30 * MEGABYTE },
      },
      (response: IncomingMessage) => {
        response.resume();
        response.on('end', () => {
          if (!sendRest) return resolve(response.statusCode);
          const rest = Buffer.alloc(30 * MEGABYTE - Buffer.byteLength(text), ' ');
          sending.end(rest, () => resolve(response.statusCode));
        });
      },
    );
    sending.on('error', reject);
    sending.write(text);
  });
}

// That the server stops at the end of this file is a part of the test: no connection may be left half read.
it.each(FAULTS)('a fault early in %s is told before the rest is sent', async (type, text) => {
  for (const sendRest of [true, false]) expect(await begin(type, text, sendRest)).toBe(400);
  expect(await readShort(server.db)).toEqual([]);
});

it.each(FAULTS)('a client that sends all of a large body of %s before it reads gets the answer', async (type, text) => {
  const { status, json } = await post(text.padEnd(20 * MEGABYTE), '', { type });
  expect([status, json?.status]).toEqual([400, 'ERROR']);
});
