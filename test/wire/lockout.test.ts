import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type App, startApp } from '../../src/app.js';
import { mintToken, tokenHash } from '../../src/http/index.js';
import { systemClock } from '../../src/kernel/clock.js';
import { send, testConfig, testServer } from '../support/server.js';

const server = testServer({ demo: true });
const RIGHT = 'District1!';
const LOCK = 'keyLockMultipleFailedLogins';
let other: App | undefined;

const set = (key: string, value: string) =>
  server.request(`/api/systemSettings/${key}?value=${value}`, { method: 'POST' });
const basic = (username: string, password: string) =>
  server.request('/api/system/ping', { user: `${username}:${password}` });
const login = (username: string, password: string, twoFactorCode?: string) =>
  server.request('/api/auth/login', { method: 'POST', user: null, body: { username, password, twoFactorCode } });
const failures = async () =>
  (await sql<{ n: number }>`select cardinality(failed_at) as n from orderly.failed_login`.execute(server.db)).rows.map(
    ({ n }) => n,
  );

/** As many wrong passwords as it takes, each another one: requests with the same one are answered together. */
async function fail(username: string, times: number, by: typeof basic | typeof login = basic): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const { status } = await by(username, `wrong${time}`);
    expect(status).toBe(401);
  }
}

beforeEach(async () => {
  await sql`delete from orderly.failed_login`.execute(server.db);
});
afterAll(async () => {
  await other?.stop();
});

