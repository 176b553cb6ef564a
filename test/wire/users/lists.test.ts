import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const users = makeUsers(server);

interface Listed {
  readonly id: string;
  readonly username: string;
}

async function list(query: string, user?: string): Promise<readonly Listed[]> {
  const { status, json, text } = await server.request(`/api/users?paging=false&fields=id,username&${query}`, {
    ...(user && { user }),
  });
  expect(status, text).toBe(200);
  return json.users;
}

const names = async (query: string, user?: string) => (await list(query, user)).map(({ username }) => username).sort();

async function uids(query: ReturnType<typeof sql<{ username: string }>>): Promise<readonly string[]> {
  const { rows } = await query.execute(server.db);
  return rows.map(({ username }) => username).sort();
}

describe('lists of users', () => {
  it('find users by name, user name and address', async () => {
    const made = await users.make([], { email: 'Findable.Person@example.net' });
    expect(await names('query=findable.PERSON')).toEqual([made.username]);
    expect(await names(`query=${made.username}`)).toEqual([made.username]);
    expect(await names('query=%25')).toEqual([]);
    expect(await names('query=nobody-like-this')).toEqual([]);
  });

  it('tell invitations that are open from those that are over', async () => {
    const all = await names('invitationStatus=all');
    const [active, expired] = [await names('invitationStatus=ACTIVE'), await names('invitationStatus=EXPIRED')];
    expect(all.length).toBeGreaterThan(0);
    expect([...active, ...expired].sort()).toEqual(all);
    expect((await names('invitationStatus=NONE')).length).toBeGreaterThan(all.length);
  });

  it('know who was here since when', async () => {
    const day = '2026-01-01';
    const since = await uids(sql`select username from userinfo where lastlogin >= ${day}::timestamp`);
    const before = await uids(sql`select username from userinfo where lastlogin < ${day}::timestamp`);
    expect(since.length * before.length).toBeGreaterThan(0);
    expect(await names(`lastLogin=${day}`)).toEqual(since);
    expect(await names(`inactiveSince=${day}`)).toEqual(before);
  });

  it.each([
    'invitationStatus=MAYBE',
    'inactiveMonths=x',
    'lastLogin=yesterday',
    'inactiveSince=2026-02-30',
    'orgUnitBoundary=EVERYTHING',
    'canManage=perhaps',
    'userOrgUnits=x',
  ])('refuse %s', async (query) => {
    const answer = await server.request(`/api/users?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.json.message).toContain('is not valid for parameter');
  });
});

describe('lists of the users that one looks after', () => {
  let boss: Awaited<ReturnType<typeof users.make>>;
  let weak: Awaited<ReturnType<typeof users.make>>;
  let strong: Awaited<ReturnType<typeof users.make>>;

  beforeAll(async () => {
    const group = async (name: string, managedGroups: readonly object[] = []) => {
      const { json } = await server.request('/api/userGroups', { method: 'POST', body: { name, managedGroups } });
      return json.response.uid as string;
    };
    const managed = await group('Managed by the boss');
    const managers = await group('Bosses', [{ id: managed }]);
    boss = await users.make(['F_USER_VIEW', 'F_DATAVALUE_ADD'], { groups: [managers] });
    weak = await users.make(['F_DATAVALUE_ADD'], { groups: [managed] });
    strong = await users.make(['F_SYSTEM_SETTING'], { groups: [managed] });
  });

  it('hold those of the groups that one manages', async () => {
    expect(await names('canManage=true', boss.login)).toEqual([weak.username, strong.username].sort());
    expect(await names('manage=true', boss.login)).toEqual([weak.username]);
  });

  it('hold those who may do no more than oneself', async () => {
    const equals = await names('authSubset=true', boss.login);
    expect(equals).toContain(weak.username);
    expect(equals).toContain(boss.username);
    expect(equals).not.toContain(strong.username);
    expect(equals).not.toContain('admin');
  });

  it('hold everybody for a super user', async () => {
    expect(await names('manage=true')).toEqual(await names(''));
  });
});

describe('lists of the users of units', () => {
  const tied = (table: string, condition: ReturnType<typeof sql>) =>
    uids(sql`
      select distinct userinfo.username
      from userinfo
      join ${sql.table(table)} as tie on tie.userinfoid = userinfo.userinfoid
      join organisationunit as unit on unit.organisationunitid = tie.organisationunitid
      where ${condition}
    `);

  it('hold those of one unit, and of those below', async () => {
    const { json } = await server.request('/api/organisationUnits?level=2&fields=id,path&pageSize=1');
    const [unit] = json.organisationUnits;
    const exact = await tied('usermembership', sql`unit.uid = ${unit.id}`);
    const below = await tied('usermembership', sql`unit.path like ${unit.path} || '%'`);
    expect(below.length).toBeGreaterThan(exact.length);
    expect(await names(`ou=${unit.id}`)).toEqual(exact);
    expect(await names(`ou=${unit.id}&includeChildren=true`)).toEqual(below);
    expect(await names('ou=aaaaaaaaaaa&includeChildren=true')).toEqual([]);
  });

  it('hold those who share units with oneself', async () => {
    // The administrator has the root.
    const root = await tied('usermembership', sql`unit.parentid is null`);
    expect(root).toContain('admin');
    expect(await names('userOrgUnits=true')).toEqual(root);
    expect(await names('orgUnitBoundary=data_capture')).toEqual(root);
    const everybody = await tied('userdatavieworgunits', sql`true`);
    expect(await names('orgUnitBoundary=DATA_OUTPUT&includeChildren=true')).toEqual(everybody);
    expect(await names('orgUnitBoundary=TEI_SEARCH&includeChildren=true')).toEqual([]);
  });
});

describe('looking users up', () => {
  it('is for everybody who is logged in, and shows little', async () => {
    const nobody = await users.make([]);
    const made = await users.make(['F_USER_VIEW'], { email: 'lookup@example.net' });
    const expected = {
      id: made.uid,
      username: made.username,
      firstName: 'Test',
      surname: made.uid,
      displayName: `Test ${made.uid}`,
    };
    for (const query of [made.username, made.uid.toUpperCase(), 'LOOKUP@example'])
      expect((await server.request(`/api/userLookup?query=${query}`, { user: nobody.login })).json).toEqual({
        users: [expected],
      });
    const { rows } = await sql<{ uuid: string }>`select uuid from userinfo where uid = ${made.uid}`.execute(server.db);
    for (const id of [made.uid, made.username, rows[0]?.uuid])
      expect((await server.request(`/api/userLookup/${id}`, { user: nobody.login })).json).toEqual(expected);
    expect((await server.request('/api/userLookup?query=user', { user: null })).status).toBe(302);
  });

  it('gives at most 25, and takes no pattern', async () => {
    expect((await server.request('/api/userLookup?query=user')).json.users).toHaveLength(25);
    expect((await server.request('/api/userLookup?query=%25')).json.users).toEqual([]);
    expect((await server.request('/api/userLookup?query=_')).json.users).toEqual([]);
  });

  it('knows who shares units with oneself', async () => {
    const { json } = await server.request('/api/userLookup?query=admin&captureUnitsOnly=true');
    expect(json.users.map(({ username }: Listed) => username)).toEqual(['admin']);
    const stranger = await users.make([]);
    const none = await server.request('/api/userLookup?query=user&captureUnitsOnly=true', { user: stranger.login });
    expect(none.json.users).toEqual([]);
  });

  it('knows who gets feedback', async () => {
    const without = await server.request('/api/userLookup/feedbackRecipients?query=user');
    expect(without.status).toBe(409);
    expect(without.json.errorCode).toBe('E6200');
    const { json } = await server.request('/api/userGroups?fields=id,users[username]&pageSize=1');
    const [group] = json.userGroups;
    await sql`
      update configuration set feedbackrecipientsid = (select usergroupid from usergroup where uid = ${group.id})
    `.execute(server.db);
    const found = (await server.request('/api/userLookup/feedbackRecipients?query=user')).json.users;
    const members = group.users.map(({ username }: Listed) => username);
    expect(found.length).toBeGreaterThan(0);
    expect(members).toEqual(expect.arrayContaining(found.map(({ username }: Listed) => username)));
  });

  it('refuses what it cannot look up', async () => {
    expect((await server.request('/api/userLookup')).status).toBe(400);
    expect((await server.request(`/api/userLookup?query=${'x'.repeat(201)}`)).status).toBe(400);
    const missing = await server.request('/api/userLookup/aaaaaaaaaaa');
    expect(missing.status).toBe(404);
    expect(missing.json.errorCode).toBe('E1005');
    expect((await server.request('/api/userLookup/a%00b')).status).toBe(400);
  });
});
