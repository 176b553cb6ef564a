import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { temporaryHome } from '../../support/apps.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true, flags: { home: temporaryHome() } });
const USER = 'user004:District1!';
const MENUS = ['/api/apps/menu', '/api/42/apps/menu', '/dhis-web-commons/menu/getModules.action'];

describe('apps', () => {
  it.each(MENUS)('%s has modules', async (path) => {
    const { status, headers, json } = await server.request(path, { user: USER });
    expect([status, json]).toEqual([200, { modules: [] }]);
    expect(headers.get('content-type')).toContain('application/json');
    expect((await server.request(path, { user: null })).status).toBe(302);
  });

  it('are a list, and one that is not there is not found', async () => {
    expect((await server.request('/api/apps')).json).toEqual([]);
    expect((await server.request('/api/apps?filter=bundled:eq:true&filter=appType:eq:APP')).json).toEqual([]);
    const unknown = await server.request('/api/apps?key=nothing');
    expect([unknown.status, unknown.text]).toEqual([404, '']);
    for (const filter of ['bundled', 'bundled:like:x', 'secret:eq:x', ''])
      expect((await server.request(`/api/apps?filter=${filter}`)).json).toMatchObject({
        httpStatusCode: 400,
        errorCode: 'E1003',
      });
  });

  it('stand in the order that the user saves', async () => {
    const save = (body: unknown) => server.request('/api/menu', { method: 'POST', user: USER, body });
    const stored = async () =>
      (
        await sql`
          select userapps.sort_order, userapps.app from userapps
          join userinfo on userinfo.userinfoid = userapps.userinfoid
          where userinfo.username = 'user004'
          order by userapps.sort_order
        `.execute(server.db)
      ).rows;
    expect((await save(['dhis-web-maps', 'dhis-web-dashboard', 'dhis-web-maps'])).status).toBe(204);
    expect(await stored()).toEqual([
      { sort_order: 0, app: 'dhis-web-maps' },
      { sort_order: 1, app: 'dhis-web-dashboard' },
    ]);
    const together = await Promise.all(Array.from({ length: 8 }, () => save(['dhis-web-dashboard'])));
    expect(new Set(together.map(({ status }) => status))).toEqual(new Set([204]));
    for (const body of [{ a: 1 }, [1], ['x'.repeat(256)], '"x"', undefined])
      expect((await save(body)).status).toBeOneOf([400, 415]);
    expect(await stored()).toEqual([{ sort_order: 0, app: 'dhis-web-dashboard' }]);
    expect((await server.request('/api/menu', { method: 'POST', user: null, body: [] })).status).toBe(401);
    expect((await save([])).status).toBe(204);
    expect(await stored()).toEqual([]);
  });
});
