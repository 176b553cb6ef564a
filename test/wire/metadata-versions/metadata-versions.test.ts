import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { layout } from '../../support/dhis2/layout.js';
import { jobsOf } from '../../support/jobs.js';
import { testMailServer } from '../../support/mail.js';
import { testRemote } from '../../support/remote.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';

const source = testServer({ demo: true });
const target = testServer({ demo: true, flags: { metadataSyncAttempts: '2', metadataSyncPauseMs: '1' } });
const jobs = jobsOf(target);
const remote = testRemote();
const post = testMailServer();

const create = (type = 'BEST_EFFORT') =>
  source.request(`/api/metadata/version/create?type=${type}`, { method: 'POST' });
const rename = (uid: string, name: string) =>
  source.request(`/api/dataElements/${uid}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json-patch+json' },
    body: [{ op: 'replace', path: '/name', value: name }],
  });
const nameOf = async (server: typeof source, uid: string) =>
  (await server.request(`/api/dataElements/${uid}?fields=name`)).json.name;
const setting = async (key: string) =>
  (await target.request(`/api/systemSettings/${key}`, { headers: { accept: 'application/json' } })).json[key];

let element = '';
let admin = '';

beforeEach(async () => {
  await configureServer(source, { keyVersionEnabled: 'true' });
  const { json } = await source.request('/api/dataElements?fields=id&pageSize=1&order=name:asc');
  element = json.dataElements[0].id;
  admin = (await target.request('/api/me?fields=id')).json.id;
  for (const { db } of [source, target]) {
    await sql`delete from metadataversion`.execute(db);
    await sql`delete from keyjsonvalue where namespace = 'METADATASTORE'`.execute(db);
  }
  await sql`update datavalue set lastupdated = '2020-01-01' where lastupdated <> '2020-01-01'`.execute(target.db);
  await configureServer(target, {
    ...post.settings,
    keyVersionEnabled: '',
    keySystemNotificationsEmail: 'office@example.org',
    keyRemoteInstanceUrl: source.url,
    keyRemoteInstanceUsername: 'admin',
    keyRemoteInstancePassword: 'district',
    keyLastSuccessfulDataSynch: new Date().toISOString(),
    keyLastCompleteDataSetRegistrationSyncSuccess: new Date().toISOString(),
    keyMetadataFailedVersion: '',
    keyMetadataLastFailedTime: '',
    keySystemMetadataVersion: '',
    keyStopMetadataSync: '',
  });
});

const synchronize = async () => {
  const { uid } = await target.services.jobs.queue(target.db, { type: 'META_DATA_SYNC', requestedBy: admin });
  return await jobs.ended(uid);
};

describe('/api/metadata/version', () => {
  // Writing metadata is left to DHIS2.
  it.skipIf(layout)('makes versions of what has changed since the last one', async () => {
    const first = await create();
    expect(first).toMatchObject({
      status: 200,
      json: { name: 'Version_1', type: 'BEST_EFFORT', id: expect.any(String) },
    });
    await rename(element, 'Renamed for version 2');
    const second = await create('ATOMIC');
    expect(second.json).toMatchObject({ name: 'Version_2', type: 'ATOMIC' });
    const data = await source.request('/api/metadata/version/Version_2/data');
    expect(Object.keys(data.json).toSorted()).toEqual(['dataElements', 'system']);
    expect(data.json.dataElements).toMatchObject([{ id: element, name: 'Renamed for version 2' }]);
    expect(createHash('md5').update(data.text).digest('hex')).toBe(second.json.hashCode);
    const { json: all } = await source.request('/api/metadata/version/Version_1/data');
    expect(all.dataElements.length).toBeGreaterThan(1);
    expect((await source.request('/api/metadata/version')).json).toEqual(second.json);
    expect((await source.request('/api/metadata/version?versionName=Version_1')).json).toEqual(first.json);
    const names = async (path: string) =>
      (await source.request(path)).json.metadataversions.map(({ name }: { name: string }) => name);
    expect(await names('/api/metadata/versions')).toEqual(['Version_1', 'Version_2']);
    expect(await names('/api/metadata/version/history')).toEqual(['Version_1', 'Version_2']);
    expect(await names('/api/metadata/version/history?baseline=Version_1')).toEqual(['Version_2']);
    expect(await names('/api/metadata/version/history?baseline=Version_2')).toEqual([]);
  });

  // Writing metadata is left to DHIS2.
  it.skipIf(layout)('gives the data packed', async () => {
    await create();
    const response = await fetch(`${source.url}/api/metadata/version/Version_1/data.gz`, {
      headers: { authorization: `Basic ${Buffer.from('admin:district').toString('base64')}` },
    });
    expect(response.headers.get('content-type')).toBe('application/gzip');
    const text = gunzipSync(Buffer.from(await response.arrayBuffer())).toString();
    expect(JSON.parse(text).system).toMatchObject({ version: '0.0.0' });
  });

  it.each([
    [
      '/api/metadata/version?versionName=Version_9',
      404,
      'No metadata version with name Version_9 exists. Please check again later.',
    ],
    ['/api/metadata/version/Version_9/data', 404, 'No metadata version snapshot found for the given version Version_9'],
    [
      '/api/metadata/version/history?baseline=Version_9',
      404,
      'There is no such metadata version. The latest version is Version none',
    ],
    ['/api/metadata/version', 404, 'No metadata versions exist. Please check again later.'],
  ])('%s is %i', async (path, status, message) => {
    expect(await source.request(path)).toMatchObject({ status, json: { message } });
  });

  it('is off unless the setting says so', async () => {
    await configureServer(source, { keyVersionEnabled: 'false' });
    const message = 'Metadata versioning is not enabled for this instance.';
    for (const path of ['version', 'versions', 'version/history', 'version/Version_1/data'])
      expect(await source.request(`/api/metadata/${path}`)).toMatchObject({ status: 400, json: { message } });
    if (layout === undefined) expect(await create()).toMatchObject({ status: 400, json: { message } });
  });

  // Writing metadata is left to DHIS2.
  it.skipIf(layout)('makes two versions at once one after the other', async () => {
    const answers = await Promise.all([create(), create()]);
    expect(answers.map(({ json }) => json.name).toSorted()).toEqual(['Version_1', 'Version_2']);
  });

  // Writing metadata is left to DHIS2.
  it.skipIf(layout)('refuses an unknown kind of version', async () => {
    expect((await create('SOME')).status).toBe(400);
  });
});

// Writing metadata is left to DHIS2.
describe.skipIf(layout)('META_DATA_SYNC', () => {
  it('takes over each newer version of another server, in order', async () => {
    await create('ATOMIC');
    expect(await synchronize()).toMatchObject({
      state: 'done',
      message: 'Metadata synchronized: this server is at Version_1 now',
    });
    await rename(element, 'Second name');
    await create('ATOMIC');
    await rename(element, 'Third name');
    await create();
    expect(await synchronize()).toMatchObject({
      state: 'done',
      message: 'Metadata synchronized: this server is at Version_3 now',
    });
    expect(await nameOf(target, element)).toBe('Third name');
    expect(await setting('keySystemMetadataVersion')).toBe('Version_3');
    expect(await setting('keyRemoteMetadataVersion')).toBe('Version_3');
    expect(await setting('keyVersionEnabled')).toBe(true);
    const { json } = await target.request('/api/metadata/versions');
    expect(json.metadataversions).toMatchObject([
      { name: 'Version_1', importdate: expect.any(String) },
      { name: 'Version_2', type: 'ATOMIC' },
      { name: 'Version_3', type: 'BEST_EFFORT' },
    ]);
    expect(await synchronize()).toMatchObject({
      state: 'done',
      message: 'Metadata synchronized: there was no newer version',
    });
  });

  const offer = (snapshot: string, version: Readonly<Record<string, unknown>> = {}) => {
    const hashCode = createHash('md5').update(snapshot).digest('hex');
    const listed = {
      name: 'Version_7',
      type: 'ATOMIC',
      created: '2026-03-01T10:00:00.000+0000',
      id: 'VersionAAAA',
      hashCode,
      ...version,
    };
    remote.on('/hmis/api/metadata/version/history', { body: { metadataversions: [listed] } });
    remote.on('/hmis/api/metadata/version/Version_7/data.gz', { body: snapshot });
    return configureServer(target, remote.settings);
  };
  const withName = (name: string, rest: object = {}) =>
    JSON.stringify({
      system: { version: '2.42.1' },
      dataElements: [
        { id: element, name, shortName: name, domainType: 'AGGREGATE', valueType: 'NUMBER', aggregationType: 'SUM' },
      ],
      ...rest,
    });

  it('takes nothing of an atomic version with an error, keeps what failed, mails it and fails', async () => {
    const before = await nameOf(target, element);
    await offer(withName('Never', { indicators: [{ name: 'incomplete' }] }));
    const run = await synchronize();
    expect(run).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('Version_7 was not taken: 2 of 2 objects were refused'),
    });
    expect(await nameOf(target, element)).toBe(before);
    expect(await setting('keyMetadataFailedVersion')).toBe('Version_7');
    expect(await setting('keyMetadataLastFailedTime')).not.toBe('1970-01-01T00:00:00.000Z');
    expect(remote.to('/hmis/api/metadata/version/history')).toHaveLength(2);
    expect(post.mails).toMatchObject([
      { to: ['office@example.org'], subject: 'DHIS 2: metadata synchronization failed' },
    ]);
    expect(post.mails[0]?.text).toContain('Version_7 was not taken');

    await offer(withName('After all'));
    expect(await synchronize()).toMatchObject({ state: 'done' });
    expect(await nameOf(target, element)).toBe('After all');
    expect(await setting('keyMetadataFailedVersion')).toBe('');
  });

  it('takes the good objects of a version by best effort', async () => {
    await offer(withName('Best effort', { indicators: [{ name: 'incomplete' }] }), { type: 'BEST_EFFORT' });
    const run = await synchronize();
    expect(run).toMatchObject({ state: 'done' });
    expect(run.messages).toContainEqual(
      expect.objectContaining({ level: 'WARN', message: expect.stringContaining('1 of 2 objects were refused') }),
    );
    expect(await nameOf(target, element)).toBe('Best effort');
  });

  it('takes no version that arrived damaged', async () => {
    await offer(withName('Damaged'), { hashCode: '0'.repeat(32) });
    expect(await synchronize()).toMatchObject({
      state: 'failed',
      message: 'The metadata of Version_7 arrived damaged: its hash is another one.',
    });
    expect(await nameOf(target, element)).not.toBe('Damaged');
  });

  it('takes no version of another system version when the setting says so', async () => {
    await offer(withName('Other system'));
    await configureServer(target, { keyStopMetadataSync: 'true' });
    expect(await synchronize()).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('made by version 2.42.1'),
    });
  });

  it('tries again when the server fails for a moment', async () => {
    await offer(withName('Second try'));
    let asked = 0;
    remote.on('/hmis/api/metadata/version/Version_7/data.gz', () => {
      asked += 1;
      return asked === 1 ? { status: 503 } : { body: withName('Second try') };
    });
    expect(await synchronize()).toMatchObject({ state: 'done' });
    expect(await nameOf(target, element)).toBe('Second try');
    expect(post.mails).toEqual([]);
  });

  it('needs a user in whose name it takes over', async () => {
    expect(await jobs.run('META_DATA_SYNC')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('executedBy'),
    });
  });
});
