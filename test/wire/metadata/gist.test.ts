import { beforeAll, describe, expect, it } from 'vitest';
import { giveMetadata } from '../../support/metadata.js';
import { share } from '../../support/metadata-fixture.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const get = async (path: string, user?: string) => {
  const { status, json, text } = await server.request(`/api/${path}`, user === undefined ? {} : { user });
  expect(status, text).toBe(200);
  return json;
};

interface Named {
  readonly id: string;
  readonly name: string;
}

let units: readonly Named[] = [];
let root = '';

beforeAll(async () => {
  units = (await get('organisationUnits?level=2&fields=id,name&paging=false')).organisationUnits;
  root = (await get('organisationUnits?level=1&fields=id')).organisationUnits[0].id;
});

describe('the gist of a type', () => {
  it('lists simple members, and where the others are', async () => {
    const { pager, dataElements } = await get('dataElements/gist?pageSize=3&order=name');
    expect(pager).toEqual({ page: 1, pageSize: 3, nextPage: '/dataElements/gist?pageSize=3&order=name&page=2' });
    expect(dataElements).toHaveLength(3);
    const [first] = dataElements;
    const known = await get(`dataElements/${first.id}?fields=name,categoryCombo[id],valueType`);
    expect(first).toMatchObject({ name: known.name, valueType: known.valueType });
    expect(first.categoryCombo).toBeUndefined();
    expect(first.apiEndpoints).toMatchObject({
      categoryCombo: `/categoryCombos/${known.categoryCombo.id}/gist`,
      dataElementGroups: `/dataElements/${first.id}/dataElementGroups/gist`,
    });
    for (const name of ['translations', 'sharing', 'href', 'access']) expect(first).not.toHaveProperty(name);
  });

  it.each([
    ['XS', (item: Record<string, unknown>) => [item.name, item.level, item.children, item.apiEndpoints], 'name'],
    ['M', (item: Record<string, unknown>) => [item.children], 'count'],
    ['L', (item: Record<string, unknown>) => [item.children], 'ids'],
    ['XL', (item: Record<string, unknown>) => [item.children], 'objects'],
  ])('shows as much as auto=%s says', async (auto, pick, what) => {
    const { organisationUnits } = await get(`organisationUnits/gist?filter=level:eq:1&auto=${auto}`);
    const ids = units.map(({ id }) => id).toSorted();
    const { name } = await get(`organisationUnits/${root}?fields=name,id`);
    const [value, ...rest] = pick(organisationUnits[0]);
    if (what === 'name') expect([value, ...rest]).toEqual([name, undefined, undefined, undefined]);
    if (what === 'count') expect(value).toBe(ids.length);
    if (what === 'ids') expect((value as string[]).toSorted()).toEqual(ids);
    if (what === 'objects') expect((value as { id: string }[]).map(({ id }) => id).toSorted()).toEqual(ids);
  });

  it('counts all that comply when asked to, and links its pages', async () => {
    const { pager } = await get('dataElements/gist?total=true&page=2&pageSize=10');
    const { total } = (await get('dataElements?pageSize=1')).pager;
    expect(pager).toMatchObject({ page: 2, pageSize: 10, total, pageCount: Math.ceil(total / 10) });
    expect(pager.prevPage).toBe('/dataElements/gist?total=true&pageSize=10&page=1');
    const headless = await get('dataElements/gist?headless=true&pageSize=2&fields=id,name');
    expect(headless).toHaveLength(2);
    expect(Object.keys(headless[0])).toEqual(['id', 'name']);
  });

  it('gives values alone where one member is asked for', async () => {
    const { organisationUnits } = await get('organisationUnits/gist?fields=name&filter=level:eq:2&order=name');
    expect(organisationUnits.toSorted()).toEqual(units.map(({ name }) => name).toSorted());
    const { name } = units[0] ?? { name: '' };
    expect(await get(`organisationUnits/${units[0]?.id}/gist?fields=name`)).toBe(name);
  });

  it('writes whole addresses when asked to', async () => {
    const [first] = await get('dataElements/gist?headless=true&pageSize=1&absoluteUrls=true');
    expect(first.apiEndpoints.dataElementGroups).toBe(
      `${server.url}/api/dataElements/${first.id}/dataElementGroups/gist?absoluteUrls=true`,
    );
  });
});

