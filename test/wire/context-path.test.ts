import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { migrate, openDatabase } from '../../src/database/index.js';
import { testDatabase } from '../support/database.js';
import { testServer } from '../support/server.js';

describe('behind a proxy, below a context path', () => {
  const server = testServer({ flags: { contextPath: '/hmis', trustedProxies: '127.0.0.0/8' } });

  it('answers there, and names itself as the client sees it', async () => {
    expect(server.url).toMatch(/\/hmis$/);
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-port': '8443', 'x-forwarded-for': '203.0.113.7' };
    const { json } = await server.request('/api/system/context', { headers });
    expect(json.contextPath).toMatch(/^https:\/\/127\.0\.0\.1:8443\/hmis$/);
    const job = await server.request('/api/33/resourceTables', { method: 'POST', headers });
    expect(job.headers.get('location')).toBe('https://127.0.0.1:8443/hmis/api/33/system/tasks/RESOURCE_TABLE');
    const login = await server.request('/api/auth/login', {
      method: 'POST',
      user: null,
      headers,
      body: { username: 'admin', password: 'district' },
    });
    expect(login.headers.get('set-cookie')).toMatch(/; Path=\/hmis; HttpOnly; Secure; SameSite=Lax$/);
    expect(login.json.redirectUrl).toBe('/hmis/');
    expect((await server.request('/dhis-web-login/', { user: null })).text).toContain(
      'action="/hmis/dhis-web-commons-security/login.action"',
    );
  });
});

describe('without trusted proxies', () => {
  const server = testServer();

  it('nobody is believed about where they come from', async () => {
    const { json } = await server.request('/api/system/context', {
      headers: { 'x-forwarded-proto': 'https', 'x-forwarded-port': '8443', 'x-forwarded-host': 'evil.example' },
    });
    expect(json.contextPath).toBe(server.url);
  });
});

describe('a database of somebody else', () => {
  const test = testDatabase();

  it('is left alone', async () => {
    await sql`drop schema orderly cascade`.execute(test.db);
    const database = openDatabase({ connection: test.connection, poolSize: 2 });
    await expect(migrate(database.db)).rejects.toThrow(
      /^This database holds the tables of a DHIS2 that Orderly did not create; only "orderly serve" can work beside them\.$/,
    );
    await database.close();
    const { rows } = await sql`select from pg_namespace where nspname = 'orderly'`.execute(test.db);
    expect(rows).toEqual([]);
  });
});
