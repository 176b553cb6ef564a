import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testServer } from '../support/server.js';

const server = testServer({ demo: true });
const CLERK = 'user004:District1!';
const path = (name: string) => `/api/configuration/${name}`;
const JSON_ACCEPTED = { accept: 'application/json' };

const REFERENCES = [
  ['feedbackRecipients', 'usergroup', 'UserGroup'],
  ['systemUpdateNotificationRecipients', 'usergroup', 'UserGroup'],
  ['offlineOrganisationUnitLevel', 'orgunitlevel', 'OrganisationUnitLevel'],
  ['facilityOrgUnitLevel', 'orgunitlevel', 'OrganisationUnitLevel'],
  ['facilityOrgUnitGroupSet', 'orgunitgroupset', 'OrganisationUnitGroupSet'],
  ['infrastructuralIndicators', 'indicatorgroup', 'IndicatorGroup'],
  ['infrastructuralDataElements', 'dataelementgroup', 'DataElementGroup'],
  ['selfRegistrationRole', 'userrole', 'UserRole'],
  ['selfRegistrationOrgUnit', 'organisationunit', 'OrganisationUnit'],
] as const;

/** Some object of a table. */
async function some(table: string): Promise<{ readonly uid: string; readonly name: string }> {
  const { rows } = await sql<{ uid: string; name: string }>`
    select uid, name from ${sql.table(table)} order by name limit 1
  `.execute(server.db);
  if (!rows[0]) throw new Error(`The demo country has nothing in ${table}.`);
  return rows[0];
}

