import { type AddressInfo, createServer } from 'node:net';
import { SignJWT } from 'jose';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { golden, heldServer } from '../../support/aggregates.js';
import { send, testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

const furtherPort = await freePort();
const server = testServer({ flags: { atScalePorts: String(furtherPort) } });
const jobs = heldServer(server);
const users = makeUsers(server);

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  await new Promise<void>((resolve) => listener.close(() => resolve()));
  return port;
}

const BASE = '/aggregates/maintenance/orgId';
const FORMS = ['', '/api/1.0'];
const TOLD = (code: number, message: string): string =>
  `{"status":{"code":${code},"message":${JSON.stringify(message)}},"responseCreated":"<time>","response":null}`;

let viewer: MadeUser;
let manager: MadeUser;
let stranger: MadeUser;

beforeAll(async () => {
  viewer = await users.make(['F_AGGREGATES_VIEW']);
  manager = await users.make(['F_AGGREGATES_VIEW', 'F_AGGREGATES_MANAGE']);
  stranger = await users.make([]);
  await sql`
    insert into orderly.aggregate_organization (organization_id, name, is_open) values ('sierra', 'Sierra', false), ('north', 'North', false)
  `.execute(server.db);
  await sql`
    insert into orderly.aggregate_member (organization_id, user_uid) values ('sierra', ${viewer.uid})
  `.execute(server.db);
});

beforeEach(() => jobs.clear());

describe.each(FORMS)('the three endpoints, paths beginning with %j', (form) => {
  it('starts a job', async () => {
    const { status, text, headers } = await server.request(`${form}${BASE}/default/run-immediately`, {
      method: 'POST',
    });
    expect(status).toBe(200);
    expect(golden(text)).toBe(TOLD(200, 'Maintenance successfully started for default'));
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    const { json } = await server.request(`${form}${BASE}/default/history`);
    expect(json.response.data).toMatchObject([
      { status: 'new', triggerType: 'TimeBasedMaintenance', startTime: null, endTime: null, errorInformation: {} },
    ]);
  });

  it('shows the job that runs', async () => {
    await jobs.write({ state: 'done', startedAt: '2026-01-05T09:16:03.548124Z', finishedAt: '2026-01-05T09:16:04Z' });
    await jobs.write({ state: 'running', startedAt: '2026-01-05T09:16:03.548124Z' });
    const { status, text } = await server.request(`${form}${BASE}/default`);
    expect(status).toBe(200);
    expect(golden(text.replaceAll('2026-01-05T09:16:03.54812', ''))).toBe(
      '{"status":{"code":0,"message":"200 OK"},"responseCreated":"<time>","response":{"id":"<id>","organizationId":"default",' +
        '"triggerType":"TimeBasedMaintenance","creationTime":"3Z","startTime":"4Z","endTime":null,"status":"inprogress","errorInformation":{}}}',
    );
  });

  it('shows that none runs', async () => {
    await jobs.write({ state: 'queued' });
    const { status, text } = await server.request(`${form}${BASE}/default`);
    expect(status).toBe(200);
    expect(golden(text)).toBe(TOLD(0, '200 OK'));
  });

  it('lists jobs', async () => {
    const trigger = 'CubeUpdateMaintenance(FirstTimeCubeProcessed)';
    await jobs.write({
      state: 'done',
      parameters: { cause: trigger },
      startedAt: '2026-01-05T09:16:03.548124Z',
      finishedAt: '2026-01-05T09:16:04.1Z',
    });
    const { status, text } = await server.request(`${form}${BASE}/default/history?limit=10&offset=0&force_pull=false`);
    expect(status).toBe(200);
    expect(golden(text)).toBe(
      '{"status":{"code":0,"message":"200 OK"},"responseCreated":"<time>","response":{"data":[{"id":"<id>","organizationId":"default",' +
        `"triggerType":"${trigger}","creationTime":"<time>","startTime":"<time>","endTime":"<time>","status":"done","errorInformation":{}}],` +
        '"limit":10,"offset":0,"force_pull":false}}',
    );
    expect(text).toContain('"endTime":"2026-01-05T09:16:04.100000Z"');
  });
});

