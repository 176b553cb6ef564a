import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { mintToken } from '../../../src/http/authentication/token.js';
import { contentsOf } from '../../support/dhis2/contents.js';
import { onDatabase } from '../../support/dhis2/index.js';
import { versionsOf } from '../../support/dhis2/layout.js';
import { attachedServer } from '../../support/dhis2/server.js';

const PASSWORD = 'District1!';
const SECRET = 'JBSWY3DPEHPK3PXP';
const { token } = mintToken();
const tokenKey = createHash('sha256').update(token).digest('hex');
const idOf = (username: string) => `(select userinfoid from userinfo where username = '${username}')`;
const set = (username: string, assignment: string) =>
  `update userinfo set ${assignment} where username = '${username}'`;

/** The code of the secret that is good now (RFC 6238). */
function codeNow(): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', Buffer.from('Hello!\xde\xad\xbe\xef', 'latin1')).update(counter).digest();
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 0xf) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** Before 2.42 the secret told alone how far somebody was with their second factor. */
const ENCODINGS = {
  '2.40': { on: `secret = '${SECRET}'`, enrolling: `secret = 'APPROVAL_${SECRET}'` },
  '2.43': {
    on: `secret = '${SECRET}', twofactortype = 'TOTP_ENABLED'`,
    enrolling: `secret = '${SECRET}', twofactortype = 'ENROLLING_TOTP'`,
  },
} as const;

