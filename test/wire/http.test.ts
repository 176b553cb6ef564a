import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { mintToken, tokenHash } from '../../src/http/index.js';
import { testServer } from '../support/server.js';

const server = testServer({ demo: true });

describe('versions and paths', () => {
  it.each(['28', '33', '42', '44'])('serves version %s', async (version) => {
    expect((await server.request(`/api/${version}/system/ping`)).text).toBe('pong');
  });

  it.each(['27', '45', '333'])('does not know version %s', async (version) => {
    const { status, json } = await server.request(`/api/${version}/system/ping`);
    expect(status).toBe(404);
    expect(json).toEqual({
      httpStatus: 'Not Found',
      httpStatusCode: 404,
      status: 'ERROR',
      message: 'API version is invalid',
      errorCode: 'E1002',
    });
  });

  it('takes trailing slashes and extensions', async () => {
    expect((await server.request('/api/system/info/')).status).toBe(200);
    expect((await server.request('/api/system/info.json')).json.version).toBe('2.42.0');
    expect((await server.request('/api/42')).status).toBe(404);
  });

  it('answers unknown paths and wrong methods as WebMessages', async () => {
    const unknown = await server.request('/api/nothing/here');
    expect(unknown.json).toMatchObject({ httpStatusCode: 404, errorCode: 'E1005' });
    const wrong = await server.request('/api/resourceTables/monitoring');
    expect(wrong.json).toEqual({
      httpStatus: 'Method Not Allowed',
      httpStatusCode: 405,
      status: 'ERROR',
      message: "Request method 'GET' is not supported",
    });
    expect(wrong.headers.get('allow')).toBe('POST, PUT');
  });
});

