import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { testMailServer } from '../../support/mail.js';
import { testServer } from '../../support/server.js';

let now = new Date();
const server = testServer({ clock: { now: () => now } });
const post = testMailServer();
const DAY_MS = 86_400_000;
const PASSWORD = 'Chosen1!';

beforeEach(async () => {
  now = new Date();
  await configure(post.settings);
});

const configure = (settings: object) => server.request('/api/systemSettings', { method: 'POST', body: settings });

let count = 0;
const email = () => `person${++count}@example.org`;
const person = { firstName: 'Ana', surname: 'Bello', password: PASSWORD };

const invite = (body: object) =>
  server.request('/api/users/invite', { method: 'POST', body: { userRoles: [{ id: 'yrB6vc5Ip3r' }], ...body } });
const accept = (body: object) => server.request('/api/auth/invite', { method: 'POST', user: null, body });

/** The token of the link in the newest mail. */
const token = () => /token=([^&\s]+)/.exec(post.mails.at(-1)?.text ?? '')?.[1] ?? '';

describe('accepting an invitation', () => {
  /** Of an invitation that nothing which is refused uses up. */
  let standing = '';

  it('gives the user the password and the name that they choose', async () => {
    await invite({ email: email() });
    const body = { ...person, username: 'my.own.name', phoneNumber: '+100200', token: token() };
    const accepted = await accept(body);
    expect(accepted.status, accepted.text).toBe(200);
    expect(accepted.json).toMatchObject({ httpStatusCode: 200, status: 'OK', message: 'Account updated' });
    // They are logged in with the answer, and can log in.
    const cookie = accepted.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await server.request('/api/me', { user: null, headers: { cookie } })).json.username).toBe('my.own.name');
    const me = (await server.request('/api/me', { user: `my.own.name:${PASSWORD}` })).json;
    expect(me).toMatchObject({ firstName: 'Ana', surname: 'Bello', phoneNumber: '+100200' });
    const stored = (await server.request(`/api/users/${me.id}`)).json;
    expect(stored).toMatchObject({ invitation: false, emailVerified: true });
    // The link is used up.
    const again = await accept({ ...body, username: 'other.name' });
    expect(again.status).toBe(400);
    expect(again.json.message).toBe('Invitation link not valid');
  });

  it('takes a link once, however many answer at the same time', async () => {
    await invite({ email: email(), username: 'raced.for' });
    const answers = await Promise.all([1, 2, 3].map(() => accept({ ...person, token: token() })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  });

  it('keeps a name that was given', async () => {
    await invite({ email: email(), username: 'given.name' });
    const other = await accept({ ...person, username: 'wanted.name', token: token() });
    expect(other.status).toBe(400);
    expect(other.json.message).toBe('Username is not specified or invalid');
    expect((await accept({ ...person, username: 'given.name', token: token() })).status).toBe(200);
  });

  it.each([
    ['no name', { username: undefined }, 'Username is not specified or invalid'],
    ['a name that is taken', { username: 'Admin' }, 'Username is not specified or invalid'],
    ['a short name', { username: 'abc' }, 'Username is not specified or invalid'],
    ['a name with blanks', { username: 'one two' }, 'Username is not specified or invalid'],
    ['no first name', { firstName: ' ' }, 'First name is not specified or invalid'],
    ['a long surname', { surname: 'x'.repeat(161) }, 'Surname is not specified or invalid'],
    ['no password', { password: undefined }, 'Password is not specified'],
    ['a short password', { password: 'Aa1!' }, 'Password must have at least 8, and at most 72 characters'],
    ['a simple password', { password: 'aaaaaaaa1!' }, 'Password must have at least one upper case'],
    ['the name in the password', { password: 'Fresh.Name1!' }, 'Username/Email must not be a part of password'],
    ['a long phone number', { phoneNumber: '1'.repeat(81) }, 'Phone number is invalid'],
    ['a token of nothing', { token: 'x' }, 'Invitation link not valid'],
    ['an empty token', { token: '' }, 'Invitation link not valid'],
    ['no token', { token: undefined }, 'Invitation link not valid'],
  ])('refuses %s, and the link stays good', async (_what, change, message) => {
    if (standing === '') {
      await invite({ email: email() });
      standing = token();
    }
    const good = { ...person, username: 'fresh.name', token: standing };
    const refused = await accept({ ...good, ...change });
    expect(refused.status).toBe(400);
    expect(refused.json.message).toBe(message);
    expect((await server.request(`/api/users?filter=username:eq:fresh.name`)).json.users).toEqual([]);
    const { rows } = await sql<{ waiting: boolean }>`
      select invitation and restoretoken is not null as waiting from userinfo order by userinfoid desc limit 1
    `.execute(server.db);
    expect(rows[0]?.waiting).toBe(true);
  });

  it('refuses values of the wrong kind', async () => {
    expect((await accept({ ...person, token: 17 })).status).toBe(400);
    expect((await accept([])).status).toBe(400);
    const nul = Buffer.from('a\0b:ICc\0d').toString('base64url');
    expect((await accept({ ...person, token: nul })).status).toBe(400);
    expect((await accept({ ...person, token: 'A'.repeat(900) })).status).toBe(400);
  });

  it('refuses a secret that is not the one that was sent', async () => {
    await invite({ email: email(), username: 'wrong.secret' });
    const [id] = Buffer.from(token(), 'base64url').toString().split(':');
    const forged = Buffer.from(`${id}:ID${'0'.repeat(48)}`).toString('base64url');
    const refused = await accept({ ...person, token: forged });
    expect(refused.status).toBe(400);
    expect(refused.json.message).toBe('Invitation code not valid');
  });

  it('turns no invitation into a new password', async () => {
    await configure({ keyAccountRecovery: true });
    await invite({ email: email(), username: 'no.reset' });
    const body = { token: token(), newPassword: PASSWORD };
    expect((await server.request('/api/auth/passwordReset', { method: 'POST', user: null, body })).status).toBe(400);
  });

  it('is too late after seven days, and not before', async () => {
    await invite({ email: email(), username: 'too.late' });
    const late = token();
    await invite({ email: email(), username: 'in.time' });
    now = new Date(Date.now() + 6.9 * DAY_MS);
    expect((await accept({ ...person, token: token() })).status).toBe(200);
    now = new Date(Date.now() + 7.1 * DAY_MS);
    const refused = await accept({ ...person, token: late });
    expect(refused.status).toBe(400);
    expect(refused.json.message).toBe('Invitation code not valid');
  });

  it('does not open an account that was disabled meanwhile', async () => {
    const { json } = await invite({ email: email(), username: 'shut.out' });
    const path = `/api/users/${json.response.uid}`;
    const owned = (await server.request(`${path}?fields=:owner`)).json;
    await server.request(path, { method: 'PUT', body: { ...owned, disabled: true } });
    expect((await accept({ ...person, token: token() })).status).toBe(400);
  });
});