describe('running', () => {
  it('joins the job that waits, and tells both callers the same', async () => {
    await jobs.write({ state: 'running', startedAt: '2026-01-05T09:16:03.548124Z' });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => server.request(`${BASE}/default/run-immediately`, { method: 'POST' })),
    );
    for (const { status, text } of answers) {
      expect(status).toBe(200);
      expect(golden(text)).toBe(TOLD(200, 'Maintenance successfully started for default'));
    }
    const { json } = await server.request(`${BASE}/default/history`);
    expect(json.response.data.map((job: { status: string }) => job.status)).toEqual(['new', 'inprogress']);
  });

  it('keeps organizations apart', async () => {
    await server.request(`${BASE}/default/run-immediately`, { method: 'POST' });
    const { text } = await server.request(`${BASE}/sierra/run-immediately`, { method: 'POST' });
    expect(golden(text)).toBe(TOLD(200, 'Maintenance successfully started for sierra'));
    expect((await server.request(`${BASE}/sierra/history`)).json.response.data).toHaveLength(1);
  });

  it('shows a job among the tasks', async () => {
    await server.request(`${BASE}/default/run-immediately`, { method: 'POST' });
    const { json } = await server.request('/api/system/tasks');
    expect(Object.keys(json.AGGREGATE_MAINTENANCE)).toHaveLength(1);
  });
});

describe('history', () => {
  it('tells what went wrong', async () => {
    const errorInformation = { message: 'Too many failures', step: 'build', aggregates: [] };
    const ended = { finishedAt: '2026-01-05T09:17:00Z', startedAt: '2026-01-05T09:16:30Z' };
    await jobs.write({
      ...ended,
      state: 'failed',
      message: 'x',
      summary: { errorInformation },
      queuedAt: '2026-01-05T01:00:00Z',
    });
    await jobs.write({ ...ended, state: 'failed', message: 'No table', queuedAt: '2026-01-05T02:00:00Z' });
    await jobs.write({ ...ended, state: 'failed', message: 'x', interrupted: true, queuedAt: '2026-01-05T03:00:00Z' });
    await jobs.write({ ...ended, state: 'cancelled', message: 'Cancelled', queuedAt: '2026-01-05T04:00:00Z' });
    await jobs.write({ ...ended, state: 'skipped', message: 'left out', queuedAt: '2026-01-05T05:00:00Z' });
    const { json } = await server.request(`${BASE}/default/history`);
    const told = json.response.data.map((job: { status: string; errorInformation: unknown }) => [
      job.status,
      job.errorInformation,
    ]);
    expect(told).toEqual([
      ['cancelled', {}],
      ['failed', { message: 'Interrupted by restart' }],
      ['failed', { message: 'No table' }],
      ['failed', errorInformation],
    ]);
  });

  it('is paged and filtered', async () => {
    for (const hour of [1, 2, 3, 4, 5]) {
      const at = `2026-01-05T0${hour}:00:00`;
      const state = hour === 5 ? 'running' : 'done';
      const cause = hour % 2 === 0 ? 'TimeBasedMaintenance' : 'CubeUpdateMaintenance(StaticCubeUpdated)';
      const finishedAt = hour === 5 ? null : `${at}.5Z`;
      await jobs.write({ state, parameters: { cause }, queuedAt: `${at}Z`, startedAt: `${at}Z`, finishedAt });
    }
    const hours = async (query: string): Promise<readonly number[]> => {
      const { status, json } = await server.request(`${BASE}/default/history?${query}`);
      expect(status, JSON.stringify(json)).toBe(200);
      return json.response.data.map((job: { creationTime: string }) => Number(job.creationTime.slice(11, 13)));
    };
    expect(await hours('')).toEqual([5, 4, 3, 2, 1]);
    expect(await hours('limit=2&offset=1')).toEqual([4, 3]);
    expect(await hours('offset=5')).toEqual([]);
    expect(await hours('status=inprogress')).toEqual([5]);
    expect(await hours('triggerType=TimeBasedMaintenance&force_pull=true')).toEqual([4, 2]);
    expect(await hours('startTime=2026-01-05T03:00:00')).toEqual([5, 4, 3]);
    expect(await hours('startTime=2026-01-05T02:00:00Z&endTime=2026-01-05T03:00:00.500000')).toEqual([3, 2]);
    const { json } = await server.request(`${BASE}/default/history?limit=1000&offset=7&force_pull=TRUE&other=1`);
    expect(json.response).toEqual({ data: [], limit: 1000, offset: 7, force_pull: true });
  });

  it.each([
    ['limit=0', 'limit must be an integer between 1 and 1000'],
    ['limit=1001', 'limit must be an integer between 1 and 1000'],
    ['limit=', 'limit must be an integer between 1 and 1000'],
    ['limit=1.5', 'limit must be an integer between 1 and 1000'],
    ['limit=99999999999999999999', 'limit must be an integer between 1 and 1000'],
    ['limit=1&limit=1', 'limit must be given once'],
    ['offset=-1', 'offset must be an integer of at least 0'],
    ['force_pull=1', 'force_pull must be true or false'],
    ['status=running', 'status must be one of new, inprogress, done, failed, cancelled'],
    ['startTime=yesterday', 'startTime must be a time such as 2023-07-03T09:43:16'],
    ['endTime=2026-02-31T00:00:00', 'endTime must be a time such as 2023-07-03T09:43:16'],
  ])('refuses %s', async (query, why) => {
    const { status, text } = await server.request(`${BASE}/default/history?${query}`);
    expect(status).toBe(400);
    expect(golden(text)).toBe(TOLD(400, `Invalid request: ${why}`));
  });
});

