import { beforeAll, describe, expect, it } from 'vitest';
import { enrichMetadata, type Fixture, share } from '../../support/metadata-fixture.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const READER = 'user003:District1!';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await enrichMetadata(server.db);
});

/** Shares data element number 1 as told and says whether the reader finds it in lists, by itself and by a property. */
async function readable(sharing: object): Promise<boolean> {
  const uid = fixture.elements[1] ?? '';
  await share(server.db, 'dataelement', uid, sharing);
  const list = await server.request(`/api/dataElements?filter=id:eq:${uid}&fields=id`, { user: READER });
  expect(list.status, list.text).toBe(200);
  const seen = list.json.dataElements.length === 1;
  expect(list.json.pager.total).toBe(seen ? 1 : 0);
  for (const path of [uid, `${uid}/name`]) {
    const { status, json } = await server.request(`/api/dataElements/${path}`, { user: READER });
    expect(status).toBe(seen ? 200 : 403);
    if (!seen)
      expect(json).toEqual({
        httpStatus: 'Forbidden',
        httpStatusCode: 403,
        status: 'ERROR',
        message: `You don't have the proper permissions to read this object.`,
        errorCode: 'E1006',
      });
  }
  const whole = await server.request(`/api/dataElements/${uid}`);
  expect(whole.status, 'a super user reads everything').toBe(200);
  return seen;
}

describe('sharing', () => {
  it('opens an object to everybody, to its owner, to users and to groups', async () => {
    const reader = fixture.users.get('user003') ?? '';
    const other = fixture.users.get('user004') ?? '';
    const group = fixture.userGroup;
    const closed = { public: '--------', owner: other };
    expect(await readable(closed)).toBe(false);
    expect(await readable({ public: 'r-------' })).toBe(true);
    expect(await readable({ public: '-w------' })).toBe(false);
    expect(await readable({})).toBe(true);
    expect(await readable({ ...closed, owner: reader })).toBe(true);
    expect(await readable({ ...closed, users: { [reader]: { id: reader, access: 'r-------' } } })).toBe(true);
    expect(await readable({ ...closed, users: { [reader]: { id: reader, access: '--r-----' } } })).toBe(false);
    expect(await readable({ ...closed, users: { [other]: { id: other, access: 'rw------' } } })).toBe(false);
    expect(await readable({ ...closed, userGroups: { [group]: { id: group, access: 'r-------' } } })).toBe(true);
    expect(await readable({ ...closed, userGroups: { AAAAAAAAAAA: { id: 'AAAAAAAAAAA', access: 'rw------' } } })).toBe(
      false,
    );
    expect(await readable({ ...closed, users: null, userGroups: null })).toBe(false);
  });

  it('is shown whole, whatever is stored', async () => {
    const uid = fixture.elements[2] ?? '';
    await share(server.db, 'dataelement', uid, { public: 'rw------', users: null });
    const { json } = await server.request(`/api/dataElements/${uid}?fields=sharing,access`);
    expect(json.sharing).toEqual({ public: 'rw------', external: false, users: {}, userGroups: {} });
    expect(json.access).toMatchObject({ read: true, update: true, delete: true });
    const seen = (await server.request(`/api/dataElements/${uid}?fields=access`, { user: READER })).json;
    expect(seen.access).toEqual({
      manage: false,
      externalize: false,
      write: false,
      read: true,
      update: false,
      delete: false,
    });
  });

  it('of data is told apart', async () => {
    const { json } = await server.request('/api/dataSets?fields=id&pageSize=1');
    const [{ id }] = json.dataSets;
    await share(server.db, 'dataset', id, { public: 'r-r-----' });
    const { json: seen } = await server.request(`/api/dataSets/${id}?fields=access`, { user: READER });
    expect(seen.access.data).toEqual({ read: true, write: false });
  });

  it('does not matter for units, which are everybody’s', async () => {
    const { json } = await server.request('/api/organisationUnits', { user: READER });
    expect(json.pager.total).toBe(150);
  });
});

