import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testMailServer } from '../../support/mail.js';
import { testServer } from '../../support/server.js';
import { makeUsers, PASSWORD } from '../../support/users.js';

let now = new Date();
const server = testServer({ clock: { now: () => now }, flags: { baseUrl: 'https://hmis.example.org' } });
const withoutAddress = testServer();
const post = testMailServer();
const users = makeUsers(server);
const DAY_MS = 86_400_000;
const NEW = 'Renewed1!';

beforeEach(async () => {
  now = new Date();
  await configure({ ...post.settings, keyAccountRecovery: true });
});

const configure = (settings: object) => server.request('/api/systemSettings', { method: 'POST', body: settings });
const forgot = (emailOrUsername: unknown) =>
  server.request('/api/auth/forgotPassword', { method: 'POST', user: null, body: { emailOrUsername } });
const reset = (body: object) => server.request('/api/auth/passwordReset', { method: 'POST', user: null, body });
const comesIn = async (username: string, password: string) =>
  (await server.request('/api/me', { user: `${username}:${password}` })).status === 200;

let count = 0;
const someone = () => users.make(['F_USER_VIEW'], { email: `someone${++count}@example.org` });

/** Waits for mails, which go out after the answer. */
async function mails(wanted: number): Promise<void> {
  await expect.poll(() => post.mails.length, { timeout: 10_000 }).toBe(wanted);
}
const token = () => /update-password\?token=(\S+)/.exec(post.mails.at(-1)?.text ?? '')?.[1] ?? '';

async function tokenOf(uid: string): Promise<string | null> {
  const { rows } = await sql<{ token: string | null }>`
    select restoretoken as token from userinfo where uid = ${uid}
  `.execute(server.db);
  return rows[0]?.token ?? null;
}

describe('a forgotten password', () => {
  it('is replaced through the link, and the sessions end', async () => {
    const { username } = await someone();
    const entered = await server.request('/api/me', { user: `${username}:${PASSWORD}` });
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await forgot(username)).status).toBe(200);
    await mails(1);
    expect(post.mails[0]?.text).toContain(`https://hmis.example.org/dhis-web-login/#/update-password?token=`);
    // Asking changes nothing yet: anybody can ask.
    expect(await comesIn(username, PASSWORD)).toBe(true);
    const answer = await reset({ token: token(), newPassword: NEW });
    expect(answer.status, answer.text).toBe(200);
    expect(await comesIn(username, PASSWORD)).toBe(false);
    expect(await comesIn(username, NEW)).toBe(true);
    const inside = await server.request('/api/me', {
      user: null,
      headers: { cookie, 'x-requested-with': 'XMLHttpRequest' },
    });
    expect(inside.status).toBe(401);
    // The link is used up.
    const again = await reset({ token: token(), newPassword: 'Another1!' });
    expect(again.status).toBe(409);
    expect(again.json.message).toBe('Account recovery failed');
  });

  it('is found by the email address, unless several users have it', async () => {
    const one = await users.make([], { email: 'Only.One@example.org' });
    await users.make([], { email: 'shared@example.org' });
    await users.make([], { email: 'shared@example.org' });
    expect((await forgot('shared@example.org')).status).toBe(200);
    expect((await forgot('only.one@EXAMPLE.org')).status).toBe(200);
    await mails(1);
    expect(post.mails[0]?.text).toContain(one.username);
  });

  it('tells nobody which users there are', async () => {
    const [known, disabled, outside, unreachable] = [
      await someone(),
      await someone(),
      await someone(),
      await users.make([]),
    ];
    await sql`update userinfo set disabled = true where uid = ${disabled.uid}`.execute(server.db);
    await sql`update userinfo set externalauth = true where uid = ${outside.uid}`.execute(server.db);
    const names = [known, disabled, outside, unreachable].map(({ username }) => username);
    const answers = await Promise.all([...names, 'nobody.at.all', 'a\0b', "x' or 1=1"].map(forgot));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
    await mails(1);
    post.refuse();
    const failing = await someone();
    expect((await forgot(failing.username)).text).toBe(answers[0]?.text);
    await expect.poll(() => post.refused, { timeout: 10_000 }).toBe(1);
    // A mail that did not get out leaves no token behind, and counts as none.
    await expect.poll(async () => await tokenOf(failing.uid)).toBeNull();
  });

  it('brings one mail a minute, however often somebody asks', async () => {
    const { username } = await someone();
    await forgot(username);
    await mails(1);
    const first = token();
    await forgot(username);
    now = new Date(Date.now() + 61_000);
    await forgot(username);
    await mails(2);
    expect((await reset({ token: first, newPassword: NEW })).status).toBe(409);
    expect((await reset({ token: token(), newPassword: NEW })).status).toBe(200);
  });

  it('cannot be replaced where the setting says so', async () => {
    const { username } = await someone();
    await forgot(username);
    await mails(1);
    await configure({ keyAccountRecovery: false });
    const asked = await forgot(username);
    expect(asked.status).toBe(409);
    expect(asked.json.message).toBe('Account recovery is not enabled');
    expect((await reset({ token: token(), newPassword: NEW })).json.message).toBe('Account recovery is not enabled');
  });

  it('says that no mail server is configured', async () => {
    await configure({ keyEmailUsername: ' ' });
    const answer = await forgot('admin');
    expect(answer.status).toBe(409);
    expect(answer.json.errorCode).toBe('E6203');
  });

  it.each([[undefined], [null], [''], [' '], [17], [{}], ['x'.repeat(2_000)]])('needs a name: %j', async (name) => {
    expect((await forgot(name)).status).toBe(400);
  });
});