describe('who may', () => {
  const asked = async (path: string, request: Parameters<typeof server.request>[1]) => {
    const { status, text, headers } = await server.request(path, request);
    return { status, text: golden(text), challenge: headers.get('www-authenticate') };
  };
  const UNAUTHORIZED = { status: 401, text: TOLD(401, 'Unauthorized'), challenge: 'Bearer' };
  const ALL = [
    [`${BASE}/default/run-immediately`, 'POST'],
    [`${BASE}/default`, 'GET'],
    [`${BASE}/default/history`, 'GET'],
  ] as const;

  it.each(ALL)('tells nobody anything: %s', async (path, method) => {
    for (const form of FORMS) expect(await asked(`${form}${path}`, { method, user: null })).toEqual(UNAUTHORIZED);
  });

  it.each([
    ['wrong password', 'Basic', Buffer.from('admin:wrong').toString('base64')],
    ['no token', 'Bearer', ''],
    ['malformed token', 'Bearer', 'abc'],
    ['token of nobody', 'ApiToken', 'd2pat_x'],
  ])('tells nothing to a %s', async (_what, scheme, credential) => {
    const headers = { authorization: `${scheme} ${credential}` };
    expect(await asked(`${BASE}/default`, { user: null, headers })).toEqual(UNAUTHORIZED);
  });

  it('asks for the authority to see, and for that to run', async () => {
    expect((await asked(`${BASE}/default`, { user: viewer.login })).status).toBe(200);
    expect(await asked(`${BASE}/default/run-immediately`, { method: 'POST', user: viewer.login })).toEqual(
      UNAUTHORIZED,
    );
    const run = await asked(`${BASE}/default/run-immediately`, { method: 'POST', user: manager.login });
    expect(run.status).toBe(200);
    expect(await asked(`${BASE}/default/history`, { user: stranger.login })).toEqual(UNAUTHORIZED);
  });

  it('knows no organization to which somebody does not belong', async () => {
    const unknown = (id: string) => ({
      status: 404,
      text: TOLD(404, `Organization not found: ${id}`),
      challenge: null,
    });
    expect(await asked(`${BASE}/nowhere`, {})).toEqual(unknown('nowhere'));
    expect(await asked(`/api/1.0${BASE}/nowhere/run-immediately`, { method: 'POST' })).toEqual(unknown('nowhere'));
    expect(await asked(`${BASE}/north/history`, { user: viewer.login })).toEqual(unknown('north'));
    expect((await asked(`${BASE}/sierra/history`, { user: viewer.login })).status).toBe(200);
    expect((await asked(`${BASE}/north/history`, {})).status).toBe(200);
  });

  it.each(['-x', '%20', 'a%2Fb', `${'x'.repeat(64)}`, '%C3%A9'])('refuses %s as an organization', async (id) => {
    const why =
      'orgId must be at most 63 letters, digits, dots, hyphens and underscores, beginning with a letter or digit';
    for (const [path, method] of ALL) {
      const { status, text } = await asked(path.replace('default', id), { method });
      expect(status).toBe(400);
      expect(text).toBe(TOLD(400, `Invalid request: ${why}`));
    }
  });
});