describe('references', () => {
  it.each(REFERENCES)('%s is set, read and removed', async (name, table, className) => {
    const { uid, name: title } = await some(table);
    expect((await server.request(path(name))).text).toBe('null');
    // With quotes, as JSON and as text, and without.
    for (const [body, type] of [
      [`"${uid}"`, 'application/json'],
      [uid, 'text/plain'],
      [`"${uid}"`, 'text/plain'],
    ] as const) {
      const set = await server.request(path(name), { method: 'POST', body, headers: { 'content-type': type } });
      expect([set.status, set.text]).toEqual([204, '']);
      expect((await server.request(path(name))).json).toMatchObject({ id: uid, name: title, displayName: title });
    }
    expect((await server.request('/api/configuration')).json[name]).toMatchObject({ id: uid });
    const unknown = await server.request(path(name), {
      method: 'POST',
      body: 'abcdefghijk',
      headers: { 'content-type': 'text/plain' },
    });
    expect(unknown.json).toMatchObject({
      httpStatusCode: 404,
      errorCode: 'E1005',
      message: `${className} with id abcdefghijk could not be found.`,
    });
    for (const body of [{ id: uid }, [uid], 7, '""'])
      expect((await server.request(path(name), { method: 'POST', body })).status).toBeOneOf([400, 415]);
    expect((await server.request(path(name), { method: 'POST' })).status).toBe(400);
    expect((await server.request(path(name))).json.id).toBe(uid);
    expect((await server.request(path(name), { method: 'DELETE' })).status).toBe(204);
    expect((await server.request(path(name))).text).toBe('null');
    expect((await server.request('/api/configuration')).json).not.toHaveProperty(name);
  });

  it.each([...REFERENCES.map(([name]) => name), 'infrastructuralPeriodType'])(
    '%s needs the authority',
    async (name) => {
      for (const method of ['POST', 'DELETE']) {
        const refused = await server.request(path(name), { method, user: CLERK });
        expect([refused.status, refused.json.message]).toEqual([
          403,
          'Access is denied, requires one Authority from [F_SYSTEM_SETTING]',
        ]);
        expect((await server.request(path(name), { method, user: null })).status).toBe(401);
      }
      expect((await server.request(path(name), { user: CLERK })).status).toBe(200);
      expect((await server.request(path(name), { user: null })).status).toBe(302);
    },
  );

  it('names a period type, yearly as long as nobody chose', async () => {
    const name = 'infrastructuralPeriodType';
    const yearly = { id: 'Yearly', code: 'Yearly', name: 'Yearly', displayName: 'Yearly' };
    expect((await server.request(path(name))).json).toEqual(yearly);
    const set = (body: string) =>
      server.request(path(name), { method: 'POST', body, headers: { 'content-type': 'text/plain' } });
    expect((await set('Monthly')).status).toBe(204);
    expect((await server.request('/api/configuration')).json[name].id).toBe('Monthly');
    const unknown = await set('Sometimes');
    expect([unknown.status, unknown.json.message]).toEqual([404, 'Period type not found: Sometimes']);
    expect((await server.request(path(name), { method: 'DELETE' })).status).toBe(204);
    expect((await server.request(path(name))).json).toEqual(yearly);
  });

  it('make the row when there is none', async () => {
    await sql`delete from configuration`.execute(server.db);
    expect((await server.request(path('feedbackRecipients'))).text).toBe('null');
    const { uid } = await some('usergroup');
    const set = () =>
      server.request(path('feedbackRecipients'), {
        method: 'POST',
        body: uid,
        headers: { 'content-type': 'text/plain' },
      });
    expect((await Promise.all([set(), set(), set()])).map(({ status }) => status)).toEqual([204, 204, 204]);
    const { rows } = await sql`select systemid from configuration`.execute(server.db);
    expect(rows).toEqual([{ systemid: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
  });
});

describe('allowed origins', () => {
  it('are a list that takes effect', async () => {
    const origin = 'https://apps.example.org';
    const cross = () => server.request('/api/system/ping', { headers: { origin } });
    expect((await server.request(path('corsWhitelist'))).json).toEqual([]);
    expect((await cross()).status).toBe(403);
    const set = await server.request(path('corsWhitelist'), { method: 'POST', body: [origin, ` ${origin}`, ''] });
    expect(set.status).toBe(204);
    for (const name of ['corsWhitelist', 'corsAllowlist'])
      expect((await server.request(path(name))).json).toEqual([origin]);
    await expect.poll(async () => (await cross()).status, { timeout: 5_000 }).toBe(200);
    expect((await server.request(path('corsAllowlist'), { method: 'POST', body: [] })).status).toBe(204);
    expect((await server.request(path('corsWhitelist'))).json).toEqual([]);
  });

  it('are refused in any other form, and from anybody else', async () => {
    for (const body of [{ a: 1 }, [1], 'https://x.example.org', [['x']], ['x'.repeat(300)]]) {
      const headers = { 'content-type': 'application/json' };
      const { status } = await server.request(path('corsWhitelist'), { method: 'POST', body, headers });
      expect(status).toBe(400);
    }
    expect((await server.request(path('corsWhitelist'), { method: 'POST', body: [], user: CLERK })).status).toBe(403);
  });
});

describe('values', () => {
  it('are text, or JSON where that is asked for', async () => {
    await server.request('/api/systemSettings/keyRemoteInstanceUrl?value=https://play.example.org', { method: 'POST' });
    const text = await server.request(path('remoteServerUrl'));
    expect([text.text, text.headers.get('content-type')]).toEqual([
      'https://play.example.org',
      'text/plain;charset=UTF-8',
    ]);
    expect((await server.request(path('remoteServerUrl'), { headers: JSON_ACCEPTED })).json).toBe(
      'https://play.example.org',
    );
    expect((await server.request(path('remoteServerUsername'))).text).toBe('');
    expect((await server.request(path('systemReadOnlyMode'))).json).toBe(false);
    expect((await server.request(path('twoFactorMethods'))).json).toEqual({
      totp2faEnabled: true,
      email2faEnabled: false,
    });
  });

  it('the id of the system is for super users to change', async () => {
    const set = (body: string | undefined, user?: string) =>
      server.request(path('systemId'), {
        method: 'POST',
        ...(body !== undefined && { body, headers: { 'content-type': 'text/plain' } }),
        ...(user !== undefined && { user }),
      });
    const { json } = await server.request('/api/system/info');
    expect((await server.request(path('systemId'))).text).toBe(json.systemId);
    expect((await set('mine', 'user001:District1!')).status).toBe(403);
    expect((await set('x'.repeat(256))).status).toBe(400);
    expect((await set('3ec8ae83-95cf-4b3b-9f2c-2f6b9d5f5a11')).status).toBe(204);
    expect((await server.request('/api/system/info')).json.systemId).toBe('3ec8ae83-95cf-4b3b-9f2c-2f6b9d5f5a11');
    expect((await set(undefined)).status).toBe(204);
    const drawn = (await server.request(path('systemId'))).text;
    expect(drawn).toMatch(/^[0-9a-f-]{36}$/);
    expect(drawn).not.toContain('3ec8ae83');
  });

  it('are not found under other names', async () => {
    expect((await server.request(path('nothing'))).status).toBe(404);
  });
});