describe('locked accounts', () => {
  it('do not exist as long as nobody asks for them', async () => {
    await fail('user010', 7);
    expect((await basic('user010', RIGHT)).status).toBe(200);
    expect(await failures()).toEqual([]);
  });

  it('come of five failures, whatever the way in and the spelling, and of no fewer', async () => {
    await set(LOCK, 'true');
    await fail('user010', 2);
    await fail('USER010', 2, login);
    expect((await login('user010', RIGHT)).json.loginStatus).toBe('SUCCESS');
    expect(await failures()).toEqual([]);
    await fail('user010', 3);
    await fail('User010', 2, login);
    const refused = await basic('user010', 'District1!!');
    expect(refused.json).toEqual({
      httpStatus: 'Unauthorized',
      httpStatusCode: 401,
      status: 'ERROR',
      message: 'Account locked',
    });
    const byForm = await login('user010', RIGHT);
    expect([byForm.status, byForm.json, byForm.headers.get('set-cookie')]).toEqual([
      200,
      { loginStatus: 'ACCOUNT_LOCKED' },
      null,
    ]);
    const old = await server.request('/dhis-web-commons-security/login.action', {
      method: 'POST',
      user: null,
      body: `j_username=user010&j_password=${encodeURIComponent(RIGHT)}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([old.headers.get('location'), old.headers.get('set-cookie')]).toEqual([
      '/dhis-web-login/?failed=true',
      null,
    ]);
    // Others come in, and attempts on a locked account do not count.
    expect((await basic('user011', RIGHT)).status).toBe(200);
    expect(await failures()).toEqual([5]);
  });

  it('are locked on every node, and for names that nobody has', async () => {
    other = await startApp({
      config: testConfig(),
      connection: server.services.database.connection,
      log: pino({ level: 'silent' }),
      version: '0.0.0',
      clock: systemClock,
    });
    for (const name of ['user012', 'nobody']) {
      await fail(name, 5);
      const { json } = await send(`${other.url}/api/system/ping`, { user: `${name}:${RIGHT}` });
      expect(json.message).toBe('Account locked');
    }
  });

  it('are open again after a quarter of an hour, with nothing left of it', async () => {
    await fail('user013', 5);
    expect((await basic('user013', RIGHT)).status).toBe(401);
    const wait = (minutes: number) =>
      sql`
        update orderly.failed_login set
          expires_at = expires_at - make_interval(mins => ${minutes}),
          failed_at = array(select at - make_interval(mins => ${minutes}) from unnest(failed_at) as failure (at))
      `.execute(server.db);
    await wait(14);
    expect((await basic('user013', RIGHT)).json.message).toBe('Account locked');
    await wait(2);
    await fail('user013', 1);
    expect(await failures()).toEqual([1]);
    expect((await basic('user013', RIGHT)).status).toBe(200);
    expect(await failures()).toEqual([]);
    // Failures that are further apart do not add up.
    await fail('user013', 3);
    await wait(16);
    await fail('user014', 1);
    expect(await failures()).toEqual([1]);
  });

  it('hold against guesses that come at the same time', async () => {
    const guesses = Array.from({ length: 12 }, (_, index) => basic('user015', `guess${index}`));
    await Promise.all(guesses);
    expect(await failures()).toEqual([5]);
    expect((await basic('user015', RIGHT)).json.message).toBe('Account locked');
  });

  it('keep what is verified already, and refuse tokens from then on', async () => {
    const { token, type } = mintToken();
    await sql`
      insert into api_token (apitokenid, uid, created, lastupdated, createdby, lastupdatedby, version, type, expire, key, attributes)
      select nextval('hibernate_sequence'), 'aaaaaaaaaaa', now(), now(), userinfoid, userinfoid, 1, ${type}, ${Date.now() + 60_000},
        ${tokenHash(token)}, '[]'
      from userinfo where username = 'user016'
    `.execute(server.db);
    const session = await login('user016', RIGHT);
    const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
    await fail('user016', 5);
    expect((await server.request('/api/system/ping', { user: null, headers: { cookie } })).status).toBe(200);
    const refused = await server.request('/api/system/ping', {
      user: null,
      headers: { authorization: `ApiToken ${token}` },
    });
    expect([refused.status, refused.json.message]).toEqual([
      401,
      'The API token is disabled, locked or 2FA is enabled.',
    ]);
  });

  it('come of wrong codes too, but not of the question for one', async () => {
    await sql`
      update userinfo set twofactortype = 'TOTP_ENABLED', secret = 'JBSWY3DPEHPK3PXP' where username = 'user017'
    `.execute(server.db);
    expect((await login('user017', RIGHT)).json.loginStatus).toBe('INCORRECT_TWO_FACTOR_CODE_TOTP');
    expect(await failures()).toEqual([]);
    for (let time = 0; time < 5; time += 1)
      expect((await login('user017', RIGHT, 'abcdef')).json.loginStatus).toBe('INCORRECT_TWO_FACTOR_CODE_TOTP');
    expect((await login('user017', RIGHT, 'abcdef')).json.loginStatus).toBe('ACCOUNT_LOCKED');
  });

  it.each(['', 'x'.repeat(5_000), 'nul\0', "'; --", '\u{1f600}'])('take any name: %j', async (username) => {
    const { status, json } = await login(username, 'x');
    expect([status, json.message]).toEqual([401, 'Bad credentials']);
  });
});

describe('accounts and passwords that end', () => {
  it('are told apart to those who know the password', async () => {
    await set(LOCK, 'false');
    await sql`update userinfo set accountexpiry = localtimestamp - interval '1 minute' where username = 'user003'`.execute(
      server.db,
    );
    expect((await login('user003', RIGHT)).json).toEqual({ loginStatus: 'ACCOUNT_EXPIRED' });
    expect((await login('user003', 'wrong')).status).toBe(401);
    expect((await basic('user003', RIGHT)).json.message).toBe('Unauthorized');
    await sql`update userinfo set accountexpiry = localtimestamp + interval '1 hour' where username = 'user003'`.execute(
      server.db,
    );
    expect((await login('user003', RIGHT)).json.loginStatus).toBe('SUCCESS');
    await sql`update userinfo set disabled = true where username = 'user004'`.execute(server.db);
    expect((await login('user004', RIGHT)).json).toEqual({ loginStatus: 'ACCOUNT_DISABLED' });
    expect((await basic('user004', RIGHT)).json.message).toBe('Account disabled');
  });

  it('expire by the setting credentialsExpires, in months', async () => {
    const changed = (age: string | null) =>
      sql`update userinfo set passwordlastupdated = localtimestamp - ${age}::interval where username = 'user005'`.execute(
        server.db,
      );
    await changed('10 years');
    expect((await login('user005', RIGHT)).json.loginStatus).toBe('SUCCESS');
    await set('credentialsExpires', '3');
    expect((await login('user005', RIGHT)).json).toEqual({ loginStatus: 'PASSWORD_EXPIRED' });
    expect((await login('user005', 'wrong')).status).toBe(401);
    await expect
      .poll(async () => (await basic('user005', RIGHT)).json?.message, { timeout: 5_000 })
      .toBe('Unauthorized');
    await changed('2 months');
    expect((await login('user005', RIGHT)).json.loginStatus).toBe('SUCCESS');
    await changed('4 months');
    expect((await login('user005', RIGHT)).json.loginStatus).toBe('PASSWORD_EXPIRED');
    await changed(null);
    expect((await login('user005', RIGHT)).json.loginStatus).toBe('SUCCESS');
    await set('credentialsExpires', '0');
  });

  it('are renewed by those who know the expired one', async () => {
    const renew = (body: unknown) => server.request('/api/auth/updatePassword', { method: 'POST', user: null, body });
    const body = { username: 'user006', oldPassword: RIGHT, newPassword: 'Brand_new1' };
    await set('credentialsExpires', '3');
    await sql`update userinfo set passwordlastupdated = localtimestamp where username = 'user006'`.execute(server.db);
    const early = await renew(body);
    expect([early.status, early.json.message]).toEqual([
      409,
      'The password has not expired: it is changed under /api/me.',
    ]);
    await sql`update userinfo set passwordlastupdated = '2020-01-01' where username = 'user006'`.execute(server.db);
    await expect.poll(async () => (await login('user006', RIGHT)).json.loginStatus).toBe('PASSWORD_EXPIRED');
    for (const wrong of [{ oldPassword: 'wrong' }, { username: 'nobody' }]) {
      const refused = await renew({ ...body, ...wrong });
      expect([refused.status, refused.json.message]).toEqual([401, 'Bad credentials']);
    }
    for (const weak of ['short', RIGHT, 'x'.repeat(100)])
      expect((await renew({ ...body, newPassword: weak })).status).toBe(400);
    expect((await renew({ username: 'user006' })).status).toBe(400);
    expect((await login('user006', RIGHT)).json.loginStatus).toBe('PASSWORD_EXPIRED');
    const renewed = await renew(body);
    expect([renewed.status, renewed.json.message, renewed.headers.get('set-cookie')]).toEqual([
      200,
      'Password updated',
      null,
    ]);
    expect((await login('user006', 'Brand_new1')).json.loginStatus).toBe('SUCCESS');
    expect((await login('user006', RIGHT)).status).toBe(401);
    await set(LOCK, 'true');
    for (let time = 0; time < 5; time += 1) await renew({ ...body, oldPassword: `wrong${time}` });
    expect((await renew({ ...body, oldPassword: 'Brand_new1' })).json.message).toBe('Account locked');
    await set(LOCK, 'false');
    await set('credentialsExpires', '0');
  });

  it('may be as long as the settings say', async () => {
    const validate = async (password: string) =>
      (
        await server.request('/api/me/validatePassword', {
          method: 'POST',
          body: password,
          headers: { 'content-type': 'text/plain' },
        })
      ).json;
    expect(await validate('Abcdefg1!')).toEqual({ isValidPassword: true });
    await set('minPasswordLength', '10');
    expect(await validate('Abcdefg1!')).toEqual({
      isValidPassword: false,
      errorMessage: 'Password must have at least 10, and at most 72 characters',
    });
    expect((await server.request('/api/loginConfig', { user: null })).json.minPasswordLength).toBe('10');
    await set('minPasswordLength', '');
  });
});
