// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of gateways are written like this
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer();
const users = makeUsers(server);

const GENERIC = {
  type: 'http',
  name: 'Mobile',
  urlTemplate: 'https://sms.example.org/send',
  configurationTemplate: 'to=${recipients}&text=${text}&key=${key}',
  contentType: 'FORM_URL_ENCODED',
  useGet: false,
  sendUrlParameters: false,
  parameters: [
    { key: 'key', value: 'secret', header: false, encode: false, confidential: true },
    { key: 'X-Sender', value: 'Ward', header: true, encode: false, confidential: false },
  ],
};

const post = async (body: unknown) => await server.request('/api/gateways', { method: 'POST', body });
const add = async (more: object = {}) => {
  const { status, json, headers } = await post({ ...GENERIC, ...more });
  expect({ status, message: json.message }).toEqual({ status: 200, message: 'Gateway configuration added' });
  return headers.get('location')?.split('/').at(-1) ?? '';
};
const put = (uid: string, body: unknown) => server.request(`/api/gateways/${uid}`, { method: 'PUT', body });
const get = async (uid: string) => (await server.request(`/api/gateways/${uid}`)).json;
const list = async (fields = 'name,isDefault') =>
  (await server.request(`/api/gateways?fields=${fields}`)).json.gateways;
const storedSecrets = async (uid: string) =>
  (
    await sql<{ config: { password?: string; parameters?: { value: string }[] } }>`
      select gateway.config from orderly.sms_gateway as gateway where gateway.uid = ${uid}
    `.execute(server.db)
  ).rows[0]?.config;

beforeEach(async () => {
  await sql`delete from orderly.sms_gateway`.execute(server.db);
});

