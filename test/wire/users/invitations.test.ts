import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { testMailServer } from '../../support/mail.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer();
const post = testMailServer();
const users = makeUsers(server);
const PASSWORD = 'Chosen1!';

beforeEach(async () => {
  await configure(post.settings);
});

const configure = (settings: object) => server.request('/api/systemSettings', { method: 'POST', body: settings });

let count = 0;
const email = () => `person${++count}@example.org`;
const roles = [{ id: 'yrB6vc5Ip3r' }];

const invite = (body: object, user?: string) =>
  server.request('/api/users/invite', { method: 'POST', body: { userRoles: roles, ...body }, ...(user && { user }) });

const accept = (body: object) => server.request('/api/auth/invite', { method: 'POST', user: null, body });

/** The parameters of the link in the newest mail. */
function link(): URLSearchParams {
  const url = /http\S+/.exec(post.mails.at(-1)?.text ?? '')?.[0] ?? '';
  return new URLSearchParams(url.slice(url.indexOf('?') + 1));
}

const token = () => link().get('token') ?? '';
const person = { firstName: 'Ana', surname: 'Bello', password: PASSWORD };
const countUsers = async () => (await server.request('/api/users?paging=false')).json.users.length as number;

describe('inviting a user', () => {
  it('makes a user who waits for an answer, and sends the link', async () => {
    const to = email();
    const { status, json, headers, text } = await invite({ email: to, username: 'ana.bello', firstName: 'Ana' });
    expect(status, text).toBe(201);
    expect(json.response).toMatchObject({ responseType: 'ObjectReport', klass: 'org.hisp.dhis.user.User' });
    expect(json.response.errorReports).toEqual([]);
    const { uid } = json.response;
    expect(headers.get('location')).toBe(`${server.url}/api/users/${uid}`);
    const made = (await server.request(`/api/users/${uid}`)).json;
    expect(made).toMatchObject({ username: 'ana.bello', firstName: 'Ana', surname: '(TBD)', invitation: true });
    const { rows } = await sql<{ token: string; days: number; password: string }>`
      select restoretoken as token, password, extract(epoch from restoreexpiry - localtimestamp) / 86400 as days
      from userinfo where uid = ${uid} and idtoken is not null
    `.execute(server.db);
    expect(rows[0]?.token).toMatch(/^\$2a\$/);
    expect(rows[0]?.password).toMatch(/^\$2a\$/);
    expect(Number(rows[0]?.days)).toBeCloseTo(7, 1);
    expect(post.mails).toHaveLength(1);
    const [mail] = post.mails;
    expect(mail?.to).toEqual([to]);
    expect(mail?.text).toContain(`${server.url}/dhis-web-login/#/complete-registration?token=`);
    expect([link().get('email'), link().get('username')]).toEqual([to, 'ana.bello']);
    // What is stored of the secret is no key to the account.
    expect(Buffer.from(token(), 'base64url').toString()).not.toContain(rows[0]?.token);
  });

  it('leaves the name open', async () => {
    const { json, text } = await invite({ email: email() });
    const made = (await server.request(`/api/users/${json.response?.uid}`)).json;
    expect(made.username, text).toMatch(/^invite[a-z0-9]{11}$/);
    expect(link().has('username')).toBe(false);
  });

  it('takes the older form with userCredentials', async () => {
    const body = {
      email: email(),
      userRoles: undefined,
      userCredentials: { username: 'older.form', userRoles: roles },
    };
    expect((await invite(body)).status).toBe(201);
    expect(link().get('username')).toBe('older.form');
  });

  it('stays an invitation when an administrator edits the user', async () => {
    const { json } = await invite({ email: email(), username: 'edited.one' });
    const path = `/api/users/${json.response.uid}`;
    const owned = (await server.request(`${path}?fields=:owner`)).json;
    expect((await server.request(path, { method: 'PUT', body: { ...owned, jobTitle: 'Nurse' } })).status).toBe(200);
    expect((await server.request(path)).json).toMatchObject({ invitation: true, jobTitle: 'Nurse' });
    expect((await accept({ ...person, token: token() })).status).toBe(200);
  });

  it.each([
    ['an email address that is none', { email: 'nobody' }, 'E6202'],
    ['no email address', {}, 'E6202'],
    ['a list of addresses', { email: 'a@example.org,b@example.org' }, 'E6202'],
    ['a name that is taken, whatever its case', { email: 'a@example.org', username: 'ADMIN' }, 'E6204'],
  ])('refuses %s', async (_what, body, errorCode) => {
    const before = await countUsers();
    const answer = await invite(body);
    expect(answer.status).toBe(409);
    expect(answer.json.errorCode).toBe(errorCode);
    expect(await countUsers()).toBe(before);
    expect(post.mails).toHaveLength(0);
  });

  it('refuses what the generic checks refuse, without a mail', async () => {
    const unknown = await invite({ email: email(), userRoles: [{ id: 'aaaaaaaaaaa' }] });
    expect(unknown.status).toBe(409);
    expect(unknown.json.response.errorReports[0].errorCode).toBe('E5002');
    expect((await invite({ email: email(), userRoles: [] })).json.response.errorReports[0].errorCode).toBe('E4000');
    expect(post.mails).toHaveLength(0);
  });

  it('needs the right to make users, and gives no role beyond one’s own', async () => {
    const nobody = await users.make(['F_USER_VIEW']);
    const refused = await invite({ email: email() }, nobody.login);
    expect(refused.status).toBe(403);
    expect(refused.json.message).toBe("You don't have the proper permissions to create this object.");
    const clerk = await users.make(['F_USER_ADD']);
    const beyond = await invite({ email: email() }, clerk.login);
    expect(beyond.status).toBe(409);
    expect(beyond.json.response.errorReports[0].errorCode).toBe('E3003');
    expect((await invite({ email: email(), userRoles: [{ id: clerk.roleUid }] }, clerk.login)).status).toBe(201);
  });

  it('says that no mail server is configured, and makes nobody', async () => {
    const before = await countUsers();
    await configure({ keyEmailHostName: ' ' });
    const answer = await invite({ email: email() });
    expect(answer.status).toBe(409);
    expect(answer.json).toMatchObject({
      errorCode: 'E6203',
      message: 'SMTP server/email sending is not available',
    });
    expect(await countUsers()).toBe(before);
  });

  it('makes nobody when the mail is not taken', async () => {
    const before = await countUsers();
    post.refuse();
    const answer = await invite({ email: email(), username: 'unreachable' });
    expect(answer.status).toBe(409);
    expect(answer.json.message).toContain('could not be sent');
    expect(await countUsers()).toBe(before);
    expect((await server.request('/api/users?filter=username:eq:unreachable')).json.users).toEqual([]);
  });

  it.each([
    ['no JSON', '{', 409],
    ['a list', '[]', 400],
    ['nothing', undefined, 400],
  ])('refuses %s as a body', async (_what, body, status) => {
    const answer = await server.request('/api/users/invite', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body }),
    });
    expect(answer.status, answer.text).toBe(status);
  });
});

