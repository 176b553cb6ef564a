import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { REAL_APP, temporaryHome, upload } from '../../support/apps.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';
import { appZip, zip } from '../../support/zips.js';

const home = temporaryHome();
const server = testServer({ flags: { home } });
const users = makeUsers(server);
const get = (path: string, user?: string) => server.request(path, user === undefined ? {} : { user });
let manager = '';
let opener = '';
let nobody = '';

beforeAll(async () => {
  manager = (await users.make(['M_dhis-web-app-management'])).login;
  opener = (await users.make(['M_test_minio'])).login;
  nobody = (await users.make(['F_VIEW_SERVER_INFO'])).login;
});

describe('the app of the tests of DHIS2', () => {
  it('is installed by those who manage apps', async () => {
    for (const user of [opener, nobody]) {
      const { status, json } = await upload(server.url, REAL_APP, { user });
      expect([status, json.message]).toEqual([
        403,
        'Access is denied, requires one Authority from [M_dhis-web-app-management]',
      ]);
    }
    const { status, json } = await upload(server.url, REAL_APP, { user: manager });
    expect(status).toBe(201);
    expect(json).toEqual({
      key: 'test-minio',
      name: 'Test App MinIO',
      short_name: 'test minio',
      shortName: 'test minio',
      displayName: 'Test App MinIO',
      description: 'An application used in tests to check MinIO usage',
      displayDescription: 'An application used in tests to check MinIO usage',
      version: '1.0.0',
      app_hub_id: '7fc56956-e2de-4704-896b-f08fac3b9db3',
      appType: 'APP',
      basePath: '/api/apps/test-minio',
      baseUrl: `${server.url}/api/apps/test-minio`,
      launch_path: 'index.html',
      launchUrl: `${server.url}/api/apps/test-minio/index.html`,
      core_app: false,
      bundled: false,
      folderName: 'apps/test-minio',
      appStorageSource: 'JCLOUDS',
      appState: 'OK',
      default_locale: 'en',
      icons: { 48: 'dhis2-app-icon.png' },
      activities: { dhis: { href: '*', namespace: 'test-app-minio-ns' } },
      authorities: [],
      shortcuts: [],
    });
  });

  it('is listed for those who may open it', async () => {
    for (const user of [manager, opener, 'admin:district'])
      expect((await get('/api/apps', user)).json).toMatchObject([{ key: 'test-minio' }]);
    expect((await get('/api/apps', nobody)).json).toEqual([]);
    expect((await get('/api/apps?key=test-minio', opener)).json).toHaveLength(1);
    expect((await get('/api/apps?key=test-minio', nobody)).status).toBe(404);
    const found: readonly [string, number][] = [
      ['appType:eq:APP', 1],
      ['appType:eq:RESOURCE', 0],
      ['bundled:eq:false', 1],
      ['name:ilike:minio', 1],
      ['name:eq:minio', 0],
      ['shortName:eq:test minio', 1],
      ['pluginType:eq:DASHBOARD', 0],
    ];
    for (const [filter, count] of found)
      expect((await get(`/api/apps?filter=${encodeURIComponent(filter)}`)).json, filter).toHaveLength(count);
  });

  it('is in the menu', async () => {
    expect((await get('/api/apps/menu', opener)).json.modules).toEqual([
      {
        name: 'test-minio',
        namespace: '/api/apps/test-minio',
        defaultAction: `${server.url}/api/apps/test-minio/index.html`,
        displayName: 'Test App MinIO',
        displayDescription: 'An application used in tests to check MinIO usage',
        icon: `${server.url}/api/apps/test-minio/dhis2-app-icon.png`,
        description: 'An application used in tests to check MinIO usage',
        version: '1.0.0',
        shortcuts: [],
      },
    ]);
    expect((await get('/dhis-web-commons/menu/getModules.action', nobody)).json).toEqual({ modules: [] });
  });

  it('gives way to another version, and is removed with its files and its data', async () => {
    const [before] = await readdir(join(home, 'app-cache'));
    const second = appZip({ name: 'Second', short_name: 'test minio', version: '2.0.0' });
    const { status, json } = await upload(server.url, second);
    expect([status, json.key, json.version]).toEqual([201, 'test-minio', '2.0.0']);
    expect((await get('/api/apps')).json).toMatchObject([{ key: 'test-minio', name: 'Second', version: '2.0.0' }]);
    expect((await get('/api/apps/test-minio/index.html')).text).toBe('<p>made</p>');
    expect((await get('/api/apps/test-minio/subDir/test-page.html')).status).toBe(404);
    const files = await readdir(join(home, 'app-cache'));
    expect(files).toHaveLength(1);
    expect(files).not.toContain(before);

    const withNamespaces = {
      ...{ short_name: 'test minio', version: '3.0.0' },
      activities: {
        dhis: { namespace: 'mine', additionalNamespaces: [{ namespace: 'mine-too', authorities: ['X'] }] },
      },
    };
    expect((await upload(server.url, appZip(withNamespaces))).status).toBe(201);
    await sql`
      insert into keyjsonvalue (keyjsonvalueid, uid, created, lastupdated, namespace, namespacekey)
      select number, 'abcdefghi0' || number, localtimestamp, localtimestamp, namespace, 'key'
      from unnest('{mine,mine-too,other}'::text[]) with ordinality as entry (namespace, number)
    `.execute(server.db);
    const namespaces = async () =>
      (await sql<{ namespace: string }>`select namespace from keyjsonvalue order by namespace`.execute(server.db)).rows;
    const remove = (path: string, user = manager) => server.request(path, { method: 'DELETE', user });
    expect((await remove('/api/apps/test-minio', opener)).status).toBe(403);
    expect((await remove('/api/apps/test-minio')).status).toBe(204);
    expect(await namespaces()).toHaveLength(3);
    const gone = await remove('/api/apps/test-minio');
    expect([gone.status, gone.json.message]).toEqual([404, 'App does not exist: test-minio']);
    expect((await upload(server.url, appZip(withNamespaces))).status).toBe(201);
    expect((await remove('/api/apps/test%20minio?deleteAppData=true')).status).toBe(204);
    expect(await namespaces()).toEqual([{ namespace: 'other' }]);
    expect((await get('/api/apps')).json).toEqual([]);
    const missing = await get('/api/apps/test-minio/index.html');
    expect([missing.status, missing.json.message]).toEqual([404, "App 'test-minio' not found."]);
    expect(await readdir(join(home, 'app-cache'))).toEqual([]);
    const { rows } = await sql`select from orderly.app_piece`.execute(server.db);
    expect(rows).toEqual([]);
  });
});