describe('tokens', () => {
  const token = async (organization: string, user: string, method = 'GET'): Promise<string> => {
    const { status, text, headers } = await server.request(`/${organization}/auth`, { user, method });
    expect(status, text).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    return text;
  };
  const withToken = (text: string) => ({ user: null, headers: { authorization: `Bearer ${text}` } });

  it('are bare text, and let their user in', async () => {
    for (const method of ['GET', 'POST']) {
      const text = await token('default', manager.login, method);
      expect(text).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      expect((await server.request(`${BASE}/default`, withToken(text))).status).toBe(200);
      const run = { ...withToken(text), method: 'POST' };
      expect((await server.request(`/api/1.0${BASE}/default/run-immediately`, run)).status).toBe(200);
    }
  });

  it('are for one organization, with the rights of their user, and for nothing else', async () => {
    const text = await token('sierra', viewer.login);
    expect((await server.request(`${BASE}/sierra`, withToken(text))).status).toBe(200);
    const other = await server.request(`${BASE}/default`, withToken(text));
    expect(golden(other.text)).toBe(TOLD(404, 'Organization not found: default'));
    const run = await server.request(`${BASE}/sierra/run-immediately`, { ...withToken(text), method: 'POST' });
    expect(run.status).toBe(401);
    expect((await server.request('/api/me', withToken(text))).status).toBe(302);
    expect((await server.request('/sierra/auth', withToken(text))).status).toBe(401);
  });

  it('end', async () => {
    const { rows } = await sql<{ key: Buffer }>`select key from orderly.signing_key`.execute(server.db);
    const sign = (seconds: number, key: Uint8Array) =>
      new SignJWT({ org: 'default' })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer('orderly')
        .setAudience('aggregates')
        .setSubject(viewer.uid)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1_000) + seconds)
        .sign(key);
    const key = new Uint8Array(rows[0]?.key ?? []);
    const statusOf = async (text: string) => (await server.request(`${BASE}/default`, withToken(text))).status;
    expect(await statusOf(await sign(60, key))).toBe(200);
    expect(await statusOf(await sign(-1, key))).toBe(401);
    expect(await statusOf(await sign(60, new Uint8Array(32)))).toBe(401);
    const [header, body] = (await sign(60, key)).split('.');
    expect(await statusOf(`${header}.${body}.`)).toBe(401);
    expect(await statusOf(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`)).toBe(401);
  });

  it('last as long as the setting says', async () => {
    const lifetime = async (): Promise<number> => {
      const [, body = ''] = (await token('default', viewer.login)).split('.');
      const { iat, exp } = JSON.parse(Buffer.from(body, 'base64url').toString());
      return (exp - iat) / 3_600;
    };
    expect(await lifetime()).toBe(24);
    await configureServer(server, { aggregatesTokenHours: '2' });
    expect(await lifetime()).toBe(2);
    await configureServer(server, { aggregatesTokenHours: '' });
  });

  it('end with the account and with the password', async () => {
    const user = await users.make(['F_AGGREGATES_VIEW']);
    const text = await token('default', user.login);
    const statusOf = async () => (await server.request(`${BASE}/default`, withToken(text))).status;
    expect(await statusOf()).toBe(200);
    await sql`update userinfo set disabled = true where uid = ${user.uid}`.execute(server.db);
    expect(await statusOf()).toBe(401);
    await sql`
      update userinfo set disabled = false, passwordlastupdated = localtimestamp + interval '2 seconds' where uid = ${user.uid}
    `.execute(server.db);
    expect(await statusOf()).toBe(401);
  });

  it('are not given to others', async () => {
    const wrong = await server.request('/default/auth', { user: 'admin:wrong' });
    expect([wrong.status, golden(wrong.text)]).toEqual([401, TOLD(401, 'Unauthorized')]);
    const nobody = await server.request('/default/auth', { user: null });
    expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    const unknown = await server.request('/nowhere/auth');
    expect([unknown.status, golden(unknown.text)]).toEqual([404, TOLD(404, 'Organization not found: nowhere')]);
    const other = await server.request('/north/auth', { user: viewer.login });
    expect([other.status, golden(other.text)]).toEqual([404, TOLD(404, 'Organization not found: north')]);
    const method = await server.request('/default/auth', { method: 'DELETE' });
    expect([method.status, golden(method.text), method.headers.get('allow')]).toEqual([
      405,
      TOLD(405, 'Method not allowed'),
      'GET, HEAD, POST',
    ]);
  });
});

describe('what is not there', () => {
  it.each([
    ['DELETE', `${BASE}/default`, 'GET, HEAD'],
    ['GET', `/api/1.0${BASE}/default/run-immediately`, 'POST'],
    ['PUT', `${BASE}/default/history`, 'GET, HEAD'],
  ])('refuses %s %s', async (method, path, allow) => {
    const { status, text, headers } = await server.request(path, { method });
    expect([status, golden(text), headers.get('allow')]).toEqual([405, TOLD(405, 'Method not allowed'), allow]);
  });

  it.each(['/aggregates', '/aggregates/x', '/aggregate-batch/x', '/org/a/b', '/projects', '/api/1.0/org/x.json'])(
    'tells that there is nothing at %s',
    async (path) => {
      const { status, text } = await server.request(`${path}?a=1`);
      expect([status, golden(text)]).toEqual([404, TOLD(404, `Endpoint not found: GET ${path}`)]);
      expect((await server.request(path, { user: null })).status).toBe(401);
    },
  );

  it('answers a path that is none', async () => {
    const { status, text } = await server.request('/aggregates/%E0%A4%A');
    expect(status).toBe(400);
    expect(golden(text)).toMatch(
      /^\{"status":\{"code":400,"message":"Invalid request: [^"]+"\},"responseCreated":"<time>","response":null\}$/,
    );
  });

  it('tells nothing of what fails in the server', async () => {
    await sql`alter table orderly.roll_up rename to roll_up_away`.execute(server.db);
    const { status, text } = await server.request('/aggregates/orgId/default');
    await sql`alter table orderly.roll_up_away rename to roll_up`.execute(server.db);
    expect([status, golden(text)]).toEqual([
      500,
      TOLD(500, 'A server error occurred. Check the logs for more details.'),
    ]);
  });

  it.each(['/api/1.0/system/info', '/api/auth', '/api/nothing', '/organisationUnits', '/api/aggregates/not/there'])(
    'leaves %s to the other API',
    async (path) => {
      const { status, json } = await server.request(path);
      expect([status, json.httpStatus]).toEqual([404, 'Not Found']);
    },
  );
});

describe('the switch', () => {
  it('closes every path of this API and no other', async () => {
    await configureServer(server, { aggregatesApiEnabled: 'false' });
    const off = TOLD(503, 'Design Center APIs are not enabled');
    for (const [method, path] of [
      ['POST', `/api/1.0${BASE}/default/run-immediately`],
      ['GET', `${BASE}/default`],
      ['GET', `${BASE}/default/history`],
      ['GET', '/default/auth'],
      ['GET', '/projects/published/orgId/default'],
      ['GET', '/aggregates/nothing'],
    ] as const) {
      for (const user of ['admin:district', null]) {
        const { status, text } = await server.request(path, { method, user });
        expect([path, status, golden(text)]).toEqual([path, 503, off]);
      }
    }
    expect((await server.request('/api/system/ping')).status).toBe(200);
    await configureServer(server, { aggregatesApiEnabled: '' });
    expect((await server.request(`${BASE}/default`)).status).toBe(200);
  });
});

it('answers on further ports', async () => {
  const { status, text } = await send(`http://127.0.0.1:${furtherPort}${BASE}/default`, {});
  expect([status, golden(text)]).toEqual([200, TOLD(0, '200 OK')]);
});
