import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testServer } from '../support/server.js';

const server = testServer({ demo: true });
const ADMINISTRATOR = 'user001:District1!';

describe('system information', () => {
  it('tells super users all and others what is no secret', async () => {
    const all = (await server.request('/api/system/info')).json;
    expect(all).toMatchObject({
      version: '2.42.0',
      contextPath: server.url,
      calendar: 'iso8601',
      dateFormat: 'yyyy-mm-dd',
      encryption: false,
    });
    expect(all.databaseInfo).toMatchObject({
      type: 'PostgreSQL',
      spatialSupport: false,
      databaseVersion: expect.stringMatching(/^PostgreSQL \d/),
    });
    expect(all.systemId).toMatch(/^[0-9a-f-]{36}$/);
    expect(all).not.toHaveProperty('lastAnalyticsTableSuccess');
    const some = (await server.request('/api/system/info', { user: ADMINISTRATOR })).json;
    expect(Object.keys(some.databaseInfo).sort()).toEqual(['spatialSupport', 'time']);
    for (const secret of ['memoryInfo', 'javaVersion', 'externalDirectory', 'osName', 'nodeId'])
      expect(some).not.toHaveProperty(secret);
    expect(some.environmentVariable).toBe('ORDERLY_HOME');
  });

  it('picks fields', async () => {
    expect((await server.request('/api/33/system/info?fields=version,calendar')).json).toEqual({
      version: '2.42.0',
      calendar: 'iso8601',
    });
  });

  it('counts objects', async () => {
    expect((await server.request('/api/system/objectCounts')).json).toMatchObject({
      organisationUnit: 150,
      dataElement: 100,
      dataSet: 5,
      user: 20,
      event: 5_000,
    });
  });

  it('tells who may see servers how large the database and its tables are', async () => {
    const { status, json } = await server.request('/api/system/database');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      version: expect.stringMatching(/^PostgreSQL \d/),
      extensions: expect.arrayContaining([{ name: 'plpgsql', version: expect.any(String) }]),
    });
    const bytes = json.tables.map((table: { bytes: number }) => table.bytes);
    expect(bytes).toEqual([...bytes].sort((a: number, b: number) => b - a));
    expect(json.bytes).toBeGreaterThan(bytes[0]);
    const values = json.tables.find(({ name }: { name: string }) => name === 'datavalue');
    expect(values).toMatchObject({ schema: 'public', partitions: 0 });
    expect(values.bytes).toBeGreaterThan(values.indexBytes);
    expect(json.connections.open).toBeGreaterThanOrEqual(json.connections.active);
    expect(json.connections.active).toBeGreaterThanOrEqual(1);
    expect(json.pool.limit).toBeGreaterThanOrEqual(json.pool.open);
    expect((await server.request('/api/system/database', { user: 'user003:District1!' })).status).toBe(403);
  });

  it.each([
    ['partitioned', 'partition by range (id)', 'partition of public.parted for values from (0) to (200000)'],
    ['inherited', '', '() inherits (public.parted)'],
  ])('counts a table that is %s once, with its parts', async (_how, ofWhole, ofPart) => {
    await sql`create table public.parted (id int) ${sql.raw(ofWhole)}`.execute(server.db);
    await sql`create table public.parted_one ${sql.raw(ofPart)}`.execute(server.db);
    await sql`insert into public.parted_one select generate_series(0, 199999)`.execute(server.db);
    await sql`analyze public.parted_one`.execute(server.db);
    const { json } = await server.request('/api/system/database');
    const named = json.tables.filter(({ name }: { name: string }) => name.startsWith('parted'));
    expect(named).toMatchObject([{ name: 'parted', partitions: 1, rows: 200_000 }]);
    await sql`drop table public.parted cascade`.execute(server.db);
  });

  it('lists flags and styles', async () => {
    const flags = (await server.request('/api/system/flags')).json;
    expect(flags).toHaveLength(297);
    expect(flags).toContainEqual({
      name: "Côte d'Ivoire (Ivory Coast)",
      key: 'cote_d_ivoire_ivory_coast',
      path: 'cote_d_ivoire_ivory_coast.png',
    });
    expect(flags).toContainEqual({ name: 'Sierra Leone', key: 'sierra_leone', path: 'sierra_leone.png' });
    expect((await server.request('/api/system/styles')).json[2]).toEqual({
      name: 'Light Blue',
      key: 'light_blue',
      path: 'light_blue/light_blue.css',
    });
  });

  it('tells a login page what it needs', async () => {
    const { status, json } = await server.request('/api/loginConfig', { user: null });
    expect([status, json.apiVersion, json.minPasswordLength]).toEqual([200, '2.42.0', '8']);
  });
});