describe('members in other forms', () => {
  it.each([
    ['children::size', (ids: string[]) => ids.length],
    ['children::isEmpty', () => false],
    ['children~isNotEmpty', () => true],
    ['children@ids', (ids: string[]) => ids],
    ['children::id-objects', (ids: string[]) => ids.map((id) => ({ id }))],
    ['children::member(abcdefghijk)', () => false],
    ['children::not-member(abcdefghijk)', () => true],
  ])('%s', async (field, expected) => {
    const sorted = (value: unknown) =>
      Array.isArray(value) ? value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : value;
    const item = await get(`organisationUnits/${root}/gist?fields=id,${field}~rename(child-units)`);
    expect(sorted(item['child-units'])).toEqual(sorted(expected(units.map(({ id }) => id))));
    expect(item.apiEndpoints).toEqual({ 'child-units': `/organisationUnits/${root}/children/gist` });
  });

  it('finds a member, and plucks names', async () => {
    const member = units[0]?.id;
    expect((await get(`organisationUnits/${root}/gist?fields=id,children::member(${member})`)).children).toBe(true);
    for (const field of ['children::pluck(name)', 'children[name]']) {
      const { children } = await get(`organisationUnits/${root}/gist?fields=id,${field}`);
      expect(children.toSorted()).toEqual(units.map(({ name }) => name).toSorted());
    }
    const { parent } = await get(`organisationUnits/${member}/gist?fields=id,parent::pluck(level)`);
    expect(parent).toBe(1);
  });
});

describe('the gist of a collection', () => {
  it('lists its objects, or all others', async () => {
    const inside = await get(`organisationUnits/${root}/children/gist?total=true&fields=id,level`);
    expect(inside.pager.total).toBe(units.length);
    expect(inside.organisationUnits.every(({ level }: { level: number }) => level === 2)).toBe(true);
    const outside = await get(`organisationUnits/${root}/children/gist?total=true&fields=id,level&inverse=true`);
    const { total } = (await get('organisationUnits?pageSize=1')).pager;
    expect(outside.pager.total).toBe(total - units.length);
  });

  it('gives the value of a simple member', async () => {
    expect(await get(`organisationUnits/${root}/level/gist`)).toBe(1);
  });
});

describe('jobs', () => {
  it('have a gist, too', async () => {
    const { jobConfigurations } = await get('jobConfigurations/gist?filter=id:eq:DHIS2rocks1');
    expect(jobConfigurations[0]).toMatchObject({ id: 'DHIS2rocks1', name: 'Housekeeping', jobType: 'HOUSEKEEPING' });
    expect(await get('jobConfigurations/DHIS2rocks1/gist')).toMatchObject({ id: 'DHIS2rocks1', delay: 20 });
  });
});

describe('bad input', () => {
  it('is refused in so many words', async () => {
    for (const [path, status] of [
      ['dataElements/gist?auto=HUGE', 400],
      ['dataElements/gist?pageSize=1001', 400],
      ['dataElements/gist?page=0', 400],
      ['dataElements/abcdefghijk/gist', 404],
      ['organisationUnits/abcdefghijk/children/gist', 404],
      [`organisationUnits/${root}/nonsense/gist`, 404],
      ['users/M5zQapPyTZI/password/gist', 404],
    ] as const)
      expect((await server.request(`/api/${path}`)).status, path).toBe(status);
  });

  it('shows nobody what they may not see', async () => {
    const { login } = await makeUsers(server).make([]);
    const uid = 'hiddenGrou1';
    await giveMetadata(server, { dataElementGroups: [{ id: uid, name: 'Hidden group', shortName: 'Hidden' }] });
    await share(server.db, 'dataelementgroup', uid, { public: '--------' });
    const { dataElementGroups } = await get('dataElementGroups/gist?pageSize=1000&fields=id', login);
    expect(dataElementGroups).not.toContain(uid);
    expect((await server.request(`/api/dataElementGroups/${uid}/gist`, { user: login })).status).toBe(403);
    expect((await server.request(`/api/dataElementGroups/${uid}/dataElements/gist`, { user: login })).status).toBe(403);
  });
});
