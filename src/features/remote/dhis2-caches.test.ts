import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { RemoteServer } from './client.js';
import { clearDhis2Caches, dhis2ServerOf } from './dhis2-caches.js';

const BY_HAND = 'clear them there (Data Administration → Maintenance → Clear application cache), or restart it.';
let dhis2: Server;
let url: string;
let status = 204;
const asked: unknown[] = [];

beforeAll(async () => {
  dhis2 = createServer((request, response) => {
    asked.push([request.method, request.url, request.headers.authorization]);
    response.writeHead(status, { location: '/elsewhere' }).end();
  });
  await new Promise<void>((resolve) => dhis2.listen(0, '127.0.0.1', resolve));
  const address = dhis2.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/dhis`;
});
afterAll(async () => {
  dhis2.closeAllConnections();
  await new Promise((resolve) => dhis2.close(resolve));
});
beforeEach(() => {
  asked.length = 0;
});
const server = (): RemoteServer | undefined => dhis2ServerOf({ dhis2Url: url, dhis2Token: 'd2pat_secret' });

it.each([204, 200])('tells DHIS2 with a token, and takes %i for done', async (answer) => {
  status = answer;
  expect(await clearDhis2Caches(server(), ['periods', 'users', 'periods'])).toBe(
    `DHIS2 (${url}) was told to clear its caches, which may still have had periods and users.`,
  );
  expect(asked).toEqual([['POST', '/dhis/api/maintenance?cacheClear=true', 'ApiToken d2pat_secret']]);
});

it.each([
  [401, 'does not accept the token of ORDERLY_DHIS2_TOKEN.'],
  [403, 'needs the authority F_PERFORM_MAINTENANCE'],
  [404, 'has to be the address of DHIS2 without /api.'],
  [302, 'name that one in ORDERLY_DHIS2_URL.'],
  [503, 'answered 503.'],
])('says why DHIS2 did not do it: %i', async (answer, reason) => {
  status = answer;
  const told = await clearDhis2Caches(server(), ['periods']);
  expect(told).toContain('DHIS2 may still have periods in its caches and could not be told to clear them: ');
  expect(told).toContain(reason);
  expect(told).toContain(`Therefore ${BY_HAND}`);
  expect(told).not.toContain('d2pat_secret');
  expect(asked).toHaveLength(1);
});

it('says that nobody is there', async () => {
  const told = await clearDhis2Caches({ url: 'http://127.0.0.1:1', authorization: undefined }, ['users']);
  expect(told).toContain('http://127.0.0.1:1 cannot be reached. Therefore clear them there');
});

it.each([
  { dhis2Url: undefined, dhis2Token: 'd2pat_secret' },
  { dhis2Url: 'http://127.0.0.1:1', dhis2Token: undefined },
])('leaves it to people where the settings do not say all: %j', async (settings) => {
  expect(await clearDhis2Caches(dhis2ServerOf(settings), ['users'])).toBe(
    `DHIS2 may still have users in its caches: ${BY_HAND}`,
  );
});

it('ends with the reason for which it is aborted', async () => {
  await expect(clearDhis2Caches(server(), ['users'], AbortSignal.abort(new Error('cancelled')))).rejects.toThrow(
    'cancelled',
  );
});