describe('settings', () => {
  it('are read, written and set back', async () => {
    expect((await server.request('/api/systemSettings/applicationTitle')).json).toEqual({ applicationTitle: 'DHIS 2' });
    const written = await server.request('/api/systemSettings/applicationTitle?value=Wamaland', { method: 'POST' });
    expect(written.json.message).toBe("System setting 'applicationTitle' set to value 'Wamaland'.");
    expect(
      (await server.request('/api/systemSettings/applicationTitle', { headers: { accept: 'text/plain' } })).text,
    ).toBe('Wamaland');
    expect((await server.request('/api/systemSettings/applicationTitle', { method: 'DELETE' })).status).toBe(204);
    expect((await server.request('/api/systemSettings?key=applicationTitle,keyCalendar')).json).toEqual({
      applicationTitle: 'DHIS 2',
      keyCalendar: 'iso8601',
    });
  });

  it('refuse what is unknown, unreadable or not allowed', async () => {
    expect((await server.request('/api/systemSettings/nothing')).json).toMatchObject({
      httpStatusCode: 404,
      errorCode: 'E1005',
      message: 'Setting does not exist: nothing',
    });
    expect(
      (await server.request('/api/systemSettings/keyDatabaseServerCpus?value=many', { method: 'POST' })).status,
    ).toBe(400);
    expect(
      (
        await server.request('/api/systemSettings/applicationTitle?value=x', {
          method: 'POST',
          user: 'user004:District1!',
        })
      ).status,
    ).toBe(403);
  });

  it('keep confidential ones from everybody else, on every path', async () => {
    await server.request('/api/systemSettings/keyEmailPassword?value=hunter2', { method: 'POST' });
    expect((await server.request('/api/systemSettings', { user: ADMINISTRATOR })).text).not.toContain('hunter2');
    expect((await server.request('/api/systemSettings?key=keyEmailPassword', { user: ADMINISTRATOR })).json).toEqual(
      {},
    );
    expect((await server.request('/api/systemSettings/keyEmailPassword', { user: ADMINISTRATOR })).status).toBe(403);
    expect((await server.request('/api/systemSettings/keyEmailPassword')).json).toEqual({
      keyEmailPassword: 'hunter2',
    });
  });

  it('write many or none', async () => {
    const bad = await server.request('/api/systemSettings', {
      method: 'POST',
      body: { keyFlag: 'norway', keyAnalyticsMaxLimit: 'x' },
    });
    expect(bad.status).toBe(400);
    expect((await server.request('/api/systemSettings/keyFlag')).json).toEqual({ keyFlag: 'dhis2' });
    expect(
      (await server.request('/api/systemSettings', { method: 'POST', body: { keyFlag: 'norway' } })).json.message,
    ).toBe('System settings imported');
    expect((await server.request('/api/systemSettings/keyFlag')).json).toEqual({ keyFlag: 'norway' });
  });
});

describe('me', () => {
  it('shows the user what clients ask for', async () => {
    const { json } = await server.request(
      '/api/33/me?fields=id,authorities,name,settings[keyUiLocale],organisationUnits[id]',
      { user: ADMINISTRATOR },
    );
    expect(json).toEqual({
      id: expect.stringMatching(/^\w{11}$/),
      authorities: ['F_JOB_LOG_READ', 'F_PERFORM_MAINTENANCE', 'F_SCHEDULING_ADMIN', 'F_SYSTEM_SETTING'],
      name: 'User 001',
      settings: { keyUiLocale: 'en' },
      organisationUnits: [{ id: expect.stringMatching(/^\w{11}$/) }],
    });
    expect(
      (
        await server.request(
          '/api/me?fields=:all,organisationUnits[id],userGroups[id],userCredentials[:all,!user,userRoles[id]',
        )
      ).status,
    ).toBe(200);
    expect((await server.request('/api/me/authorization/F_ANYTHING')).text).toBe('true');
    expect((await server.request('/api/me/authorization/F_ANYTHING', { user: ADMINISTRATOR })).text).toBe('false');
    expect((await server.request('/api/me/dashboard')).json).toEqual({
      unreadMessageConversations: 0,
      unreadInterpretations: 0,
    });
  });

  it('changes the password, after which the old one is worthless', async () => {
    const user = 'user003:District1!';
    const change = (body: unknown) => server.request('/api/me/changePassword', { method: 'PUT', user, body });
    expect((await change({ oldPassword: 'x', newPassword: 'District2!' })).json.message).toBe(
      'OldPassword is incorrect',
    );
    expect((await change({ oldPassword: 'District1!' })).json.message).toBe(
      'OldPassword and newPassword must be provided',
    );
    expect((await change({ oldPassword: 'District1!', newPassword: 'short' })).status).toBe(409);
    expect((await change({ oldPassword: 'District1!', newPassword: 'Chiefdom2!' })).status).toBe(202);
    expect((await server.request('/api/me', { user })).status).toBe(401);
    expect(
      (
        await server.request('/api/me/verifyPassword', {
          method: 'POST',
          user: 'user003:Chiefdom2!',
          body: { password: 'Chiefdom2!' },
        })
      ).json,
    ).toEqual({ isCorrectPassword: true });
  });

  it('refuses a second token of the same code, whoever has the first', async () => {
    const make = (user: string) =>
      server.request('/api/apiTokens', { method: 'POST', user, body: { code: 'NIGHTLY_EXPORT' } });
    expect((await make('user004:District1!')).status).toBe(201);
    const refused = await make('user005:District1!');
    expect([refused.status, refused.json.message]).toEqual([409, "A token with code 'NIGHTLY_EXPORT' exists already."]);
    expect((await server.request('/api/apiTokens', { user: 'user005:District1!' })).json.apiToken).toEqual([]);
  });

  it('makes a token that works, shows it once, and takes it back', async () => {
    const made = await server.request('/api/apiToken', {
      method: 'POST',
      body: { attributes: [{ type: 'MethodAllowedList', allowedMethods: ['GET'] }] },
    });
    expect(made.status).toBe(201);
    const { key, uid } = made.json.response;
    const headers = { authorization: `ApiToken ${key}` };
    expect((await server.request('/api/me?fields=username', { user: null, headers })).json).toEqual({
      username: 'admin',
    });
    expect((await server.request('/api/apiTokens')).text).not.toContain(key);
    expect((await server.request(`/api/apiTokens/${uid}`, { method: 'DELETE' })).status).toBe(200);
    expect((await server.request('/api/me', { user: null, headers })).status).toBe(401);
    expect(
      (await server.request('/api/apiToken', { method: 'POST', body: { attributes: [{ type: 'Nothing' }] } })).status,
    ).toBe(400);
  });
});
