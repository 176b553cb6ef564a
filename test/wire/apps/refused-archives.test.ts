import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { temporaryHome, upload } from '../../support/apps.js';
import { testServer } from '../../support/server.js';
import { appZip, forge, forgeRecords, manifest, zip, zipWithLink } from '../../support/zips.js';

const home = temporaryHome();
const server = testServer({ flags: { home } });

beforeAll(async () => {
  expect((await upload(server.url, appZip({ version: '1.0.0' }))).status).toBe(201);
});

const ZEROS = new Uint8Array(300_000);
const forgedPath = (path: string): Buffer => {
  const harmless = 'x'.repeat(path.length);
  return forge(appZip({}, { [harmless]: 'evil' }), harmless, path);
};
const many = (count: number): Buffer =>
  appZip({}, Object.fromEntries(Array.from({ length: count }, (_, number) => [`f${number}`, 'x'])));

const ARCHIVES: readonly [string, () => Buffer][] = [
  ['text', () => Buffer.from('this is no archive')],
  ['nothing', () => Buffer.alloc(0)],
  ['half an archive', () => appZip().subarray(0, 150)],
  ['a way out', () => forgedPath('../evil.txt')],
  ['a long way out', () => forgedPath('a/b/../../../../../../tmp/orderly-evil.txt')],
  ['a way out of the folder that all is in', () => zip({ 'app/manifest.webapp': manifest(), 'app/../../evil': 'x' })],
  ['an absolute path', () => forgedPath('/tmp/orderly-evil.txt')],
  ['a backslash', () => forgedPath('..\\evil.txt')],
  ['a drive letter', () => forgedPath('C:/evil.txt')],
  ['NUL in a name', () => forgedPath('evil\0.txt')],
  ['a symbolic link', () => zipWithLink('link', '/etc/passwd')],
  ['a link in the place of a folder', () => zipWithLink('folder', '/tmp')],
  ['a path twice', () => forge(appZip({}, { 'a.txt': '1', 'b.txt': '2' }), 'b.txt', 'a.txt')],
  ['a path twice, spelt differently', () => appZip({}, { 'a/b.txt': '1', 'a//b.txt': '2' })],
  ['a file that is a folder', () => forge(appZip({}, { 'dir/x': '1', dix: '2' }), 'dix', 'dir')],
  [
    'encrypted entries',
    () => forgeRecords(appZip(), (record, { flags }) => record.writeUInt16LE(record.readUInt16LE(flags) | 1, flags)),
  ],
  ['more entries than are taken', () => many(10_000)],
  ['zeros that grow a thousand times', () => appZip({}, { 'zeros.bin': ZEROS })],
  [
    'zeros that are said to be few',
    () =>
      forgeRecords(appZip({}, { 'zeros.bin': ZEROS }), (record, { size }) => {
        if (record.readUInt32LE(size) === ZEROS.length) record.writeUInt32LE(1_000, size);
      }),
  ],
  [
    'a file of more than a gigabyte, says the directory',
    () =>
      forgeRecords(appZip({}, { big: 'x'.repeat(1_234) }), (record, { size }) => {
        if (record.readUInt32LE(size) === 1_234) record.writeUInt32LE(0xf0000000, size);
      }),
  ],
  ['a manifest that is damaged', () => appZip().fill(0x55, 60, 70)],
];

it.each(ARCHIVES)('%s', async (_name, archive) => {
  const before = await readdir(home, { recursive: true });
  const { status, json } = await upload(server.url, archive());
  expect([status, json.message]).toEqual([409, 'Zip file could not be read']);
  // The reason is for those who look after the server.
  expect(json.devMessage).toEqual(expect.any(String));
  expect((await server.request('/api/apps')).json).toMatchObject([{ key: 'Made-app', version: '1.0.0' }]);
  expect((await server.request('/api/apps/Made-app/index.html')).text).toBe('<p>made</p>');
  expect(await readdir(home, { recursive: true })).toEqual(before);
});

it('is not refused for what is allowed', async () => {
  const harmless = appZip(
    { name: 'Harmless' },
    {
      '.hidden': 'x',
      'a..b': 'x',
      '...': 'x',
      'ü/€ 𝄞.txt': 'x',
      'empty/': '',
      'nested.zip': appZip({}, { 'zeros.bin': ZEROS }),
    },
  );
  expect((await upload(server.url, harmless)).status).toBe(201);
  expect(
    (await server.request(`/api/apps/Harmless/${encodeURIComponent('ü')}/${encodeURIComponent('€ 𝄞.txt')}`)).text,
  ).toBe('x');
  expect((await server.request('/api/apps/Harmless/.hidden')).text).toBe('x');
  const finder = zip({
    'My app/manifest.webapp': manifest({ name: 'From the Finder' }),
    '__MACOSX/._My app': 'x',
    '__MACOSX/My app/._manifest.webapp': 'x',
  });
  expect((await upload(server.url, finder)).status).toBe(201);
});

it('is not installed when there is no place for its files, and the old version stays', async () => {
  const cache = join(home, 'app-cache');
  await rename(cache, `${cache}.aside`);
  await writeFile(cache, 'a file in the place of the folder');
  const { status, json } = await upload(server.url, appZip({ version: '2.0.0' }));
  await rm(cache);
  await rename(`${cache}.aside`, cache);
  expect([status, json.message]).toEqual([409, 'App could not be installed on file system']);
  expect((await server.request('/api/apps?key=Made-app')).json).toMatchObject([{ version: '1.0.0' }]);
});

it('is not installed when the database fails on its way, and the old version stays', async () => {
  // News of the app before may have the server look for its files while these were aside.
  const isDraft = (name: string) => name.startsWith('draft-');
  await expect.poll(async () => (await readdir(join(home, 'app-cache'))).filter(isDraft)).toEqual([]);
  const before = await readdir(join(home, 'app-cache'));
  await sql`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'no more'; end $$
  `.execute(server.db);
  await sql`create trigger refuse before insert on orderly.app_piece execute function refuse()`.execute(server.db);
  const { status } = await upload(server.url, appZip({ version: '2.0.0' }, { 'index.html': 'two' }));
  await sql`drop trigger refuse on orderly.app_piece`.execute(server.db);
  expect(status).toBe(500);
  expect((await server.request('/api/apps?key=Made-app')).json).toMatchObject([{ version: '1.0.0' }]);
  expect((await server.request('/api/apps/Made-app/index.html')).text).toBe('<p>made</p>');
  expect(await readdir(join(home, 'app-cache'))).toEqual(before);
});

it('is refused before it is sent when its length says that it is too large', async () => {
  const { hostname, port } = new URL(server.url);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.setEncoding('utf8').once('data', (text: string) => {
      socket.destroy();
      resolve(text);
    });
    socket.once('error', reject);
    socket.write(
      [
        'POST /api/apps HTTP/1.1',
        `Host: ${hostname}:${port}`,
        `Authorization: Basic ${Buffer.from('admin:district').toString('base64')}`,
        'Content-Type: multipart/form-data; boundary=x',
        'Content-Length: 9000000000',
        '\r\n',
      ].join('\r\n'),
    );
  });
  expect(answer).toContain('413 Payload Too Large');
  expect(await readdir(join(home, 'app-cache'))).not.toContainEqual(expect.stringContaining('draft'));
});
