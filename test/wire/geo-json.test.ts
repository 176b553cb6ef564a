import { beforeAll, describe, expect, it } from 'vitest';
import { layout } from '../support/dhis2/layout.js';
import { testServer } from '../support/server.js';
import { makeUsers } from '../support/users.js';

const server = testServer({ demo: true });
const PATH = '/api/organisationUnits';
const point = (longitude: number) => ({ type: 'Point', coordinates: [longitude, 1.5] });

interface Unit {
  readonly id: string;
  readonly name: string;
  readonly code: string;
}

let units: readonly Unit[] = [];

beforeAll(async () => {
  const { json } = await server.request(`${PATH}?level=2&fields=id,name&paging=false&order=id`);
  units = json.organisationUnits.map((unit: Unit, index: number) => ({ ...unit, code: `GEO_${index}` }));
  for (const { id, code } of units)
    await server.request(`${PATH}/${id}`, {
      method: 'PATCH',
      body: [
        { op: 'add', path: '/code', value: code },
        { op: 'remove', path: '/geometry' },
      ],
      headers: { 'content-type': 'application/json-patch+json' },
    });
});

const unit = (index: number): Unit => units[index] ?? { id: '', name: '', code: '' };
const send = (query: string, body: unknown, user = 'admin:district') =>
  server.request(`${PATH}/geometry${query}`, { method: 'POST', body, user });
const stored = async (id: string, fields = 'geometry') => (await server.request(`${PATH}/${id}?fields=${fields}`)).json;
const collection = (...features: readonly object[]) => ({ type: 'FeatureCollection', features });

async function attribute(valueType: string, organisationUnitAttribute: boolean): Promise<string> {
  const name = `Attribute ${valueType} ${organisationUnitAttribute}`;
  const body = { name, shortName: name, valueType, organisationUnitAttribute, categoryAttribute: true };
  const { json, text } = await server.request('/api/attributes', { method: 'POST', body });
  if (json?.response?.uid === undefined) throw new Error(text);
  return json.response.uid;
}

