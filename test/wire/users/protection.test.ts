import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer();
const users = makeUsers(server);

describe('the last super user', () => {
  it('is neither deleted nor disabled, and keeps the role and its authority', async () => {
    const [admin] = (await server.request('/api/users?filter=username:eq:admin&fields=:owner')).json.users;
    const clerk = await users.make(['F_USER_ADD', 'F_USER_DELETE', 'ALL']);
    await server.request(`/api/users/${admin.id}`, {
      method: 'PATCH',
      user: clerk.login,
      headers: { 'content-type': 'application/json-patch+json' },
      body: JSON.stringify([{ op: 'replace', path: '/disabled', value: true }]),
    });
    // The clerk is the last one now.
    const role = admin.userRoles[0].id;
    const refusals = [
      await server.request(`/api/users/${clerk.uid}`, { method: 'DELETE', user: clerk.login }),
      await server.request(`/api/userRoles/${clerk.roleUid}`, {
        method: 'PUT',
        user: clerk.login,
        body: { name: 'Weaker', authorities: ['F_USER_ADD'] },
      }),
      await server.request(`/api/users/${clerk.uid}/userRoles/${clerk.roleUid}`, {
        method: 'DELETE',
        user: clerk.login,
      }),
      await server.request('/api/metadata?importStrategy=UPDATE', {
        method: 'POST',
        user: clerk.login,
        body: { userRoles: [{ id: clerk.roleUid, name: 'Weaker', authorities: [] }] },
      }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([409, 409, 409, 409]);
    expect(refusals.slice(1).map(({ json }) => json.message)).toEqual(
      Array(3).fill('Can not remove the last super user.'),
    );
    expect(refusals[0]?.json.message).toBe('Object could not be deleted: it is your own account');
    expect((await server.request('/api/me/authorization/ALL', { user: clerk.login })).text).toBe('true');
    const back = await server.request(`/api/users/${admin.id}`, {
      method: 'PUT',
      user: clerk.login,
      body: { ...admin, disabled: false, userRoles: [{ id: role }] },
    });
    expect(back.status, back.text).toBe(200);
    expect((await server.request('/api/me')).status).toBe(200);
  });

  it('stays when two super users are removed at once', async () => {
    const [one, two] = [await users.make(['ALL']), await users.make(['ALL'])];
    const [admin] = (await server.request('/api/users?filter=username:eq:admin&fields=:owner')).json.users;
    await sql`update userinfo set disabled = true where username = 'admin' or uid <> all (${[one.uid, two.uid]})`.execute(
      server.db,
    );
    const answers = await Promise.all([
      server.request(`/api/users/${two.uid}`, { method: 'DELETE', user: one.login }),
      server.request(`/api/users/${one.uid}`, { method: 'DELETE', user: two.login }),
    ]);
    expect(answers.map(({ status }) => status).sort()).not.toEqual([200, 200]);
    const logins = [one, two].map(({ login }) => server.request('/api/me/authorization/ALL', { user: login }));
    expect((await Promise.all(logins)).map(({ status }) => status)).toContain(200);
    await server.db.executeQuery(
      (await import('kysely')).sql`update userinfo set disabled = false where uid = ${admin.id}`.compile(server.db),
    );
  });
});

describe('rights over other users', () => {
  it('end at users who may do more', async () => {
    const clerk = await users.make(['F_USER_ADD', 'F_USER_DELETE', 'F_USER_VIEW']);
    const strong = await users.make(['F_USER_ADD', 'F_SYSTEM_SETTING']);
    const user = clerk.login;
    const path = `/api/users/${strong.uid}`;
    const deleted = await server.request(path, { method: 'DELETE', user });
    expect(deleted.status).toBe(403);
    expect(deleted.json.message).toBe("You don't have the proper permissions to delete this object.");
    const body = { username: strong.username, firstName: 'A', surname: 'B', userRoles: [{ id: clerk.roleUid }] };
    expect((await server.request(path, { method: 'PUT', user, body })).status).toBe(403);
    const bulk = await server.request('/api/metadata?importStrategy=DELETE', {
      method: 'POST',
      user,
      body: { users: [{ id: strong.uid }] },
    });
    expect(bulk.status).toBe(409);
    expect(bulk.text).toContain('E3002');
    // Not through a list either: taking the role away, or naming those who keep it.
    const taken = await server.request(`${path}/userRoles/${strong.roleUid}`, { method: 'DELETE', user });
    expect(taken.status).toBe(409);
    expect(taken.text).toContain('E3001');
    const emptied = await server.request(`/api/userRoles/${strong.roleUid}/users`, {
      method: 'PUT',
      user,
      body: { identifiableObjects: [] },
    });
    expect(emptied.status).toBe(409);
    expect(emptied.text).toContain('E3001');
    const roles = (await server.request(`${path}?fields=userRoles`)).json.userRoles;
    expect(roles).toEqual([{ id: strong.roleUid }]);
  });

  it('without the authority for all users reach as far as the groups that one manages', async () => {
    const group = async (name: string, managedGroups: readonly object[] = []) => {
      const { json } = await server.request('/api/userGroups', { method: 'POST', body: { name, managedGroups } });
      return json.response.uid as string;
    };
    const managed = await group('Managed');
    const managers = await group('Managers', [{ id: managed }]);
    const other = await group('Others');
    const boss = await users.make(['F_USER_ADD_WITHIN_MANAGED_GROUP', 'F_USER_DELETE_WITHIN_MANAGED_GROUP'], {
      groups: [managers],
    });
    const user = boss.login;
    const create = (userGroups?: readonly object[]) =>
      server.request('/api/users', {
        method: 'POST',
        user,
        body: {
          username: `made.${Math.random().toString(36).slice(2, 10)}`,
          firstName: 'A',
          surname: 'B',
          userRoles: [{ id: boss.roleUid }],
          ...(userGroups && { userGroups }),
        },
      });
    const nowhere = await create();
    expect(nowhere.status).toBe(409);
    expect(nowhere.text).toContain('E3004');
    const elsewhere = await create([{ id: managed }, { id: other }]);
    expect(elsewhere.status).toBe(409);
    expect(elsewhere.text).toContain('E3005');
    const made = await create([{ id: managed }]);
    expect(made.status, made.text).toBe(201);
    const stranger = await users.make([], { groups: [other] });
    expect((await server.request(`/api/users/${stranger.uid}`, { method: 'DELETE', user })).status).toBe(403);
    expect((await server.request(`/api/users/${made.json.response.uid}`, { method: 'DELETE', user })).status).toBe(200);
  });
});

describe('sessions', () => {
  it('end when an administrator changes the password or disables the account', async () => {
    const person = await users.make(['F_USER_VIEW']);
    const enter = async () => {
      const { headers } = await server.request('/api/me', { user: person.login });
      return headers.get('set-cookie')?.split(';')[0] ?? '';
    };
    const inside = async (cookie: string) =>
      (await server.request('/api/me', { user: null, headers: { cookie, 'x-requested-with': 'XMLHttpRequest' } }))
        .status;
    const patch = (value: unknown, path: string) =>
      server.request(`/api/users/${person.uid}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json-patch+json' },
        body: JSON.stringify([{ op: 'add', path, value }]),
      });
    const cookie = await enter();
    expect(await inside(cookie)).toBe(200);
    expect((await patch('Changed1!', '/password')).status).toBe(200);
    expect(await inside(cookie)).toBe(401);
    expect((await patch('District1!', '/password')).status).toBe(200);
    const again = await enter();
    expect((await patch(true, '/disabled')).status).toBe(200);
    expect((await patch(false, '/disabled')).status).toBe(200);
    expect(await inside(again)).toBe(401);
  });
});