describe('gateways', () => {
  it('are kept, and shown without what is confidential', async () => {
    const uid = await add();
    const shown = {
      ...GENERIC,
      uid,
      isDefault: true,
      parameters: [{ ...GENERIC.parameters[0], value: '' }, GENERIC.parameters[1]],
    };
    expect(await get(uid)).toEqual(shown);
    expect((await server.request('/api/gateways')).json).toEqual({ gateways: [shown] });
    expect((await storedSecrets(uid))?.parameters?.[0]?.value).toBe('secret');
  });

  it('of BulkSMS and Clickatell show neither password nor token', async () => {
    const bulk = await add({ type: 'bulksms', name: 'Bulk', username: 'us', password: 'pw-secret', urlTemplate: '' });
    const click = await add({ type: 'clickatell', name: 'Click', authToken: 'tok-secret', urlTemplate: undefined });
    expect(await get(bulk)).toEqual({
      uid: bulk,
      name: 'Bulk',
      type: 'bulksms',
      isDefault: true,
      urlTemplate: 'https://api.bulksms.com/v1/messages',
      username: 'us',
      sendUrlParameters: false,
    });
    expect((await get(click)).urlTemplate).toBe('https://platform.clickatell.com/messages');
    expect((await server.request('/api/gateways')).text).not.toContain('secret');
  });

  it('keep the secrets that an update leaves empty', async () => {
    const uid = await add();
    const { json } = await put(uid, { ...(await get(uid)), name: 'Renamed' });
    expect(json.message).toBe(`Gateway with uid: ${uid} has been updated`);
    expect((await get(uid)).name).toBe('Renamed');
    expect((await storedSecrets(uid))?.parameters?.[0]?.value).toBe('secret');
    await put(uid, { ...GENERIC, parameters: [{ ...GENERIC.parameters[0], value: 'other' }] });
    expect((await storedSecrets(uid))?.parameters?.[0]?.value).toBe('other');
    // What was confidential is not to be had by calling it public.
    const open = [{ ...GENERIC.parameters[0], value: '', confidential: false }];
    await put(uid, { ...GENERIC, parameters: open });
    expect((await get(uid)).parameters[0].value).toBe('');
    expect((await storedSecrets(uid))?.parameters?.[0]?.value).toBe('');
    const bulk = await add({ type: 'bulksms', name: 'Bulk', username: 'us', password: 'pw' });
    await put(bulk, { type: 'bulksms', name: 'Bulk', username: 'them' });
    expect(await storedSecrets(bulk)).toMatchObject({ username: 'them', password: 'pw' });
  });

  it('have one default among them', async () => {
    const first = await add({ name: 'First' });
    const second = await add({ name: 'Second', isDefault: true });
    expect(await list()).toEqual([
      { name: 'First', isDefault: true },
      { name: 'Second', isDefault: false },
    ]);
    expect((await put(second, { ...GENERIC, isDefault: true })).json.message).toBe('Default gateway already exists');
    const answer = await server.request(`/api/gateways/default/${second}`, { method: 'PUT' });
    expect(answer.json.message).toBe('Second is set to default');
    expect(await list('isDefault')).toEqual([{ isDefault: false }, { isDefault: true }]);
    const removed = await server.request(`/api/gateways/${second}`, { method: 'DELETE' });
    expect(removed.json.message).toBe('Gateway removed successfully');
    expect(await list()).toEqual([{ name: 'First', isDefault: true }]);
    await server.request(`/api/gateways/${first}`, { method: 'DELETE' });
    expect(await list()).toEqual([]);
  });

  it('have one default when several are made at once', async () => {
    await Promise.all(Array.from({ length: 6 }, () => add()));
    const gateways: readonly { readonly isDefault: boolean }[] = await list('isDefault');
    expect(gateways.filter(({ isDefault }) => isDefault)).toHaveLength(1);
  });

  it('that are not there are not found', async () => {
    for (const [path, method] of [
      ['abcdefghij1', 'GET'],
      ['abcdefghij1', 'PUT'],
      ['default/abcdefghij1', 'PUT'],
      ['abcdefghij1', 'DELETE'],
    ] as const) {
      const body = method === 'PUT' ? GENERIC : undefined;
      const { status, json } = await server.request(`/api/gateways/${path}`, { method, body });
      expect({ path, status }).toEqual({ path, status: 404 });
      expect(json.message).toContain('No gateway found');
    }
  });

  it('are for those who may send SMS', async () => {
    const [sender, other] = [await users.make(['F_MOBILE_SENDSMS']), await users.make(['F_MOBILE_SETTINGS'])];
    expect((await server.request('/api/gateways', { user: sender.login })).status).toBe(200);
    expect((await server.request('/api/gateways', { user: other.login })).status).toBe(403);
    expect((await server.request('/api/gateways', { user: other.login, method: 'POST', body: GENERIC })).status).toBe(
      403,
    );
  });

  const header = (key: string, value: string) => ({ parameters: [{ key, value, header: true }] });
  it.each([
    ['no name', { name: '' }, 409, 'Missing required property `name`'],
    ['no type', { type: undefined }, 409, 'Missing required property `type`'],
    [
      'a type that is not there',
      { type: 'smpp' },
      409,
      'This server has no SMS gateways of type smpp. There are http, bulksms and clickatell.',
    ],
    ['no address', { urlTemplate: null }, 409, 'Missing required property `urlTemplate`'],
    [
      'an address of a file',
      { urlTemplate: 'file:///etc/passwd' },
      409,
      'Property `urlTemplate` requires a valid URL, was given `file:///etc/passwd`',
    ],
    [
      'an address with a password',
      { urlTemplate: 'https://a:b@x.org' },
      409,
      'Property `urlTemplate` requires a valid URL, was given `https://a:b@x.org`',
    ],
    [
      'a kind of content that is not there',
      { contentType: 'IMAGE' },
      409,
      'Value `IMAGE` is not a valid for property `contentType`',
    ],
    [
      'a placeholder for nothing',
      { configurationTemplate: '${txt}' },
      409,
      '${txt} in the template is neither text nor recipients nor a parameter that is no header.',
    ],
    [
      'a placeholder for a header',
      { ...header('X-Key', 'k'), configurationTemplate: '${X-Key}' },
      409,
      '${X-Key} in the template is neither text nor recipients nor a parameter that is no header.',
    ],
    [
      'a header with a line break in its value',
      header('X-Key', 'a\r\nHost: b'),
      409,
      'The value of X-Key cannot be sent in a header.',
    ],
    [
      'a header with a letter no header has',
      header('X-Key', 'ł'),
      409,
      'The value of X-Key cannot be sent in a header.',
    ],
    ['a header with a name no header has', header('X Key', 'a'), 409, 'X Key cannot be the name of a header.'],
    [
      'the same parameter twice',
      {
        parameters: [
          { key: 'key', value: 'a' },
          { key: 'key', value: 'b' },
        ],
      },
      409,
      'There are two parameters key.',
    ],
    [
      'parameters that are no list',
      { parameters: 'key' },
      400,
      'Property parameters has to be a list of at most 50 objects.',
    ],
    ['a parameter without a key', { parameters: [{ value: 'a' }] }, 409, 'Missing required property `key`'],
    ['a flag that is none', { useGet: 'yes' }, 400, 'Property useGet has to be true or false.'],
    ['no password', { type: 'bulksms', username: 'us' }, 409, 'Missing required property `password`'],
    ['no token', { type: 'clickatell' }, 409, 'Missing required property `authToken`'],
  ])('are refused with %s', async (_what, more, status, message) => {
    const answer = await post({ ...GENERIC, ...more });
    expect({ status: answer.status, message: answer.json.message }).toEqual({ status, message });
    expect(await list()).toEqual([]);
  });

  it('are refused as something that is no object', async () => {
    for (const body of ['[]', '"x"', '{', '']) {
      const { status } = await server.request('/api/gateways', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
      expect({ body, status }).toEqual({ body, status: 400 });
    }
  });

  it('keep their type', async () => {
    const uid = await add();
    const { status, json } = await put(uid, { type: 'bulksms', name: 'Bulk', username: 'us', password: 'pw' });
    expect({ status, message: json.message }).toEqual({
      status: 409,
      message: 'Type of an existing configuration cannot be changed',
    });
  });
});