describe.each(versionsOf(['2.40', '2.43'], '2.40'))('the users of DHIS2 %s', (version) => {
  const { on, enrolling } = ENCODINGS[version];
  const server = attachedServer(version, {
    before: [
      'update userinfo set passwordlastupdated = localtimestamp',
      `insert into systemsetting (systemsettingid, name, value)
       values (nextval('hibernate_sequence'), 'credentialsExpires', '3'), (nextval('hibernate_sequence'), 'keyLockMultipleFailedLogins', 'true')`,
      set('user004', 'disabled = true'),
      set('user005', "accountexpiry = localtimestamp - interval '1 day'"),
      set('user006', "passwordlastupdated = localtimestamp - interval '100 days'"),
      set('user007', 'externalauth = true'),
      set(
        'user008',
        "invitation = true, password = 'x', restoretoken = 'x', restoreexpiry = localtimestamp + interval '1 day'",
      ),
      set('user009', on),
      set('user010', enrolling),
      `insert into userrole (userroleid, uid, created, lastupdated, name) values (nextval('hibernate_sequence'), 'aStrictRole', now(), now(), 'Strict')`,
      `insert into userrolerestrictions (userroleid, restriction) select userroleid, 'R_ENABLE_2FA' from userrole where name = 'Strict'`,
      `insert into userrolemembers (userroleid, userid) select userroleid, ${idOf('user011')} from userrole where name = 'Strict'`,
      `insert into userinfo (userinfoid, uid, created, lastupdated, surname, firstname, username, password, passwordlastupdated)
       select nextval('hibernate_sequence'), 'removedUser', now(), now(), 'User', 'Removed', 'removed', password, localtimestamp from userinfo where username = 'user003'`,
      `insert into api_token (apitokenid, uid, created, lastupdated, version, type, expire, key, attributes, createdby, lastupdatedby)
       values (nextval('hibernate_sequence'), 'aTokenOfOne', now(), now(), 2, 'PERSONAL_ACCESS_TOKEN_V2', 4102444800000, '${tokenKey}', '[]', ${idOf('user003')}, ${idOf('user003')})`,
    ],
  });
  const login = async (username: string, password = PASSWORD, twoFactorCode?: string) =>
    await server.request('/api/auth/login', {
      method: 'POST',
      user: null,
      body: { username, password, twoFactorCode },
    });
  const statusOf = async (headers: Readonly<Record<string, string>>) =>
    (await server.request('/api/me', { user: null, headers: { 'x-requested-with': 'XMLHttpRequest', ...headers } }))
      .status;
  const basic = (username: string, password = PASSWORD) => ({
    authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
  });
  const bySession = async (username: string) => {
    const cookie = (await login(username)).headers.get('set-cookie')?.split(';')[0];
    return { cookie: cookie ?? '' };
  };
  const authoritiesOf = async (headers: Readonly<Record<string, string>>) =>
    (await server.request('/api/me?fields=authorities', { user: null, headers })).json.authorities as readonly string[];
  /** As DHIS2 does, behind the server's back. */
  const inDhis2 = async (...statements: readonly string[]) =>
    await onDatabase(server.name, async (client) => {
      for (const statement of statements) await client.query(statement);
    });

  it('come in as they do there, and are not changed by it', async () => {
    const before = await contentsOf(server.name);
    expect(await statusOf(basic('user003'))).toBe(200);
    expect(await statusOf({ authorization: `ApiToken ${token}` })).toBe(200);
    expect((await login('user003')).json).toEqual({ loginStatus: 'SUCCESS', redirectUrl: '/' });
    expect(await statusOf(await bySession('user003'))).toBe(200);
    const form = await server.request('/dhis-web-commons-security/login.action', {
      method: 'POST',
      user: null,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `j_username=user009&j_password=${encodeURIComponent(PASSWORD)}&2fa_code=${codeNow()}`,
    });
    expect(form.headers.get('location')).toBe('/');
    expect(await contentsOf(server.name)).toEqual(before);
  });

  it.each([
    ['is disabled', 'user004', 'ACCOUNT_DISABLED'],
    ['has expired', 'user005', 'ACCOUNT_EXPIRED'],
    ['has an old password', 'user006', 'PASSWORD_EXPIRED'],
    ['has a second factor', 'user009', 'INCORRECT_TWO_FACTOR_CODE_TOTP'],
    ['has a role that asks for one', 'user011', 'REQUIRES_TWO_FACTOR_ENROLMENT'],
    ['logs in elsewhere', 'user007', undefined],
    ['was only invited', 'user008', undefined],
  ])('do not come in who %s', async (_why, username, loginStatus) => {
    const answer = await login(username);
    expect(answer.json.loginStatus, answer.text).toBe(loginStatus);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.status).toBe(loginStatus === undefined ? 401 : 200);
    expect(await statusOf(basic(username))).toBe(401);
  });

  it('come in with the code of their second factor, and without one while they enrol', async () => {
    expect((await login('user009', PASSWORD, codeNow())).json.loginStatus).toBe('SUCCESS');
    expect((await login('user010')).json.loginStatus).toBe('SUCCESS');
  });

  it('are locked out here after failures, of which DHIS2 learns nothing', async () => {
    const before = await contentsOf(server.name);
    for (let failure = 0; failure < 5; failure += 1) await login('user012', 'wrong');
    expect((await login('user012')).json.loginStatus).toBe('ACCOUNT_LOCKED');
    expect(await contentsOf(server.name)).toEqual(before);
  });

  it('count as they are a few seconds after DHIS2 has changed them', async () => {
    const sessions = {
      password: await bySession('user016'),
      disabled: await bySession('user018'),
      removed: await bySession('removed'),
      untouched: await bySession('user003'),
    };
    for (const session of Object.values(sessions)) expect(await statusOf(session)).toBe(200);
    const roles = basic('user015');
    expect((await authoritiesOf(roles)).length).toBeGreaterThan(0);
    expect(await statusOf({ authorization: `ApiToken ${token}` })).toBe(200);
    await inDhis2(
      set(
        'user016',
        `password = (select password from userinfo where username = 'admin'), passwordlastupdated = localtimestamp`,
      ),
      set('user018', 'disabled = true'),
      "delete from userinfo where username = 'removed'",
      `delete from userrolemembers where userid = ${idOf('user015')}`,
      'delete from api_token',
    );
    const now = async () => ({
      password: await statusOf(sessions.password),
      oldPassword: await statusOf(basic('user016')),
      newPassword: await statusOf(basic('user016', 'district')),
      disabled: await statusOf(sessions.disabled),
      removed: await statusOf(sessions.removed),
      untouched: await statusOf(sessions.untouched),
      authorities: (await authoritiesOf(roles)).length,
      token: await statusOf({ authorization: `ApiToken ${token}` }),
    });
    await expect.poll(now).toEqual({
      password: 401,
      oldPassword: 401,
      newPassword: 200,
      disabled: 401,
      removed: 401,
      untouched: 200,
      authorities: 0,
      token: 401,
    });
  });

  it('leave no session behind when they are removed or have another password', async () => {
    await inDhis2(`
      insert into orderly.http_session (id_hash, user_id, password_hash)
      values ('of somebody removed', -1, null), ('of an old password', ${idOf('user003')}, 'old')`);
    const left = async () =>
      await onDatabase(server.name, async (client) => {
        const { rowCount } = await client.query(
          "select from orderly.http_session where id_hash in ('of somebody removed', 'of an old password')",
        );
        return rowCount;
      });
    await server.request('/api/jobConfigurations/DHIS2rocks1/execute', { method: 'POST' });
    await expect.poll(left).toBe(0);
  });
});
