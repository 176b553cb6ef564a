import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { layout } from '../../support/dhis2/layout.js';
import { type Corner, makeCorner, storedMinMax } from '../../support/min-max.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const users = makeUsers(server);
const PATH = '/api/minMaxDataElements';
const NOTHING = 'a1234567890';
let corner: Corner;

beforeAll(async () => {
  corner = await makeCorner(server.db);
});
beforeEach(async () => {
  await sql`delete from minmaxdataelement`.execute(server.db);
});

const place = (element = 0, unit = 1, combo = 0) => ({
  dataElement: { id: corner.elements[element]?.uid },
  source: { id: corner.units[unit]?.uid },
  optionCombo: { id: corner.combos[combo]?.uid },
});
const row = (element = 0, unit = 1, combo = 0) => ({
  dataElement: corner.elements[element]?.uid,
  orgUnit: corner.units[unit]?.uid,
  optionCombo: corner.combos[combo]?.uid,
});
const post = (body: unknown, path = PATH) => server.request(path, { method: 'POST', body });
const remove = (body: unknown, path = PATH) => server.request(path, { method: 'DELETE', body });
const list = async (query = '') => await server.request(`${PATH}.json${query}`);

// Beside a DHIS2 they are written there.
describe.skipIf(layout)('single values', () => {
  it('are put in, changed and deleted', async () => {
    const made = await post({ ...place(), min: 1, max: 100 }, `${PATH}.json`);
    expect([made.status, made.text]).toEqual([201, '']);
    expect(await storedMinMax(server.db)).toMatchObject([{ min: 1, max: 100, generated: false }]);
    expect((await post({ ...place(), min: '-5', max: 7, generated: true })).status).toBe(201);
    expect(await storedMinMax(server.db)).toMatchObject([{ min: -5, max: 7, generated: true }]);
    const gone = await remove({ ...place(), min: 'whatever' });
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect(await storedMinMax(server.db)).toEqual([]);
    const again = await remove(place());
    expect([again.status, again.json.errorCode]).toEqual([404, 'E2047']);
    expect(again.json.message).toMatch(/^Data value key combination does not exist: dataElement=/);
  });

  it('are put in and deleted by data entry', async () => {
    const { optionCombo, ...rest } = row();
    const path = '/api/dataEntry/minMaxValues';
    const body = { ...rest, categoryOptionCombo: optionCombo, minValue: 3, maxValue: 4, generated: true };
    expect((await post(body, path)).status).toBe(200);
    expect(await storedMinMax(server.db)).toMatchObject([{ min: 3, max: 4, generated: false }]);
    expect((await remove(body, path)).status).toBe(204);
    expect((await post(body, path)).status).toBe(200);
    const query = `${path}?de=${rest.dataElement}&ou=${rest.orgUnit}&co=${optionCombo}`;
    expect((await server.request(query, { method: 'DELETE' })).status).toBe(204);
    expect((await server.request(query, { method: 'DELETE' })).json.errorCode).toBe('E2047');
    expect((await server.request(`${path}?de=${rest.dataElement}`, { method: 'DELETE' })).json.errorCode).toBe('E1102');
  });

  it.each<[string, () => unknown, string | undefined, string]>([
    [
      'no element',
      () => ({ ...place(), dataElement: undefined, min: 1, max: 2 }),
      'E1100',
      'Data element not found or not accessible: `null`',
    ],
    [
      'an element without id',
      () => ({ ...place(), dataElement: {}, min: 1, max: 2 }),
      'E1100',
      'Data element not found or not accessible: `null`',
    ],
    [
      'no unit',
      () => ({ ...place(), source: null, min: 1, max: 2 }),
      'E1102',
      'Organisation unit not found or not accessible: `null`',
    ],
    [
      'no combo',
      () => ({ ...place(), optionCombo: undefined, min: 1, max: 2 }),
      'E1103',
      'Category option combo not found or not accessible: `null`',
    ],
    ['no min', () => ({ ...place(), max: 2 }), 'E2042', 'Min value must be specified: `dataElement='],
    ['no max', () => ({ ...place(), min: 2 }), 'E2043', 'Max value must be specified: `dataElement='],
    [
      'equal bounds',
      () => ({ ...place(), min: 2, max: 2 }),
      'E2044',
      'Max value must be greater than min value: `dataElement=',
    ],
    [
      'an unknown element',
      () => ({ ...place(), dataElement: { id: NOTHING }, min: 1, max: 2 }),
      'E2047',
      'Data value key combination does not exist: ',
    ],
    [
      'an id that is none',
      () => ({ ...place(), source: { id: '\u0000' }, min: 1, max: 2 }),
      'E2047',
      'Data value key combination does not exist: ',
    ],
    ['a fraction', () => ({ ...place(), min: 1.5, max: 2 }), undefined, 'The min value of '],
    ['a number too large', () => ({ ...place(), min: 1, max: 2 ** 31 }), undefined, 'The max value of '],
    ['a word as bound', () => ({ ...place(), min: 'one', max: 2 }), undefined, 'The min value of '],
    [
      'a word as flag',
      () => ({ ...place(), min: 1, max: 2, generated: 'maybe' }),
      undefined,
      'generated has to be true or false',
    ],
    ['a list', () => [], undefined, 'JSON parse error: an object is needed'],
    ['nothing', () => undefined, undefined, 'JSON parse error: an object is needed'],
    ['no JSON', () => '{', undefined, ''],
  ])('are refused with %s', async (_, body, code, message) => {
    const sent = body();
    const { status, json } = await server.request(PATH, {
      method: 'POST',
      body: sent,
      headers: { 'content-type': 'application/json' },
    });
    expect([status, json.errorCode]).toEqual([400, code]);
    expect(json.message).toContain(message);
    expect(await storedMinMax(server.db)).toEqual([]);
  });

  it('need their authority', async () => {
    const { login } = await users.make(['F_GENERATE_MIN_MAX_VALUES']);
    for (const [method, path] of [
      ['POST', PATH],
      ['DELETE', PATH],
      ['POST', `${PATH}/upsert`],
      ['POST', `${PATH}/delete`],
      ['POST', '/api/dataEntry/minMaxValues'],
      ['DELETE', '/api/dataEntry/minMaxValues'],
    ] as const) {
      const { status, json } = await server.request(path, { method, user: login, body: {} });
      expect([status, json.message]).toEqual([
        403,
        'Access is denied, requires one Authority from [F_MINMAX_DATAELEMENT_ADD]',
      ]);
    }
    const { login: setter } = await users.make(['F_MINMAX_DATAELEMENT_ADD']);
    expect(
      (await server.request(PATH, { method: 'POST', user: setter, body: { ...place(), min: 1, max: 2 } })).status,
    ).toBe(201);
    const { login: reader } = await users.make([]);
    expect((await server.request(PATH, { user: reader })).json.minMaxDataElements).toHaveLength(1);
  });
});

