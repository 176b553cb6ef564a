import { beforeAll, describe, expect, it } from 'vitest';
import { REAL_APP, temporaryHome, upload } from '../../support/apps.js';
import { type RequestOptions, testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';
import { appZip } from '../../support/zips.js';

const server = testServer({ flags: { home: temporaryHome(), contextPath: '/hmis' } });
const users = makeUsers(server);
const get = (path: string, options: RequestOptions = {}) => server.request(path, options);
const PAGE =
  '<head><meta name="dhis2-base-url" content="__DHIS2_BASE_URL__"></head><base href="__DHIS2_APP_ROOT_URL__/">é';
let opener = '';
let nobody = '';

beforeAll(async () => {
  opener = (await users.make(['M_My_app', 'M_dhis-web-scheduler'])).login;
  nobody = (await users.make(['M_test_minio'])).login;
  expect((await upload(server.url, REAL_APP)).status).toBe(201);
  const files = {
    'index.html': PAGE,
    'static/main.js': 'code()',
    'data.json': '{"a":1}',
    'table.csv': 'a,b',
    'picture.png': new Uint8Array([0x89, 0x50, 0, 255]),
    'd2.config.json': '{"type":"app"}',
    'deep/index.html': '<p>deep</p>',
    'manifest.webapp.translations.json': JSON.stringify([
      { locale: 'es', title: 'Mi aplicación', description: 'Descripción', shortcuts: { First: 'Primero' } },
    ]),
  };
  const members = {
    ...{ name: 'My app', launch_path: '/index.html', description: 'x'.repeat(100), theme_color: '#fff' },
    icons: { 48: 'picture.png' },
    shortcuts: [{ name: 'First', url: '#/first' }],
    activities: { dhis: { href: '*', namespace: 'my-app' } },
  };
  expect((await upload(server.url, appZip(members, files))).status).toBe(201);
  const scheduler = { name: 'Scheduler', short_name: 'scheduler', core_app: true };
  expect((await upload(server.url, appZip(scheduler, { 'index.html': PAGE }))).status).toBe(201);
});

describe('files of an app', () => {
  it.each([
    ['index.html', 'text/html'],
    ['static/main.js', 'application/javascript'],
    ['data.json', 'application/json'],
    ['table.csv', 'text/csv'],
    ['picture.png', 'image/png'],
    ['d2.config.json', 'application/json'],
  ])('%s are of their kind, whatever is accepted', async (file, type) => {
    for (const [path, accept] of [
      [`/api/apps/My-app/${file}`, '*/*'],
      [`/api/42/apps/My-app/${file}`, 'text/x-nothing'],
      [`/apps/My-app/${file}`, 'image/avif'],
    ] as const) {
      const { status, headers } = await get(path, { user: opener, headers: { accept } });
      expect([path, status]).toEqual([path, 200]);
      expect(headers.get('content-type')).toContain(type);
    }
  });

  it('are pages that know where the server is, and are never kept', async () => {
    const { text, headers } = await get('/api/apps/My-app/index.html');
    expect(text).toBe(
      `<head><meta name="dhis2-base-url" content="${server.url}"></head><base href="${server.url}/api/apps/My-app/">é`,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('etag')).toBeNull();
    expect((await get('/api/apps/My-app/')).text).toBe(text);
    expect((await get('/api/apps/My-app/deep/')).text).toBe('<p>deep</p>');
    expect((await get('/api/apps/My-app/index.html?redirect=false')).status).toBe(200);
    const head = await get('/api/apps/My-app/index.html', { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([200, '']);
  });

  it('are not sent again while they are the same', async () => {
    const path = '/api/apps/My-app/static/main.js';
    const first = await get(path);
    expect([first.status, first.text, first.headers.get('cache-control')]).toEqual([
      200,
      'code()',
      'no-cache, private',
    ]);
    const tag = first.headers.get('etag') ?? '';
    const again = await get(path, { headers: { 'if-none-match': `"other", W/${tag}` } });
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await get(path, { headers: { 'if-none-match': '"other"' } })).text).toBe('code()');
  });

  it('lead to where they are', async () => {
    const leads: readonly [string, string][] = [
      ['/api/apps/My-app', '/api/apps/My-app/index.html'],
      ['/apps/My-app', '/api/apps/My-app/index.html'],
      ['/apps/My-app/', '/api/apps/My-app/index.html'],
      ['/apps/My%20app?a=1', '/api/apps/My-app/index.html?a=1'],
      ['/api/apps/My-app/index.action?a=1', '/api/apps/My-app/index.html?a=1'],
      ['/api/apps/My-app/deep', '/api/apps/My-app/deep/'],
      ['/apps/My-app/deep?a=1', '/apps/My-app/deep/?a=1'],
      ['/api/apps/test-minio/subDir', '/api/apps/test-minio/subDir/'],
      ['/apps/scheduler', '/dhis-web-scheduler/index.html'],
      ['/api/apps/scheduler/x.js?v=1', '/dhis-web-scheduler/x.js?v=1'],
      ['/dhis-web-scheduler', '/dhis-web-scheduler/index.html'],
      ['/dhis-web-scheduler/index.action', '/dhis-web-scheduler/index.html'],
    ];
    for (const [path, target] of leads) {
      const { status, headers } = await get(path);
      expect([path, status, headers.get('location')]).toEqual([path, 302, `${server.url}${target}`]);
    }
    expect((await get('/dhis-web-scheduler/')).text).toContain(`${server.url}/dhis-web-scheduler/`);
  });

  it.each([
    '..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    'static%5c..%5c..%5cmanifest.webapp',
    'static/..%2f..%2f',
    'C:%2fx',
    'a%00.html',
    '%2fetc%2fpasswd',
    'nothing.html',
    'index.html/x',
    `${'x'.repeat(300)}.js`,
  ])('are none at %s', async (path) => {
    const { status, text } = await get(`/api/apps/My-app/${path}`);
    expect(status).toBeOneOf([400, 404]);
    expect(text).not.toContain('root:');
  });

  it('are for those who may open the app', async () => {
    const refused = await get('/api/apps/My-app/index.html', { user: nobody });
    expect([refused.status, refused.json.message]).toEqual([403, "User does not have access to app 'My-app'."]);
    for (const path of ['/api/apps/My-app', '/apps/My-app/index.html', '/api/apps/My-app/manifest.webapp'])
      expect((await get(path, { user: nobody })).status).toBe(403);
    expect((await get('/dhis-web-scheduler/', { user: nobody })).status).toBe(403);
    expect((await get('/dhis-web-scheduler/', { user: opener })).status).toBe(200);
    const unknown = await get('/dhis-web-My-app/');
    expect([unknown.status, unknown.json.message]).toEqual([404, "App 'My-app' not found."]);
    for (const path of ['/api/apps/My-app/index.html', '/apps/My-app', '/dhis-web-scheduler/']) {
      const anonymous = await get(path, { user: null });
      expect([anonymous.status, anonymous.headers.get('location')]).toEqual([302, `${server.url}/dhis-web-login/`]);
    }
  });
});

describe('a manifest', () => {
  it('is served with addresses of this server', async () => {
    const { json, headers } = await get('/api/apps/My-app/manifest.webapp', { user: opener });
    expect(headers.get('content-type')).toContain('application/json');
    expect(json).toMatchObject({
      key: 'My-app',
      theme_color: '#fff',
      launchUrl: `${server.url}/api/apps/My-app/index.html`,
      activities: { dhis: { href: server.url, namespace: 'my-app' } },
    });
  });

  it('speaks the language of the user', async () => {
    await server.request(`/api/userSettings/keyUiLocale?value=es_CO`, { method: 'POST', user: opener });
    const { json } = await get('/api/apps?key=My-app', { user: opener });
    expect(json[0]).toMatchObject({
      name: 'My app',
      displayName: 'Mi aplicación',
      displayDescription: 'Descripción',
      shortcuts: [{ name: 'First', url: '#/first', displayName: 'Primero' }],
    });
    const menu = await get('/api/apps/menu', { user: opener });
    expect(menu.json.modules).toMatchObject([
      { name: 'My-app', displayName: 'Mi aplicación', description: 'x'.repeat(80), displayDescription: 'Descripción' },
      { name: 'dhis-web-scheduler', displayName: 'Scheduler', icon: `${server.url}/icons/app.svg` },
    ]);
    expect((await get('/icons/app.svg', { user: null })).headers.get('content-type')).toContain('image/svg+xml');
  });
});