describe('a link for a new password', () => {
  it('refuses passwords that will not do, and stays good', async () => {
    const { username } = await someone();
    await forgot(username);
    await mails(1);
    const refusals = [
      ['short', 'Password must have at least 8, and at most 72 characters'],
      ['onlysmall1!', 'Password must have at least one upper case'],
      [`A1!${username}`, 'Username/Email must not be a part of password'],
      ['', 'New password is required'],
    ];
    for (const [newPassword, message] of refusals) {
      const answer = await reset({ token: token(), newPassword });
      expect(answer.status).toBe(400);
      expect(answer.json.message).toBe(message);
    }
    expect((await reset({ newPassword: NEW })).json.message).toBe('Token is required');
    expect((await reset({ token: token(), newPassword: NEW })).status).toBe(200);
  });

  it('is too late after two days, and not before', async () => {
    const { username } = await someone();
    await forgot(username);
    await mails(1);
    now = new Date(Date.now() + 2.1 * DAY_MS);
    const late = await reset({ token: token(), newPassword: NEW });
    expect(late.status).toBe(400);
    expect(late.json.message).toBe('Account could not be restored');
    now = new Date(Date.now() + 1.9 * DAY_MS);
    expect((await reset({ token: token(), newPassword: NEW })).status).toBe(200);
  });

  it.each(['x', 'AAAA', Buffer.from('a:R').toString('base64'), Buffer.from(':').toString('base64'), '%%%'])(
    'refuses the token %s',
    async (wrong) => {
      const { status } = await reset({ token: wrong, newPassword: NEW });
      expect(status).toBe(409);
    },
  );

  it('refuses a secret that is not the one that was sent', async () => {
    const { username } = await someone();
    await forgot(username);
    await mails(1);
    const [id] = Buffer.from(token(), 'base64url').toString().split(':');
    // An administrator's link is made of the same parts: the beginning is part of what was hashed.
    for (const secret of [`R${'0'.repeat(48)}`, `RA-${'0'.repeat(48)}`]) {
      const answer = await reset({ token: Buffer.from(`${id}:${secret}`).toString('base64url'), newPassword: NEW });
      expect(answer.status).toBe(400);
    }
    expect(await comesIn(username, PASSWORD)).toBe(true);
  });
});

describe('a reset by an administrator', () => {
  const resetUser = (uid: string, user?: string) =>
    server.request(`/api/users/${uid}/reset`, { method: 'POST', ...(user && { user }) });

  afterEach(() => configure({ keyAccountRecovery: true }));

  it('takes the password away at once and lets the user choose a new one, whatever the setting', async () => {
    await configure({ keyAccountRecovery: false });
    const { uid, username } = await someone();
    expect(await comesIn(username, PASSWORD)).toBe(true);
    expect((await resetUser(uid)).status).toBe(204);
    expect(await comesIn(username, PASSWORD)).toBe(false);
    // The account is no invitation: maintenance removes those that expire.
    expect((await server.request(`/api/users/${uid}`)).json.invitation ?? false).toBe(false);
    expect((await reset({ token: token(), newPassword: NEW })).status).toBe(200);
    expect(await comesIn(username, NEW)).toBe(true);
  });

  it('changes nothing when the mail is not taken or no server is configured', async () => {
    const { uid, username } = await someone();
    post.refuse();
    expect((await resetUser(uid)).status).toBe(409);
    await configure({ keyEmailHostName: ' ' });
    const answer = await resetUser(uid);
    expect(answer.status).toBe(409);
    expect(answer.json.errorCode).toBe('E6203');
    expect(await comesIn(username, PASSWORD)).toBe(true);
  });

  it('needs an address, a user, and the right to change them', async () => {
    const unreachable = await users.make([]);
    expect((await resetUser(unreachable.uid)).json.errorCode).toBe('E6202');
    expect((await resetUser('aaaaaaaaaaa')).status).toBe(404);
    const nobody = await users.make(['F_USER_VIEW']);
    const { uid } = await someone();
    const refused = await resetUser(uid, nobody.login);
    expect(refused.status).toBe(403);
    expect(refused.json.message).toBe("You don't have the proper permissions to update this object.");
    const clerk = await users.make(['F_USER_ADD']);
    expect((await resetUser(uid, clerk.login)).status).toBe(409);
    expect(post.mails).toHaveLength(0);
  });
});

describe('a server that does not know its own address', () => {
  it("sends no link to whoever asks without logging in: the address would be the caller's", async () => {
    const { status, json } = await withoutAddress.request('/api/auth/forgotPassword', {
      method: 'POST',
      user: null,
      body: { emailOrUsername: 'admin' },
    });
    expect(status).toBe(409);
    expect(json.message).toBe('Server base URL is not configured');
  });
});