describe('inviting many', () => {
  const inviteAll = (list: unknown) => server.request('/api/users/invites', { method: 'POST', body: { users: list } });

  it('invites each of them', async () => {
    const list = [
      { email: email(), userRoles: roles },
      { email: email(), username: 'second.one', userRoles: roles },
    ];
    const { status, text } = await inviteAll(list);
    expect(status, text).toBe(204);
    expect(post.mails.map(({ to }) => to[0]).sort()).toEqual(list.map((one) => one.email).sort());
  });

  it('invites nobody when one of them is wrong', async () => {
    const before = await countUsers();
    const good = { email: email(), userRoles: roles };
    const wrong = await inviteAll([good, { email: email(), userRoles: [{ id: 'aaaaaaaaaaa' }] }]);
    expect(wrong.status).toBe(409);
    expect(wrong.json.response.responseType).toBe('ImportReport');
    expect((await inviteAll([good, { email: 'x', userRoles: roles }])).json.errorCode).toBe('E6202');
    const same = { email: email(), username: 'same.name', userRoles: roles };
    expect((await inviteAll([same, same])).status).toBe(409);
    expect(post.mails).toHaveLength(0);
    expect(await countUsers()).toBe(before);
  });

  it('says how many are invited when a mail in the middle is not taken', async () => {
    const list = [email(), email(), email()].map((to) => ({ email: to, userRoles: roles }));
    post.refuse(list[1]?.email);
    const answer = await inviteAll(list);
    expect(answer.status).toBe(409);
    expect(answer.json.message).toMatch(/^1 of 3 users were invited. The email to \S+ could not be sent/);
    const found = await Promise.all(
      list.map(async (one) => (await server.request(`/api/users?filter=email:eq:${one.email}`)).json.users.length),
    );
    expect(found).toEqual([1, 0, 0]);
    expect(post.mails.map(({ to }) => to)).toEqual([[list[0]?.email]]);
  });

  it('takes a limited number at once', async () => {
    expect((await inviteAll(Array(201).fill({ email: 'x@example.org' }))).status).toBe(400);
  });

  it.each([[undefined], ['x'], [[1]]])('refuses %j as users', async (list) => {
    expect((await inviteAll(list)).status).toBe(400);
  });
});

describe('sending an invitation again', () => {
  const again = (uid: string, user?: string) =>
    server.request(`/api/users/${uid}/invite`, { method: 'POST', ...(user && { user }) });

  it('sends a new link; the old one is good for nothing', async () => {
    const { json } = await invite({ email: email(), username: 'twice.invited' });
    const first = token();
    expect((await again(json.response.uid)).status).toBe(204);
    expect(post.mails).toHaveLength(2);
    expect((await accept({ ...person, token: first })).status).toBe(400);
    expect((await accept({ ...person, token: token() })).status).toBe(200);
    const accepted = await again(json.response.uid);
    expect(accepted.status).toBe(409);
    expect(accepted.json.message).toBe(`User account is not an invitation: ${json.response.uid}`);
  });

  it('keeps the old link when the mail is not taken', async () => {
    const { json } = await invite({ email: email(), username: 'kept.link' });
    post.refuse();
    expect((await again(json.response.uid)).status).toBe(409);
    expect((await accept({ ...person, token: token() })).status).toBe(200);
  });

  it('is for those who may change the user', async () => {
    const { json } = await invite({ email: email() });
    const nobody = await users.make(['F_USER_VIEW']);
    expect((await again(json.response.uid, nobody.login)).status).toBe(403);
    const clerk = await users.make(['F_USER_ADD']);
    expect((await again(json.response.uid, clerk.login)).status).toBe(409);
    const missing = await again('aaaaaaaaaaa');
    expect(missing.status).toBe(404);
    expect(missing.json.errorCode).toBe('E1005');
  });
});