// Metadata are left to a DHIS2.
describe.skipIf(layout)('a file of geometries', () => {
  it.each([
    ['', ({ id }: Unit) => ({ id })],
    ['?geoJsonId=false&geoJsonProperty=ou&orgUnitProperty=code', ({ code }: Unit) => ({ properties: { ou: code } })],
    ['?orgUnitProperty=name', ({ name }: Unit) => ({ id: name })],
  ])('goes to the units that it names: %s', async (query, named) => {
    const geometry = point(query.length);
    const dry = await send(
      `${query}${query === '' ? '?' : '&'}dryRun=true`,
      collection({ ...named(unit(0)), geometry }),
    );
    expect(dry.json).toMatchObject({ status: 'OK', message: 'Import successful.' });
    expect((await stored(unit(0).id)).geometry).not.toEqual(geometry);
    const { status, json } = await send(query, collection({ ...named(unit(0)), geometry }));
    expect(status).toBe(200);
    const had = query === '' ? { imported: 1, updated: 0 } : { imported: 0, updated: 1 };
    expect(json.response).toEqual({
      responseType: 'GeoJsonImportReport',
      status: 'SUCCESS',
      importCount: { ...had, ignored: 0, deleted: 0 },
      totalConflictOccurrenceCount: 0,
      conflicts: [],
    });
    expect((await stored(unit(0).id)).geometry).toEqual(geometry);
  });

  it('takes what is good and says what is not', async () => {
    const { json } = await send(
      '',
      collection(
        { id: unit(1).id, geometry: point(1) },
        { geometry: point(2) },
        { id: 'nowhere', geometry: point(3) },
        { id: unit(2).id },
        { id: unit(3).id, geometry: { type: 'Polygon', coordinates: [[[0, 0]]] } },
        null as unknown as object,
      ),
    );
    expect(json).toMatchObject({ status: 'WARNING', message: 'Import partially successful.' });
    expect(json.response.importCount).toEqual({ imported: 1, updated: 0, ignored: 5, deleted: 0 });
    const problems = json.response.conflicts.map(({ indexes, errorCode }: { indexes: number[]; errorCode: string }) => [
      indexes[0],
      errorCode,
    ]);
    expect(problems.toSorted()).toEqual([
      [1, 'E7705'],
      [2, 'E7708'],
      [3, 'E7706'],
      [4, 'E7707'],
      [5, 'E7705'],
    ]);
    expect((await stored(unit(1).id)).geometry).toEqual(point(1));
    expect((await stored(unit(3).id)).geometry).toBeUndefined();
  });

  it.each([
    ['no object', '[]', '', 'E7701'],
    ['no features', '{"type":"Feature"}', '', 'E7701'],
    ['nothing', '', '', 'E7701'],
    ['an unknown attribute', '{"features":[]}', '?attributeId=abcdefghijk', 'E7702'],
  ])('is refused as a whole: %s', async (_what, body, query, code) => {
    const headers = { 'content-type': 'application/geo+json' };
    const { status, json } = await server.request(`${PATH}/geometry${query}`, { method: 'POST', body, headers });
    expect([status, json.status, json.message]).toEqual([200, 'ERROR', 'Import failed.']);
    expect(json.response.conflicts).toMatchObject([{ errorCode: code, indexes: [] }]);
  });

  it('does not guess which of two units of a name is meant', async () => {
    const child = (shortName: string) => ({
      name: 'Twin',
      shortName,
      openingDate: '2020-01-01',
      parent: { id: unit(0).id },
    });
    for (const name of ['Twin A', 'Twin B'])
      expect((await server.request(PATH, { method: 'POST', body: child(name) })).status).toBe(201);
    const { json } = await send('?orgUnitProperty=name', collection({ id: 'Twin', geometry: point(5) }));
    expect(json.response.conflicts).toMatchObject([{ errorCode: 'E7711', indexes: [0] }]);
  });

  it('can be the value of an attribute', async () => {
    const wrongType = await attribute('TEXT', true);
    const wrongObjects = await attribute('GEOJSON', false);
    const right = await attribute('GEOJSON', true);
    const body = collection({ id: unit(4).id, geometry: point(7) });
    expect((await send(`?attributeId=${wrongType}`, body)).json.response.conflicts[0].errorCode).toBe('E7703');
    expect((await send(`?attributeId=${wrongObjects}`, body)).json.response.conflicts[0].errorCode).toBe('E7704');
    expect((await send(`?attributeId=${right}`, body)).json.response.importCount.imported).toBe(1);
    const { geometry, attributeValues } = await stored(unit(4).id, 'geometry,attributeValues');
    expect(geometry).toBeUndefined();
    expect(JSON.parse(attributeValues[0].value)).toEqual(point(7));
    const gone = await server.request(`${PATH}/${unit(4).id}/geometry?attributeId=${right}`, { method: 'DELETE' });
    expect(gone.json.response.importCount.deleted).toBe(1);
    expect((await stored(unit(4).id, 'attributeValues')).attributeValues).toEqual([]);
  });

  it('is imported as a job when asked to', async () => {
    const { status, json } = await send(
      '?async=true',
      collection({ id: unit(2).id, geometry: point(9) }, { id: 'no' }),
    );
    expect(status).toBe(200);
    const { id, relativeNotifierEndpoint } = json.response;
    expect(relativeNotifierEndpoint).toBe(`/api/system/tasks/GEOJSON_IMPORT/${id}`);
    await expect
      .poll(async () => (await server.request(relativeNotifierEndpoint)).json[0].completed, { timeout: 15_000 })
      .toBe(true);
    const [last] = (await server.request(relativeNotifierEndpoint)).json;
    expect(last.message).toBe(
      'GeoJSON import completed with status WARNING, 1 created, 0 updated, 0 deleted, 1 ignored',
    );
    const summary = (await server.request(`/api/system/taskSummaries/GEOJSON_IMPORT/${id}`)).json;
    expect(summary).toMatchObject({ status: 'WARNING', importCount: { imported: 1, ignored: 1 } });
    expect((await stored(unit(2).id)).geometry).toEqual(point(9));
    expect((await server.request(`/api/jobConfigurations/${id}?fields=errorCodes`)).json).toEqual({
      errorCodes: 'E7708',
    });
  });
});

describe.skipIf(layout)('the geometry of one unit', () => {
  it('is set and taken away', async () => {
    const { id } = unit(5 % units.length);
    const set = await server.request(`${PATH}/${id}/geometry`, { method: 'POST', body: point(11) });
    expect(set.json.message).toBe('Import successful.');
    expect((await stored(id)).geometry).toEqual(point(11));
    const remove = () => server.request(`${PATH}/${id}/geometry`, { method: 'DELETE' });
    expect((await remove()).json.response.importCount.deleted).toBe(1);
    expect((await stored(id)).geometry).toBeUndefined();
    expect((await remove()).json.response.importCount.deleted).toBe(0);
    const nowhere = await server.request(`${PATH}/abcdefghijk/geometry`, { method: 'DELETE' });
    expect(nowhere.json.response.conflicts).toMatchObject([{ errorCode: 'E7708' }]);
  });

  it('is for those who keep organisation units', async () => {
    const { login } = await makeUsers(server).make(['F_DATAELEMENT_PUBLIC_ADD']);
    expect((await send('', collection(), login)).status).toBe(403);
    const path = `${PATH}/${unit(0).id}/geometry`;
    expect((await server.request(path, { method: 'DELETE', user: login })).status).toBe(403);
    expect((await server.request(path, { method: 'POST', body: point(1), user: login })).status).toBe(403);
  });
});