describe('who may read a type', () => {
  it('users are read by those who work with users', async () => {
    const uid = fixture.users.get('user003');
    for (const path of ['users', `users/${uid}`, `users/${uid}/name`]) {
      const { status, json } = await server.request(`/api/${path}`, { user: READER });
      expect([status, json.message, json.errorCode]).toEqual([
        403,
        `You don't have the proper permissions to read objects of this type.`,
        'E1006',
      ]);
      expect((await server.request(`/api/${path}`)).status).toBe(200);
    }
  });

  it('nobody without a name', async () => {
    const headers = { 'x-requested-with': 'XMLHttpRequest' };
    expect((await server.request('/api/dataElements', { user: null, headers })).status).toBe(401);
    expect((await server.request('/api/dataElements', { user: null })).status).toBe(302);
  });
});

describe('what is not there', () => {
  it.each([
    ['dataElements/AAAAAAAAAAA', 'DataElement with id AAAAAAAAAAA could not be found.'],
    ['dataElements/AAAAAAAAAAA/name', 'DataElement with id AAAAAAAAAAA could not be found.'],
    ['users/AAAAAAAAAAA', 'User with id AAAAAAAAAAA could not be found.'],
    ['dataElements/fbfJHSPpUQD/nothing', 'Property nothing does not exist on DataElement'],
    ['dataElements/fbfJHSPpUQD/constructor', 'Property constructor does not exist on DataElement'],
    ['users/M5zQapPyTZI/password', 'Property password does not exist on User'],
  ])('%s', async (path, message) => {
    const { status, json } = await server.request(`/api/${path}`);
    expect([status, json]).toEqual([
      404,
      { httpStatus: 'Not Found', httpStatusCode: 404, status: 'ERROR', message, errorCode: 'E1005' },
    ]);
  });
});

describe('a property of an object', () => {
  const ANC = '/api/dataElements/fbfJHSPpUQD';

  it.each([
    ['name', { name: 'ANC 1st visit' }],
    ['style?fields=color', { style: { color: '#00ff00' } }],
    ['categoryCombo?fields=id,displayName', { categoryCombo: { id: 'bjDvmb4bfuf', displayName: 'default' } }],
    ['dataElementGroups?fields=nothing', { dataElementGroups: [{}, {}] }],
    ['fieldMask', {}],
    [
      'attributeValues?fields=attribute[code],value',
      { attributeValues: [{ attribute: { code: 'NOTE' }, value: 'Note 0' }] },
    ],
  ])('%s', async (property, wanted) => {
    const { status, json } = await server.request(`${ANC}/${property}`);
    expect([status, json]).toEqual([200, wanted]);
  });

  it('has everything unless told otherwise', async () => {
    const { json } = await server.request(`${ANC}/categoryCombo`);
    const combo = await server.request('/api/categoryCombos/bjDvmb4bfuf');
    expect(json.categoryCombo).toEqual(combo.json);
  });
});

describe('forms and headers', () => {
  it.each([
    ['dataElements.xml', {}],
    ['dataElements', { accept: 'application/xml' }],
    ['dataElements', { accept: 'text/csv' }],
    ['dataElements/fbfJHSPpUQD.xml', {}],
    ['dataElements/fbfJHSPpUQD/name.csv', {}],
  ])('%s is JSON only', async (path, headers) => {
    const { status, text } = await server.request(`/api/${path}`, { headers });
    expect(status).toBe(406);
    expect(text).toContain('No acceptable representation');
  });

  it('.json is fine, answers are revalidated and not sent twice', async () => {
    for (const path of [
      'dataElements.json?fields=id',
      'dataElements/fbfJHSPpUQD.json',
      'dataElements/fbfJHSPpUQD/name.json',
    ]) {
      const { status, headers } = await server.request(`/api/${path}`);
      expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
        200,
        'application/json;charset=UTF-8',
        'no-cache, private',
      ]);
      const etag = headers.get('etag') ?? '';
      expect(etag).toMatch(/^"0[0-9a-f]{32}"$/);
      const again = await server.request(`/api/${path}`, { headers: { 'if-none-match': etag } });
      expect([again.status, again.text]).toEqual([304, '']);
    }
  });

  it('methods that read only', async () => {
    const { status } = await server.request('/api/dataElements/fbfJHSPpUQD', { method: 'HEAD' });
    expect(status).toBe(200);
  });
});