describe('what is not installed', () => {
  it('are bodies of other kinds', async () => {
    const post = (body: unknown, type: string) =>
      server.request('/api/apps', { method: 'POST', headers: { 'content-type': type }, body });
    expect((await post('x', 'text/plain')).status).toBe(415);
    expect((await post({}, 'application/json')).status).toBe(415);
    expect((await post('x', 'multipart/form-data')).status).toBeOneOf([400, 406, 415]);
    expect((await post('--a\r\nx', 'multipart/form-data; boundary=a')).status).toBe(400);
    const other = await upload(server.url, REAL_APP, { part: 'archive' });
    expect([other.status, other.json.message]).toEqual([400, "The part 'file' with the app's zip archive is missing."]);
    expect(await readdir(join(home, 'app-cache'))).toEqual([]);
  });

  it('are manifests that cannot be read', async () => {
    const refusals: readonly [Buffer, string][] = [
      [zip({ 'index.html': 'x' }), 'Manifest file missing from zip file'],
      [zip({ 'manifest.webapp/x': 'x' }), 'Manifest file missing from zip file'],
      [zip({}), 'Manifest file missing from zip file'],
      [zip({ 'manifest.webapp': '{"name":' }), 'Invalid JSON in app manifest file'],
      [zip({ 'manifest.webapp': '{}' }), 'Invalid JSON in app manifest file'],
      [zip({ 'manifest.webapp': '{"name":"\\ud800"}' }), 'Invalid JSON in app manifest file'],
      [appZip({ short_name: 'maps' }), 'Bundled apps must be declared as core apps'],
      [appZip({ core_app: true }), 'Only bundled apps may be declared as core apps'],
      [
        appZip({ activities: { dhis: { namespace: 'METADATASTORE' } } }),
        'Namespace defined in manifest is already in use',
      ],
      [
        appZip({ activities: { dhis: { additionalNamespaces: [{ namespace: 'a' }] } } }),
        'Additional namespaces defined in manifest need a name and authorities',
      ],
    ];
    for (const [archive, message] of refusals) {
      const { status, json } = await upload(server.url, archive);
      expect([status, json.message]).toEqual([409, message]);
    }
    expect((await get('/api/apps')).json).toEqual([]);
    expect(await readdir(join(home, 'app-cache'))).toEqual([]);
  });

  it('is an app that wants the namespace of another one', async () => {
    const withNamespace = (name: string, dhis: Readonly<Record<string, unknown>>) =>
      upload(server.url, appZip({ name, activities: { dhis } }));
    const also = (namespace: string) => ({ additionalNamespaces: [{ namespace, readOnlyAuthorities: ['X'] }] });
    expect((await withNamespace('First', { namespace: 'one', ...also('two') })).status).toBe(201);
    for (const dhis of [{ namespace: 'one' }, { namespace: 'two' }, also('one')]) {
      const { status, json } = await withNamespace('Thief', dhis);
      expect([status, json.message]).toEqual([409, 'Namespace defined in manifest is already in use']);
    }
    expect((await withNamespace('First', { namespace: 'two' })).status).toBe(201);
    expect((await withNamespace('Heir', { namespace: 'one' })).status).toBe(201);
    expect((await get('/api/apps')).json.map(({ key }: { key: string }) => key)).toEqual(['First', 'Heir']);
  });
});
