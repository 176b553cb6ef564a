import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../../../src/app.js';
import { REAL_APP, temporaryHome, upload } from '../../support/apps.js';
import { type RequestOptions, send, testConfig, testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';
import { appZip, manifest } from '../../support/zips.js';

const home = temporaryHome();
const secondHome = temporaryHome();
const server = testServer({ flags: { home } });
const users = makeUsers(server);
let second: App | undefined;

/** Another server on the same database, with a home of its own. */
async function startSecond(): Promise<(path: string, options?: RequestOptions) => ReturnType<typeof send>> {
  const app = await startApp({
    config: testConfig({ home: secondHome }),
    connection: server.services.database.connection,
    log: pino({ level: 'silent' }),
    version: '0.0.0',
  });
  second = app;
  return (path, options = {}) => send(`${app.url}${path}`, options);
}

/** Asks until the answer is as expected, as the news takes a moment to the other server. */
async function until(ask: () => Promise<{ readonly text: string }>, text: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if ((await ask()).text === text) return;
    await sleep(25);
  }
  expect((await ask()).text).toBe(text);
}

const keys = async (get: typeof server.request = server.request): Promise<readonly string[]> =>
  (await get('/api/apps')).json.map(({ key }: { readonly key: string }) => key);
const remove = (key: string) => server.request(`/api/apps/${key}`, { method: 'DELETE' });
const version = (number: number) => appZip({ version: `${number}` }, { 'index.html': `version ${number}` });

afterEach(async () => {
  await second?.stop();
  second = undefined;
});

describe('servers on one database', () => {
  it('have the same apps', async () => {
    expect((await upload(server.url, REAL_APP)).status).toBe(201);
    const other = await startSecond();
    expect(await keys(other)).toEqual(['test-minio']);
    const path = '/api/apps/test-minio/subDir/test-page.html';
    const [here, there] = [await server.request(path), await other(path)];
    expect(there.text).toBe(here.text);
    expect(here.status).toBe(200);
    const tag = (await server.request('/api/apps/test-minio/.DS_Store')).headers.get('etag');
    expect(tag).toEqual(expect.any(String));
    expect((await other('/api/apps/test-minio/.DS_Store')).headers.get('etag')).toBe(tag);

    for (const number of [1, 2]) {
      expect((await upload(server.url, version(number))).status).toBe(201);
      await until(() => other('/api/apps/Made-app/index.html'), `version ${number}`);
    }
    expect(await readdir(join(secondHome, 'app-cache'))).toHaveLength(2);
    expect((await remove('Made-app')).status).toBe(204);
    await until(() => other('/api/apps?filter=name:eq:Made app'), '[]');
  });

  it('hear of what happened while they could not hear', async () => {
    const other = await startSecond();
    await sql`
      select pg_terminate_backend(activity.pid) from pg_stat_activity as activity
      where activity.datname = current_database() and activity.application_name = 'orderly app news'
    `.execute(server.db);
    expect((await upload(server.url, version(7))).status).toBe(201);
    expect((await server.request('/api/apps/Made-app/index.html')).text).toBe('version 7');
    await until(() => other('/api/apps/Made-app/index.html'), 'version 7');
    expect((await upload(second?.url ?? '', version(8))).status).toBe(201);
    await until(() => server.request('/api/apps/Made-app/index.html'), 'version 8');
    expect((await remove('Made-app')).status).toBe(204);
  });

  it('make the files again that somebody cleaned away', async () => {
    const other = await startSecond();
    for (const folder of [home, secondHome]) await rm(join(folder, 'app-cache'), { recursive: true });
    expect((await server.request('/api/apps/test-minio/index.html')).status).toBe(200);
    expect((await other('/api/apps/test-minio/index.html')).status).toBe(200);
  });

  it('keep one of many versions that come at once, and never have none', async () => {
    expect((await upload(server.url, version(0))).status).toBe(201);
    const other = await startSecond();
    let installing = true;
    const watch = async (): Promise<ReadonlySet<string>> => {
      const seen = new Set<string>();
      while (installing) {
        const { status, text } = await server.request('/api/apps/Made-app/index.html');
        seen.add(`${status} ${text}`);
        seen.add(`menu ${(await server.request('/api/apps/menu')).json.modules.length}`);
      }
      return seen;
    };
    const watching = watch();
    const url = second?.url ?? '';
    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((number) => upload(number % 2 === 0 ? server.url : url, version(number))),
    );
    installing = false;
    expect(answers.map(({ status, json }) => [status, json.version])).toEqual(
      [1, 2, 3, 4, 5, 6].map((number) => [201, `${number}`]),
    );
    for (const seen of await watching) expect(seen).toMatch(/^(200 version \d|menu 2)$/);
    await server.request('/api/apps', { method: 'PUT' });
    const winner = (await server.request('/api/apps/Made-app/index.html')).text;
    expect(winner).toMatch(/^version [1-6]$/);
    await until(() => other('/api/apps/Made-app/index.html'), winner);
    expect(await readdir(join(home, 'app-cache'))).toHaveLength(2);
    expect((await remove('Made-app')).status).toBe(204);
  });

  it('have them again after a restart', async () => {
    const first = await startSecond();
    expect(await keys(first)).toEqual(['test-minio']);
    await second?.stop();
    const again = await startSecond();
    expect(await keys(again)).toEqual(['test-minio']);
    expect((await again('/api/apps/test-minio/index.html')).status).toBe(200);
  });
});

