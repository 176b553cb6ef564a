import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { enrichMetadata } from '../../support/metadata-fixture.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });

beforeAll(async () => {
  await enrichMetadata(server.db);
});

const list = async (query: string, path = 'dataElements') => {
  const { status, json, text } = await server.request(`/api/${path}?${query}`);
  expect(status, text).toBe(200);
  return json;
};
type Row = Readonly<Record<string, string>>;
const column = (rows: readonly Row[], name: string) => rows.map((row) => row[name]);
const compare = (a = '\uffff', b = '\uffff'): number => (a < b ? -1 : a > b ? 1 : 0);

describe('order', () => {
  it('is the name ignoring case, then the uid, unless told otherwise', async () => {
    const { dataElements: rows } = await list('paging=false&fields=id,name');
    const wanted = rows.toSorted((a: Row, b: Row) => compare(a.name?.toLowerCase(), b.name?.toLowerCase()));
    expect(rows).toEqual(wanted);
    const { categoryOptionCombos } = await list('paging=false&fields=id,name', 'categoryOptionCombos');
    expect(categoryOptionCombos).toEqual(
      categoryOptionCombos.toSorted(
        (a: Row, b: Row) => compare(a.name?.toLowerCase(), b.name?.toLowerCase()) || compare(a.id, b.id),
      ),
    );
  });

  it.each(['order=code', 'order=code:asc', 'order=code:ASC', 'order=code:iasc', 'order=%20code%20:%20asc%20'])(
    '%s sorts up, missing values last',
    async (order) => {
      const codes = column((await list(`paging=false&fields=code&${order}`)).dataElements, 'code');
      expect(codes).toEqual(codes.toSorted(compare));
      expect(codes.at(-1)).toBeUndefined();
    },
  );

  it.each(['order=code:desc', 'order=code:idesc', 'order=code:iDesc,code:asc'])(
    '%s sorts down, missing values last',
    async (order) => {
      const codes = column((await list(`paging=false&fields=code&${order}`)).dataElements, 'code');
      const present = codes.filter((code) => code !== undefined);
      expect(codes.slice(0, present.length)).toEqual(present.toSorted((a, b) => compare(b, a)));
    },
  );

  it('goes by several properties, in one parameter or more', async () => {
    const one = await list('paging=false&fields=id,valueType,created&order=valueType:desc,created:asc');
    const two = await list('paging=false&fields=id,valueType,created&order=valueType:desc&order=created:asc');
    expect(one).toEqual(two);
    expect(one.dataElements).toEqual(
      one.dataElements.toSorted((a: Row, b: Row) => compare(b.valueType, a.valueType) || compare(a.created, b.created)),
    );
  });

  it('tells capital letters apart unless told not to', async () => {
    await sql`update optionvalue set name = lower(name) where name = 'Female'`.execute(server.db);
    expect(column((await list('fields=name&order=name', 'options')).options, 'name')).toEqual(['Male', 'female']);
    expect(column((await list('fields=name&order=name:iasc', 'options')).options, 'name')).toEqual(['female', 'Male']);
    expect(column((await list('fields=name&order=name:idesc', 'options')).options, 'name')).toEqual(['Male', 'female']);
  });

  it('goes by numbers, flags, days and what is worked out', async () => {
    const { organisationUnits } = await list('paging=false&fields=level&order=level:desc', 'organisationUnits');
    const levels = column(organisationUnits, 'level');
    expect(levels).toEqual(levels.toSorted((a, b) => Number(b) - Number(a)));
    const { dataElements } = await list('paging=false&fields=displayName&order=displayName&locale=fr');
    const names = column(dataElements, 'displayName');
    expect(names).toEqual(names.toSorted(compare));
    expect(names).toContain('Nom 0');
    const { dataSets } = await list('fields=periodType&order=periodType', 'dataSets');
    expect(column(dataSets, 'periodType')).toEqual(column(dataSets, 'periodType').toSorted(compare));
    for (const order of ['dimensionItemType', 'favorite', 'zeroIsSignificant:desc', 'href:idesc', 'optionSetValue'])
      for (const [paging, size] of [
        ['true', 50],
        ['false', 100],
      ])
        expect((await list(`fields=id&order=${order}&paging=${paging}`)).dataElements).toHaveLength(Number(size));
  });

  it.each(['nothing', 'categoryCombo', 'style:asc', 'code:sideways', 'code:constructor', 'constructor:asc', ',,:,'])(
    'passes over %s',
    async (order) => {
      const plain = await list('fields=id&paging=false');
      expect(await list(`fields=id&paging=false&order=${order}`)).toEqual(plain);
    },
  );

  it('never by a password', async () => {
    expect(await list('fields=id', 'users')).toMatchObject(
      (({ users }) => ({ users }))(await list('fields=id&order=password:asc', 'users')),
    );
    const { status } = await server.request('/api/users?strict=true&order=password:asc');
    expect(status).toBe(400);
  });
});