describe('who asks', () => {
  it('sends browsers to the login page and tells scripts', async () => {
    const browser = await server.request('/api/system/info', { user: null });
    expect(browser.status).toBe(302);
    expect(browser.headers.get('location')).toBe(`${server.url}/dhis-web-login/`);
    const script = await server.request('/api/system/info', {
      user: null,
      headers: { 'x-requested-with': 'XMLHttpRequest' },
    });
    expect(script.json).toEqual({
      httpStatus: 'Unauthorized',
      httpStatusCode: 401,
      status: 'ERROR',
      message: 'Unauthorized',
    });
    expect(script.headers.get('www-authenticate')).toBeNull();
    const unsafe = await server.request('/api/resourceTables', { method: 'POST', user: null });
    expect(unsafe.status).toBe(401);
  });

  it('refuses wrong passwords, also as XML', async () => {
    expect((await server.request('/api/system/ping', { user: 'admin:wrong' })).status).toBe(401);
    expect((await server.request('/api/system/ping', { user: 'nobody:wrong' })).status).toBe(401);
    const xml = await server.request('/api/system/ping', {
      user: 'admin:wrong',
      headers: { accept: 'application/xml' },
    });
    expect(xml.headers.get('content-type')).toContain('application/xml');
    expect(xml.text).toContain('<message>Unauthorized</message>');
  });

  it('logs in by JSON, keeps the session and ends it', async () => {
    const login = await server.request('/api/auth/login', {
      method: 'POST',
      user: null,
      body: { username: 'admin', password: 'district' },
    });
    expect(login.json).toEqual({ loginStatus: 'SUCCESS', redirectUrl: '/' });
    const cookie = login.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^JSESSIONID=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    expect((await server.request('/api/system/ping', { user: null, headers })).text).toBe('pong');
    const forged = await server.request('/api/resourceTables', {
      method: 'POST',
      user: null,
      headers: { ...headers, origin: 'https://evil.example' },
    });
    expect(forged.status).toBe(403);
    await server.request('/dhis-web-commons-security/logout.action', { user: null, headers });
    expect((await server.request('/api/system/ping', { user: null, headers })).status).toBe(302);
    const wrong = await server.request('/api/auth/login', {
      method: 'POST',
      user: null,
      body: { username: 'admin', password: 'x' },
    });
    expect([wrong.status, wrong.json.message]).toEqual([401, 'Bad credentials']);
  });

  it('takes the old login form', async () => {
    const login = await server.request('/dhis-web-commons-security/login.action', {
      method: 'POST',
      user: null,
      body: 'j_username=admin&j_password=district',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([login.status, login.headers.get('location')]).toEqual([302, '/']);
    expect(login.headers.get('set-cookie')).toContain('JSESSIONID=');
  });

  it('forgets a verified password when it changes or the account is disabled, whoever changed it', async () => {
    const user = 'user001:District1!';
    const ping = async (): Promise<number> => (await server.request('/api/system/ping', { user })).status;
    // The change is made beside the server, which hears of it by a notification.
    const soon = { timeout: 5_000, interval: 20 };
    expect(await ping()).toBe(200);
    expect(await ping()).toBe(200);
    await sql`update userinfo set disabled = true where username = 'user001'`.execute(server.db);
    await expect.poll(ping, soon).toBe(401);
    await sql`update userinfo set disabled = false where username = 'user001'`.execute(server.db);
    expect(await ping()).toBe(200);
    await sql`update userinfo set password = '!' where username = 'user001'`.execute(server.db);
    await expect.poll(ping, soon).toBe(401);
  });

  it('verifies a password once for many requests, with one session for all', async () => {
    const user = 'user002:District1!';
    // More at a time than a user may have sessions.
    const answers = await Promise.all(Array.from({ length: 30 }, () => server.request('/api/system/ping', { user })));
    answers.push(await server.request('/api/system/ping', { user }));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers.filter(({ headers }) => headers.get('set-cookie') !== null)).toHaveLength(1);
    const { rows } = await sql<{ sessions: number }>`
      select count(*)::int as sessions from orderly.http_session
      where user_id = (select userinfoid from userinfo where username = 'user002')
    `.execute(server.db);
    expect(rows[0]?.sessions).toBe(1);
  });

  it('verifies a password once even where each session ends an older one', async () => {
    const { db } = server;
    const user = 'admin:district';
    const admin = sql`(select userinfoid from userinfo where username = 'admin')`;
    await sql`
      insert into orderly.http_session (id_hash, user_id, created_at)
      select 'older ' || n, ${admin}, now() - interval '1 minute' from generate_series(1, 10) as n
    `.execute(db);
    // What was known is forgotten, as it is twenty seconds later.
    await sql`update userinfo set disabled = disabled where username = 'admin'`.execute(db);
    const newest = async () => {
      expect((await server.request('/api/me', { user })).status).toBe(200);
      // The news of the ended session comes after the answer.
      await new Promise((resolve) => setTimeout(resolve, 100));
      const { rows } = await sql<{ id: string; sessions: number }>`
        select (array_agg(id_hash order by created_at desc))[1] as id, count(*)::int as sessions
        from orderly.http_session where user_id = ${admin}
      `.execute(db);
      return rows[0];
    };
    await expect.poll(async () => (await newest())?.id).not.toMatch(/^older/);
    const first = await newest();
    expect(first?.sessions).toBe(10);
    expect([await newest(), await newest(), await newest()]).toEqual([first, first, first]);
  });

  it('checks the authority before it reads the request', async () => {
    const { status, json } = await server.request('/api/resourceTables/analytics?lastYears=x', {
      method: 'POST',
      user: 'user004:District1!',
    });
    expect(status).toBe(403);
    expect(json).toEqual({
      httpStatus: 'Forbidden',
      httpStatusCode: 403,
      status: 'ERROR',
      message: 'Access is denied, requires one Authority from [F_PERFORM_MAINTENANCE]',
    });
  });
});

describe('personal access tokens', () => {
  const use = (token: string, extra: Record<string, string> = {}) =>
    server.request('/api/system/ping', { user: null, headers: { authorization: `ApiToken ${token}`, ...extra } });

  async function store(attributes: unknown, expire = Date.now() + 60_000): Promise<string> {
    const { token, type } = mintToken();
    await sql`
      insert into api_token (apitokenid, uid, created, lastupdated, createdby, lastupdatedby, version, type, expire, key, attributes)
      values (nextval('hibernate_sequence'), ${createHash('md5')
        .update(token)
        .digest('base64')
        .replace(/[^a-z]/gi, 'x')
        .slice(0, 11)},
        now(), now(), 26, 26, 1, ${type}, ${expire}, ${tokenHash(token)}, ${JSON.stringify(attributes)}::jsonb)
    `.execute(server.db);
    return token;
  }

  it('lets their owner in within their limits', async () => {
    expect((await use(await store([]))).text).toBe('pong');
    const refused = await use(await store([{ type: 'MethodAllowedList', allowedMethods: ['POST'] }]));
    expect(refused.json.message).toBe('Failed to authenticate API token, request http method is not allowed.');
    expect(refused.headers.get('www-authenticate')).toBe('ApiToken');
    const expired = await use(await store([], Date.now() - 1));
    expect(expired.json.message).toBe('Failed to authenticate API token, token has expired.');
  });

  it.each([
    ['d2p_!!', 400, 'Api token is malformed'],
    ['d2x_aaaaaaaaaa', 400, 'Checksum validation failed'],
    [mintToken().token, 401, 'The API token does not exists'],
  ])('refuses %s', async (token, status, message) => {
    const answer = await use(token);
    expect([answer.status, answer.json.message]).toEqual([status, message]);
  });
});

describe('the form of answers', () => {
  it('gives identifiers as JSON, XML and CSV', async () => {
    const json = await server.request('/api/system/id?limit=3');
    expect(json.json.codes).toHaveLength(3);
    expect(json.headers.get('cache-control')).toBe('no-cache, no-store, max-age=0, must-revalidate');
    expect((await server.request('/api/system/id.xml?n=2')).text).toMatch(
      /<codes xmlns="http:\/\/dhis2.org\/schema\/dxf\/2.0"><code>\w{11}<\/code><code>\w{11}<\/code><\/codes>/,
    );
    expect((await server.request('/api/system/uuid.csv?limit=1')).text).toMatch(/^uid\n[0-9a-f-]{36}\n$/);
    expect((await server.request('/api/system/id?limit=0')).json).toEqual({ codes: [] });
    expect((await server.request('/api/system/id?limit=x')).json.message).toBe(
      "Value 'x' is not valid for parameter limit. It should be of type Integer",
    );
  });

  it('gives JSONP to a named callback only', async () => {
    const { text, headers } = await server.request('/api/system/context.jsonp?callback=my.fn');
    expect(text).toMatch(/^my\.fn\(\{.*\}\)$/);
    expect(headers.get('content-type')).toContain('application/javascript');
    expect((await server.request('/api/system/context.jsonp?callback=alert(1)//')).status).toBe(400);
  });

  it('refuses forms that it does not have', async () => {
    expect((await server.request('/api/system/flags.xml')).status).toBe(406);
    expect((await server.request('/api/system/flags', { headers: { accept: 'image/png' } })).json.message).toBe(
      'No acceptable representation',
    );
  });

  it('tags bodies and does not send known ones again', async () => {
    const first = await server.request('/api/system/flags');
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toBe(`"0${createHash('md5').update(first.text).digest('hex')}"`);
    const again = await server.request('/api/system/flags', { headers: { 'if-none-match': tag } });
    expect([again.status, again.text]).toEqual([304, '']);
    expect(first.headers.get('content-encoding')).toBe('gzip');
  });

  it('describes itself', async () => {
    const { json } = await server.request('/api/openapi.json', { user: null });
    expect(json.openapi).toBe('3.1.0');
    expect(Object.keys(json.paths)).toContain('/api/resourceTables/analytics');
  });
});

describe('other origins', () => {
  const from = (origin: string, headers: Record<string, string> = {}) =>
    server.request('/api/system/ping', { headers: { origin, ...headers } });

  it('lets in those that are listed, and itself', async () => {
    await sql`insert into configuration_corswhitelist (configurationid, corswhitelist) values (25, 'https://*.example.org')`.execute(
      server.db,
    );
    // The list is read again within a second.
    await expect.poll(async () => (await from('https://apps.example.org')).status, { timeout: 5_000 }).toBe(200);
    const listed = await from('https://apps.example.org');
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://apps.example.org');
    expect(listed.headers.get('access-control-allow-credentials')).toBe('true');
    expect((await from(new URL(server.url).origin)).status).toBe(200);
    expect((await from('https://evil.example')).status).toBe(403);
  });

  it('answers preflights without credentials', async () => {
    const { status, headers } = await server.request('/api/system/ping', {
      method: 'OPTIONS',
      user: null,
      headers: {
        origin: 'https://apps.example.org',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-a',
      },
    });
    expect([status, headers.get('access-control-allow-methods'), headers.get('access-control-allow-headers')]).toEqual([
      204,
      'POST',
      'x-a',
    ]);
  });
});

describe('bad input', () => {
  it.each([
    ['malformed JSON', '/api/auth/login', '{"username":', 400, 'JSON parse error'],
    ['JSON of another shape', '/api/auth/login', '[1,2]', 400, ''],
    ['a NUL in a name', '/api/auth/login', '{"username":"a\\u0000b","password":"x"}', 401, 'Bad credentials'],
  ])('%s', async (_name, path, body, status, message) => {
    const answer = await server.request(path, {
      method: 'POST',
      user: null,
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(status);
    expect(answer.json.message).toContain(message);
  });

  it.each([
    ['POST', '/api/dataElements', 400],
    ['PUT', '/api/jobConfigurations/DHIS2rocks1', 400],
    ['PATCH', '/api/jobConfigurations/DHIS2rocks1', 400],
    ['POST', '/api/auth/login', 400],
    // Where no body is needed, one of no length is none.
    ['POST', '/api/jobConfigurations/DHIS2rocks1/execute', 200],
    ['POST', '/api/jobConfigurations/DHIS2rocks1/cancel', 204],
  ])('answers an empty body that is called JSON: %s %s with %i', async (method, path, status) => {
    const answer = await server.request(path, { method, body: '', headers: { 'content-type': 'application/json' } });
    expect(answer.status, answer.text).toBe(status);
  });

  it('refuses a wrong content type and a body that is too large', async () => {
    const type = await server.request('/api/auth/login', {
      method: 'POST',
      user: null,
      body: 'x',
      headers: { 'content-type': 'image/png' },
    });
    expect([type.status, type.json.message]).toEqual([415, "Content-Type 'image/png' is not supported"]);
    const large = await server.request('/api/auth/login', {
      method: 'POST',
      user: null,
      body: `{"username":"${'x'.repeat(33 * 1024 * 1024)}"}`,
      headers: { 'content-type': 'application/json' },
    });
    expect([large.status, large.json.httpStatusCode]).toEqual([413, 413]);
  });

  it('never ends in a server error, whatever is asked', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'system',
        'tasks',
        'analytics',
        'info',
        'id',
        '..',
        '%2e%2e',
        '%00',
        "'; drop table datavalue; --",
        'ANALYTICS_TABLE',
        'systemSettings',
        '%ff',
        '42',
        '..%2f..%2fetc%2fpasswd',
      ),
      fc.string({ maxLength: 8 }).map(encodeURIComponent),
    );
    const query = fc.array(
      fc.tuple(
        fc.constantFrom(
          'limit',
          'dimension',
          'filter',
          'lastYears',
          'gist',
          'fields',
          'key',
          'startDate',
          'measureCriteria',
          'maxAge',
        ),
        fc.oneof(
          fc.string({ maxLength: 12 }),
          fc.constantFrom(
            'dx:fbfJHSPpUQD',
            'pe:2025',
            'ou:LEVEL-2',
            '-1',
            '99999999999999999999',
            "'",
            '\u0000',
            'true',
            '1e400',
          ),
        ),
      ),
      { maxLength: 4 },
    );
    const method = fc.constantFrom('GET', 'GET', 'GET', 'DELETE', 'PATCH');
    await fc.assert(
      fc.asyncProperty(
        method,
        fc.array(piece, { minLength: 1, maxLength: 4 }),
        query,
        async (verb, path, parameters) => {
          const search = new URLSearchParams(parameters).toString();
          const { status, text } = await server.request(`/api/${path.join('/')}?${search}`, { method: verb });
          expect(status, `${verb} /api/${path.join('/')}?${search}: ${text.slice(0, 300)}`).toBeLessThan(500);
        },
      ),
      { numRuns: 300 },
    );
  });
});
