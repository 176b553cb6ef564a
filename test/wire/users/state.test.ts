import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { makeUsers, PASSWORD } from '../../support/users.js';

const server = testServer();
const users = makeUsers(server);
const DAY_MS = 86_400_000;

const set = (uid: string, path: string, user?: string) =>
  server.request(`/api/users/${uid}/${path}`, { method: 'POST', ...(user && { user }) });
const comesIn = async (login: string) => (await server.request('/api/me', { user: login })).status === 200;
const day = (offset: number) => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);

async function enter(login: string) {
  const { headers } = await server.request('/api/me', { user: login });
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  return async () =>
    (await server.request('/api/me', { user: null, headers: { cookie, 'x-requested-with': 'XMLHttpRequest' } })).status;
}

describe('closing an account', () => {
  it('keeps the user out and ends what is open', async () => {
    const person = await users.make([]);
    const inside = await enter(person.login);
    expect(await inside()).toBe(200);
    expect((await set(person.uid, 'disabled')).status).toBe(204);
    expect(await inside()).toBe(401);
    expect(await comesIn(person.login)).toBe(false);
    expect((await server.request(`/api/users/${person.uid}`)).json.disabled).toBe(true);
    // Twice is as good as once.
    expect((await set(person.uid, 'disabled')).status).toBe(204);
    expect((await set(person.uid, 'enabled')).status).toBe(204);
    expect(await comesIn(person.login)).toBe(true);
    expect(await inside()).toBe(401);
  });

  it('can be left to a day', async () => {
    const person = await users.make([]);
    const inside = await enter(person.login);
    expect((await set(person.uid, `expired?date=${day(3)}`)).status).toBe(204);
    expect(await inside()).toBe(200);
    expect((await server.request(`/api/users/${person.uid}`)).json.accountExpiry).toBe(`${day(3)}T00:00:00.000`);
    expect((await set(person.uid, `expired?date=${day(-3)}`)).status).toBe(204);
    expect(await inside()).toBe(401);
    expect(await comesIn(person.login)).toBe(false);
    expect((await set(person.uid, 'unexpired')).status).toBe(204);
    expect(await comesIn(person.login)).toBe(true);
    expect((await server.request(`/api/users/${person.uid}`)).json.accountExpiry).toBeUndefined();
  });

  it.each(['expired', 'expired?date=', 'expired?date=soon', 'expired?date=2026-02-30'])('refuses %s', async (path) => {
    const person = await users.make([]);
    expect((await set(person.uid, path)).status).toBe(400);
    expect(await comesIn(person.login)).toBe(true);
  });

  it('is not for one’s own account', async () => {
    const [admin] = (await server.request('/api/users?filter=username:eq:admin')).json.users;
    await users.make(['ALL']);
    for (const path of ['disabled', `expired?date=${day(-1)}`]) {
      const answer = await set(admin.id, path);
      expect(answer.status).toBe(409);
      expect(answer.json.message).toMatch(/your own account/);
    }
    for (const [method, body] of [
      ['DELETE', undefined],
      ['PATCH', JSON.stringify([{ op: 'add', path: '/disabled', value: true }])],
    ] as const) {
      const headers = { 'content-type': 'application/json-patch+json' };
      const answer = await server.request(`/api/users/${admin.id}`, { method, ...(body && { body, headers }) });
      expect(answer.status).toBe(409);
      expect(answer.json.message).toMatch(/your own account/);
    }
    expect(await comesIn('admin:district')).toBe(true);
  });

  it('is not for the last super user', async () => {
    const [admin] = (await server.request('/api/users?filter=username:eq:admin')).json.users;
    const [one, two] = [await users.make(['ALL']), await users.make(['ALL'])];
    await sql`
      update userinfo set disabled = true where userinfo.uid <> all (${[one.uid, two.uid]})
    `.execute(server.db);
    expect((await set(two.uid, 'disabled', one.login)).status).toBe(204);
    await sql`update userinfo set disabled = false where userinfo.uid = ${two.uid}`.execute(server.db);
    // Each closes the account of the other at the same moment.
    const [last, refused] = await Promise.all([
      set(two.uid, 'disabled', one.login),
      set(one.uid, `expired?date=${day(-1)}`, two.login),
    ]);
    expect([last.status, refused.status]).not.toEqual([204, 204]);
    await sql`update userinfo set disabled = false where userinfo.uid = ${admin.id}`.execute(server.db);
    expect(await comesIn('admin:district')).toBe(true);
  });

  it('is for those who may change the user', async () => {
    const person = await users.make(['F_SYSTEM_SETTING']);
    const nobody = await users.make(['F_USER_VIEW']);
    const clerk = await users.make(['F_USER_ADD']);
    for (const path of ['disabled', 'enabled', `expired?date=${day(-1)}`, 'unexpired', 'twoFA/disabled']) {
      const refused = await set(person.uid, path, nobody.login);
      expect(refused.status).toBe(403);
      expect(refused.json.message).toBe("You don't have the proper permissions to update this object.");
      const weaker = await set(person.uid, path, clerk.login);
      expect(weaker.status).toBe(409);
      expect((await set('aaaaaaaaaaa', path)).status).toBe(404);
    }
    const plain = await users.make([]);
    expect((await set(plain.uid, 'disabled', clerk.login)).status).toBe(204);
  });
});

