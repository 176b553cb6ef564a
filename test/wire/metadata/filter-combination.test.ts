import { beforeAll, describe, expect, it } from 'vitest';
import { enrichMetadata } from '../../support/metadata-fixture.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const ANC = 'fbfJHSPpUQD';

beforeAll(async () => {
  await enrichMetadata(server.db);
});

const codes = async (query: string): Promise<readonly string[]> => {
  const { status, json, text } = await server.request(`/api/dataElements?paging=false&fields=code&order=code&${query}`);
  expect(status, text).toBe(200);
  return json.dataElements.map(({ code }: { code: string }) => code);
};

describe('several filters', () => {
  it('must all hold, or one of them', async () => {
    const two = 'filter=code:eq:DE_00001&filter=code:eq:DE_00002';
    expect(await codes(two)).toEqual([]);
    expect(await codes(`${two}&rootJunction=AND`)).toEqual([]);
    expect(await codes(`${two}&rootJunction=OR`)).toEqual(['DE_00001', 'DE_00002']);
    expect(await codes(`${two}&rootJunction=or&filter=description:eq:nowhere`)).toEqual(['DE_00001', 'DE_00002']);
    expect(await codes('filter=code:like:DE&filter=code:like$:01')).toEqual(['DE_00001']);
    const { status } = await server.request(`/api/dataElements?${two}&rootJunction=XOR`);
    expect(status).toBe(400);
  });

  it('come in one parameter, commas in brackets belong to the value', async () => {
    expect(await codes('filter=code:in:[DE_00001,DE_00002],code:!eq:DE_00002')).toEqual(['DE_00001']);
    expect(await codes('filter=code:eq:DE_00001,code:eq:DE_00003&rootJunction=OR')).toEqual(['DE_00001', 'DE_00003']);
    expect(await codes('filter=')).toHaveLength(100);
  });

  it('values keep their colons', async () => {
    const { json } = await server.request('/api/dataElements?filter=url:eq:https://example.org/0&fields=id');
    expect(json.dataElements).toEqual([{ id: ANC }]);
  });

  it('in takes any number of values, none too', async () => {
    expect(await codes('filter=code:in:[]')).toEqual([]);
    expect(await codes('filter=created:in:[]')).toEqual([]);
    expect((await codes('filter=code:!in:[]')).length).toBeGreaterThan(50);
    const many = Array.from({ length: 20_000 }, (_, index) => `DE_${String(index).padStart(5, '0')}`);
    expect((await codes(`filter=code:in:[${many.join(',')}]`)).length).toBeGreaterThan(50);
  });
});

describe('query', () => {
  it('is a uid, a code or part of a name, whatever the junction', async () => {
    expect(await codes(`query=${ANC}`)).toEqual(['DE_00001']);
    expect(await codes('query=DE_00001')).toEqual(['DE_00001']);
    expect(await codes('query=aNc 1ST')).toEqual(['DE_00001']);
    expect(await codes('query=DE_0000')).toEqual([]);
    expect(await codes('query=%25')).toEqual([]);
    expect(await codes('query=')).toHaveLength(100);
    const junction = 'rootJunction=OR&filter=code:eq:DE_00001&filter=code:eq:DE_00002';
    expect(await codes(`query=${ANC}&${junction}`)).toEqual(['DE_00001']);
  });
});

describe('filters that are meant to break something', () => {
  const NUL = '%00';

  it.each([
    [`dataElements?filter=name:eq:a${NUL}b`],
    [`dataElements?filter=name:token:a${NUL}b`],
    [`dataElements?filter=name:in:[${NUL}]`],
    [`dataElements?filter=na${NUL}me:eq:b`],
    [`dataElements?query=${NUL}`],
    [`dataElements?locale=${NUL}`],
    [`dataElements?fields=style[a${NUL}b]`],
    [`organisationUnits?fields=children~pluck(a${NUL}b)`],
    [`users?ou=${NUL}`],
    [`dataElements?filter=${'parent.'.repeat(5_000)}id:eq:x`],
    [`organisationUnits?filter=${'parent.'.repeat(17)}id:eq:x`],
    [`dataElements?filter=name:eq:${'x'.repeat(700_000)}&filter=name:token:${'('.repeat(70_000)}`],
    [`dataElements?${'filter=name:eq:x&'.repeat(1_001)}`],
    ['dataElements?filter=created:eq:9999999999999999'],
    ['dataElements?page=x'],
    ['dataElements?paging=x'],
  ])('%.60s is a bad request', async (path) => {
    const { status, json } = await server.request(`/api/${path}`);
    expect([status, json.status]).toEqual([400, 'ERROR']);
  });

  it.each([
    [`filter=name:eq:${'x'.repeat(700_000)}`],
    [`filter=name:ilike:${'%25'.repeat(10_000)}`],
    [`${'filter=name:eq:x&'.repeat(500)}${'filter=dataElementGroups.name:like:x&'.repeat(500)}rootJunction=OR`],
    [`filter=name:eq:%01%02%7f%ff`],
    [`order=${'name:asc,code:desc,displayName:iasc,'.repeat(2_000)}id`],
    [`filter=${'dataSetElements.dataSet.'.repeat(7)}id:eq:x`],
  ])('%.60s is answered', async (query) => {
    const { status, text } = await server.request(`/api/dataElements?fields=id&${query}`);
    expect(status, text.slice(0, 300)).toBe(200);
  });

  it('a uid that cannot be one is not found', async () => {
    for (const uid of [NUL, 'a'.repeat(900), '%27%3B--', 'AAAAAAAAAAA', '12345678901']) {
      const { status, json } = await server.request(`/api/dataElements/${uid}`);
      expect([status, json.errorCode], uid).toEqual([404, 'E1005']);
    }
  });
});