describe('paging', () => {
  it('gives fifty and links to the next page', async () => {
    const { pager, dataElements } = await list('');
    expect(dataElements).toHaveLength(50);
    expect(pager).toEqual({
      page: 1,
      total: 100,
      pageSize: 50,
      nextPage: `${server.url}/api/dataElements?page=2`,
      pageCount: 2,
    });
    expect((await list('page=2')).pager).toEqual({
      page: 2,
      total: 100,
      pageSize: 50,
      prevPage: `${server.url}/api/dataElements`,
      pageCount: 2,
    });
  });

  it('links repeat the other parameters and lead on', async () => {
    const first = await list(
      'filter=code:like:DE&filter=name:!null&fields=id,categoryCombo[id]&pageSize=30&order=code:desc&page=2',
    );
    expect(first.pager).toMatchObject({ page: 2, pageSize: 30, pageCount: 3 });
    const next = new URL(first.pager.nextPage);
    expect(next.pathname).toBe('/api/dataElements');
    expect([...next.searchParams]).toEqual([
      ['page', '3'],
      ['pageSize', '30'],
      ['filter', 'code:like:DE'],
      ['filter', 'name:!null'],
      ['fields', 'id,categoryCombo[id]'],
      ['order', 'code:desc'],
    ]);
    const { pathname, search } = new URL(first.pager.prevPage);
    expect(search).not.toContain('page=');
    const before = (await server.request(`${pathname}${search}`)).json;
    expect(before.pager.page).toBe(1);
    expect(before.dataElements).toHaveLength(30);
  });

  it('links keep the version that was asked', async () => {
    const { json } = await server.request('/api/41/dataElements?pageSize=99&fields=href');
    expect(json.pager.nextPage).toBe(`${server.url}/api/41/dataElements?page=2&pageSize=99&fields=href`);
    expect(json.dataElements[0].href).toMatch(`${server.url}/api/41/dataElements/`);
  });

  it('pages have everything once', async () => {
    const all = await list('paging=false&fields=id&order=valueType');
    expect(all.pager).toBeUndefined();
    const pages = [];
    for (let page = 1; page <= 5; page += 1)
      pages.push(...(await list(`fields=id&order=valueType&pageSize=23&page=${page}`)).dataElements);
    expect(pages).toEqual(all.dataElements);
  });

  it.each(['paging=false', 'skipPaging=true', 'paging=FALSE', 'skipPaging=true&page=3', 'paging=0'])(
    '%s gives everything without a pager',
    async (query) => {
      const { pager, dataElements } = await list(query);
      expect(pager).toBeUndefined();
      expect(dataElements).toHaveLength(100);
    },
  );

  it.each([
    ['page=0', { page: 1, pageSize: 50 }],
    ['page=-7', { page: 1, pageSize: 50 }],
    ['page=', { page: 1, pageSize: 50 }],
    ['pageSize=0', { page: 1, pageSize: 1, pageCount: 100 }],
    ['pageSize=-3&page=4', { page: 4, pageSize: 1 }],
    ['pageSize=99999999999', { pageSize: 2_147_483_647, pageCount: 1, total: 100 }],
  ])('%s is taken for the nearest that makes sense', async (query, pager) => {
    expect((await list(query)).pager).toMatchObject(pager);
  });

  it('a page past the end is empty and says so, with the way back', async () => {
    for (const page of ['9', '99999999999']) {
      const { pager, dataElements } = await list(`page=${page}&pageSize=30`);
      expect(dataElements).toEqual([]);
      expect(pager).toMatchObject({ page: Math.min(Number(page), 2_147_483_647), total: 100, pageCount: 4 });
      expect(pager.prevPage).toBe(`${server.url}/api/dataElements?page=4&pageSize=30`);
      expect(pager).not.toHaveProperty('nextPage');
    }
  });

  it('an empty list has one empty page', async () => {
    expect(await list('filter=name:eq:nobody')).toEqual({
      pager: { page: 1, total: 0, pageSize: 50, pageCount: 1 },
      dataElements: [],
    });
  });
});