describe('the list', () => {
  beforeEach(async () => {
    for (const element of [0, 1, 2])
      for (const unit of [1, 2])
        await sql`
          insert into minmaxdataelement (minmaxdataelementid, dataelementid, sourceid, categoryoptioncomboid, minimumvalue, maximumvalue, generatedvalue)
          values (nextval('hibernate_sequence'), ${corner.elements[element]?.key}, ${corner.units[unit]?.key}, ${corner.combos[0].key}, ${element}, ${100 + unit}, ${element === 2})
        `.execute(server.db);
  });

  it('shows values as they are sent', async () => {
    const { json } = await list('?pageSize=1');
    expect(json).toEqual({
      pager: expect.objectContaining({ page: 1, pageCount: 6, total: 6, pageSize: 1 }),
      minMaxDataElements: [{ ...place(0, 1), min: 0, max: 101, generated: false }],
    });
  });

  it('really has pages', async () => {
    const pages = await Promise.all([1, 2, 3, 4].map(async (page) => (await list(`?pageSize=2&page=${page}`)).json));
    const found = pages.map(({ minMaxDataElements }) =>
      minMaxDataElements.map(({ min, max }: { min: number; max: number }) => [min, max]),
    );
    expect(found).toEqual([
      [
        [0, 101],
        [0, 102],
      ],
      [
        [1, 101],
        [1, 102],
      ],
      [
        [2, 101],
        [2, 102],
      ],
      [],
    ]);
    expect(pages[1].pager.nextPage).toContain('page=3');
    for (const all of ['?paging=false', '?skipPaging=true']) {
      const { json } = await list(all);
      expect(Object.keys(json)).toEqual(['minMaxDataElements']);
      expect(json.minMaxDataElements).toHaveLength(6);
    }
  });

  it.each<[() => string, number]>([
    [() => `dataElement.id:eq:${corner.elements[0].uid}`, 2],
    [() => `dataElement.id:in:[${corner.elements[0].uid},${corner.elements[1].uid}]`, 4],
    [() => `dataElement:eq:${corner.elements[0].uid}`, 2],
    [() => `source.id:eq:${corner.units[1].uid}`, 3],
    [() => `optionCombo.id:eq:${corner.combos[1].uid}`, 0],
    [() => 'min:eq:1', 2],
    [() => 'max:in:[101,7]', 3],
    [() => 'generated:eq:true', 2],
    [() => `generated:eq:false&filter=source.id:eq:${corner.units[1].uid}`, 2],
    [() => 'dataElement.id:in:[]', 0],
    [() => 'source.level:eq:4', 6],
  ])('is filtered', async (filter, count) => {
    const { status, json } = await list(`?filter=${filter()}`);
    expect([status, json.pager?.total]).toEqual([200, count]);
  });

  it('shows the fields that are asked for', async () => {
    const { json } = await list(
      `?filter=dataElement.id:in:[${corner.elements[0].uid},${corner.elements[1].uid}]&fields=:all,dataElement[id,name]&pageSize=1`,
    );
    expect(json.minMaxDataElements).toEqual([
      {
        ...place(0, 1),
        dataElement: { id: corner.elements[0].uid, name: expect.any(String) },
        min: 0,
        max: 101,
        generated: false,
      },
    ]);
    expect((await list('?fields=min,source[code]&pageSize=1')).json.minMaxDataElements[0]).toMatchObject({ min: 0 });
  });

  it.each([
    ['min:gt:1', 'Query operator is not supported : gt'],
    ['min:eq', 'Invalid filter: min:eq'],
    ['min:eq:1:2', 'Invalid filter: min:eq:1:2'],
    ['min:in:1', 'Invalid filter: min:in:1'],
    ['nothing:eq:1', 'Invalid path property: nothing'],
    ['dataElement.nothing:eq:1', 'Invalid path property: dataElement.nothing'],
    ['dataElement.categoryCombo.id:eq:1', 'Invalid path property: dataElement.categoryCombo.id'],
    ['min.id:eq:1', 'Invalid path property: min.id'],
    ['min:eq:one', 'Unable to parse `one` as `Integer`.'],
    ['max:in:[1,two]', 'Unable to parse `two` as `Integer`.'],
    ['generated:eq:maybe', 'Unable to parse `maybe` as `Boolean`.'],
  ])('refuses %s', async (filter, message) => {
    const { status, json } = await list(`?filter=${filter}`);
    expect([status, json.message]).toEqual([409, message]);
  });

  it('never fails for what is asked', async () => {
    for (const filter of [
      'dataElement.id:eq:%00',
      'min:eq:999999999999999999',
      'dataElement.created:eq:x',
      'source.geometry:eq:1',
    ])
      expect((await list(`?filter=${filter}`)).status).toBeLessThan(500);
    expect((await list('?page=x')).status).toBe(400);
    expect((await list('?order=name&query=x')).status).toBe(200);
  });
});