describe('a second factor', () => {
  it('is switched off by an administrator', async () => {
    const person = await users.make([]);
    await sql`update userinfo set twofactortype = 'TOTP_ENABLED', secret = 'ABC' where uid = ${person.uid}`.execute(
      server.db,
    );
    expect(await comesIn(person.login)).toBe(false);
    const { status, json } = await set(person.uid, 'twoFA/disabled');
    expect([status, json.status]).toEqual([200, 'OK']);
    expect(await comesIn(person.login)).toBe(true);
    const { rows } = await sql`select twofactortype, secret from userinfo where uid = ${person.uid}`.execute(server.db);
    expect(rows).toEqual([{ twofactortype: 'NOT_ENABLED', secret: null }]);
  });

  it('is not switched off in one’s own account', async () => {
    const [admin] = (await server.request('/api/users?filter=username:eq:admin')).json.users;
    expect((await set(admin.id, 'twoFA/disabled')).status).toBe(403);
  });
});

describe('a replica', () => {
  const replicate = (uid: string, body: unknown, user?: string) =>
    server.request(`/api/users/${uid}/replica`, { method: 'POST', body, ...(user && { user }) });

  it('has the roles, groups, units, settings and details of the original, and a name and password of its own', async () => {
    const unit = (
      await server.request('/api/organisationUnits', {
        method: 'POST',
        body: { name: 'Unit', shortName: 'Unit', openingDate: '2020-01-01' },
      })
    ).json.response.uid;
    const group = (await server.request('/api/userGroups', { method: 'POST', body: { name: 'Copied' } })).json.response
      .uid;
    const attributes = await Promise.all(
      [false, true].map(async (unique) => {
        const body = {
          name: `Unique ${unique}`,
          shortName: `U ${unique}`,
          valueType: 'TEXT',
          userAttribute: true,
          unique,
        };
        return (await server.request('/api/attributes', { method: 'POST', body })).json.response.uid as string;
      }),
    );
    const original = await users.make(['F_DATAVALUE_ADD'], { groups: [group], email: 'original@example.org' });
    const path = `/api/users/${original.uid}`;
    const owned = (await server.request(`${path}?fields=:owner`)).json;
    const changed = await server.request(path, {
      method: 'PUT',
      body: {
        ...owned,
        code: 'ORIGINAL',
        jobTitle: 'Nurse',
        organisationUnits: [{ id: unit }],
        dataViewOrganisationUnits: [{ id: unit }],
        attributeValues: attributes.map((id) => ({ attribute: { id }, value: 'v' })),
      },
    });
    expect(changed.status, changed.text).toBe(200);
    await sql`
      insert into usersetting (userinfoid, name, value)
      select userinfoid, 'keyUiLocale', '\\xaced00057400026672' from userinfo where uid = ${original.uid}
    `.execute(server.db);

    const { status, json, headers, text } = await replicate(original.uid, {
      username: 'the.copy',
      password: 'Copied1!',
    });
    expect(status, text).toBe(201);
    expect(json.message).toBe('User replica created');
    const { uid } = json.response;
    expect(headers.get('location')).toBe(`${server.url}/api/users/${uid}`);
    const copy = (await server.request(`/api/users/${uid}?fields=:owner`)).json;
    expect(copy).toMatchObject({
      username: 'the.copy',
      jobTitle: 'Nurse',
      email: 'original@example.org',
      userRoles: [{ id: original.roleUid }],
      userGroups: [{ id: group }],
      organisationUnits: [{ id: unit }],
      dataViewOrganisationUnits: [{ id: unit }],
    });
    expect(copy.code).toBeUndefined();
    expect(copy.attributeValues.map((value: { attribute: { id: string } }) => value.attribute.id)).toEqual([
      attributes[0],
    ]);
    const { rows } = await sql`
      select usersetting.name, encode(usersetting.value, 'hex') as value
      from usersetting join userinfo on userinfo.userinfoid = usersetting.userinfoid where userinfo.uid = ${uid}
    `.execute(server.db);
    expect(rows).toEqual([{ name: 'keyUiLocale', value: 'aced00057400026672' }]);
    expect(await comesIn('the.copy:Copied1!')).toBe(true);
    expect(await comesIn(original.login)).toBe(true);
  });

  it.each([
    [{ password: 'Copied1!' }, 'Username must be specified'],
    [{ username: ' ', password: 'Copied1!' }, 'Username must be specified'],
    [{ username: 17, password: 'Copied1!' }, 'Username must be specified'],
    [{ username: 'a b c d', password: 'Copied1!' }, 'Username is not valid'],
    [{ username: 'ADMIN', password: 'Copied1!' }, 'Username already taken: ADMIN'],
    [{ username: 'new.copy' }, 'Password must be specified'],
    [{ username: 'new.copy', password: 'weak' }, 'Password must have at least 8, and at most 72 characters'],
  ])('refuses %j', async (body, message) => {
    const original = await users.make([]);
    const answer = await replicate(original.uid, body);
    expect(answer.status).toBe(409);
    expect(answer.json.message).toBe(message);
  });

  it('needs an original, a body, and the authority', async () => {
    const body = { username: 'new.copy', password: 'Copied1!' };
    expect((await replicate('aaaaaaaaaaa', body)).json.message).toBe('User not found: aaaaaaaaaaa');
    const original = await users.make([]);
    expect((await replicate(original.uid, [])).status).toBe(400);
    const clerk = await users.make(['F_USER_ADD']);
    const refused = await replicate(original.uid, body, clerk.login);
    expect(refused.status).toBe(403);
    expect(refused.json.message).toBe('Access is denied, requires one Authority from [F_REPLICATE_USER]');
    // The authority to copy is none to make users, nor to give away what one has not.
    const copier = await users.make(['F_REPLICATE_USER']);
    expect((await replicate(original.uid, body, copier.login)).status).toBe(403);
    const strong = await users.make(['F_SYSTEM_SETTING']);
    const both = await users.make(['F_REPLICATE_USER', 'F_USER_ADD']);
    const beyond = await replicate(strong.uid, body, both.login);
    expect(beyond.status).toBe(409);
    expect(beyond.json.response.errorReports[0].errorCode).toBe('E3003');
    expect(await comesIn(`new.copy:${PASSWORD}`)).toBe(false);
  });
});