describe('apps in the home of a server', () => {
  const put = async (folder: string, files: Readonly<Record<string, string>>): Promise<void> => {
    await mkdir(join(home, 'apps', folder), { recursive: true });
    for (const [name, content] of Object.entries(files)) await writeFile(join(home, 'apps', folder, name), content);
  };
  let maintainer = '';
  beforeAll(async () => {
    maintainer = (await users.make(['F_PERFORM_MAINTENANCE'])).login;
  });

  it.each([
    ['GET', '/api/maintenance/appReload'],
    ['POST', '/api/maintenance/appReload'],
    ['PUT', '/api/42/maintenance/appReload'],
    ['POST', '/api/appReload'],
    ['PUT', '/api/43/appReload'],
  ])('are read by %s %s', async (method, path) => {
    const name = `By hand ${method} ${path}`;
    await put('hand', { 'manifest.webapp': manifest({ name, short_name: 'by hand' }), 'index.html': name });
    const { status, json } = await server.request(path, { method, user: maintainer });
    expect([status, json]).toEqual([
      200,
      { httpStatus: 'OK', httpStatusCode: 200, status: 'OK', message: 'Apps reloaded' },
    ]);
    expect((await server.request('/api/apps?key=by-hand')).json).toMatchObject([
      { name, folderName: 'hand', appStorageSource: 'LOCAL' },
    ]);
    expect((await server.request('/api/apps/by-hand/index.html')).text).toBe(name);
    const refused = await server.request(path, { method, user: (await users.make(['M_by_hand'])).login });
    expect([refused.status, refused.json.message]).toEqual([
      403,
      'Access is denied, requires one Authority from [F_PERFORM_MAINTENANCE]',
    ]);
  });

  it('are read by PUT /api/apps, without those that cannot be read', async () => {
    await put('broken', { 'manifest.webapp': '{' });
    await put('nameless', { 'manifest.webapp': '{}' });
    await put('nothing', { 'index.html': 'x' });
    await put('twin', { 'manifest.webapp': manifest({ name: 'Twin', short_name: 'by hand' }) });
    await writeFile(join(home, 'apps', 'file'), 'x');
    const manager = (await users.make(['M_dhis-web-app-management'])).login;
    expect((await server.request('/api/apps', { method: 'PUT', user: maintainer })).status).toBe(403);
    const { status, text } = await server.request('/api/apps', { method: 'PUT', user: manager });
    expect([status, text]).toEqual([204, '']);
    expect(await keys()).toEqual(['by-hand', 'test-minio']);
  });

  it('show nothing that a link leads to outside', async () => {
    await symlink('/etc/passwd', join(home, 'apps', 'hand', 'link.txt'));
    await symlink('/etc', join(home, 'apps', 'hand', 'etc'));
    for (const path of ['link.txt', 'etc/passwd', 'etc/'])
      expect((await server.request(`/api/apps/by-hand/${path}`)).status).toBe(404);
  });

  it('come before installed ones, which are not installed over them', async () => {
    const { status, json } = await upload(server.url, appZip({ short_name: 'by hand' }));
    expect([status, json.message]).toEqual([
      409,
      "The app 'by-hand' is in the folder apps/hand of the server: remove it there or with DELETE first.",
    ]);
    const namespaces = { activities: { dhis: { namespace: 'taken' } } };
    await put('hand', { 'manifest.webapp': manifest({ short_name: 'by hand', ...namespaces }) });
    await server.request('/api/appReload', { method: 'POST' });
    expect((await upload(server.url, appZip(namespaces))).json.message).toBe(
      'Namespace defined in manifest is already in use',
    );
    const path = '/api/apps/by-hand/index.html';
    const before = await server.request(path);
    await put('hand', { 'static.js': 'one' });
    const tag = (await server.request('/api/apps/by-hand/static.js')).headers.get('etag') ?? '';
    await put('hand', { 'static.js': 'three' });
    const after = await server.request('/api/apps/by-hand/static.js', { headers: { 'if-none-match': tag } });
    expect([before.status, after.status, after.text]).toEqual([200, 200, 'three']);
  });

  it('are removed like others', async () => {
    expect((await remove('by-hand')).status).toBe(204);
    // The other one of its key comes to light, and goes next.
    expect((await server.request('/api/apps?key=by-hand')).json).toMatchObject([{ name: 'Twin' }]);
    expect((await remove('by-hand')).status).toBe(204);
    expect(await keys()).toEqual(['test-minio']);
    expect((await readdir(join(home, 'apps'))).sort()).toEqual(['broken', 'file', 'nameless', 'nothing']);
  });
});
