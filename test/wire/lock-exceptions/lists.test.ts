import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { layoutBefore } from '../../support/dhis2/layout.js';
import { share } from '../../support/metadata-fixture.js';
import { testServer } from '../../support/server.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const users = makeUsers(server);

interface Exception {
  readonly name: string;
  readonly created: string;
  readonly period: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly organisationUnit: { readonly id: string; readonly displayName: string };
  readonly dataSet: { readonly id: string; readonly displayName: string };
}

/** 2.40 does not know when one was made. */
const DATED = !layoutBefore('2.41');

const HIDDEN = { public: '--------', owner: null, users: {}, userGroups: {} };
let all: readonly Exception[];
let hidden: string;
let nobody: MadeUser;

const get = (query: string, user?: string) =>
  server.request(`/api/lockExceptions${query}`, user === undefined ? {} : { user });
const list = async (query: string, user?: string): Promise<readonly Exception[]> => {
  const { status, json, text } = await get(query, user);
  expect(status, text).toBe(200);
  return json.lockExceptions;
};

/** Exceptions of every data set of the demo for several periods and units, one data set for nobody's eyes. */
beforeAll(async () => {
  await sql`delete from lockexception`.execute(server.db);
  await sql`
    insert into lockexception (lockexceptionid, datasetid, periodid, organisationunitid ${DATED ? sql`, created` : sql``})
    select nextval('hibernate_sequence'), pair.datasetid, pair.periodid, pair.sourceid
      ${DATED ? sql`, timestamp '2024-01-05 10:00:00.1239' + make_interval(mins => pair.n)` : sql``}
    from (
      select dataset.datasetid, period.periodid, unit.sourceid, (row_number() over (order by dataset.datasetid, period.periodid, unit.sourceid))::int as n
      from dataset
      cross join lateral (
        select period.periodid from period where period.periodtypeid = dataset.periodtypeid order by period.startdate limit 3
      ) as period
      cross join lateral (
        select datasetsource.sourceid from datasetsource where datasetsource.datasetid = dataset.datasetid order by datasetsource.sourceid limit 4
      ) as unit
    ) as pair
  `.execute(server.db);
  // What opens nothing is in no list.
  await sql`insert into lockexception (lockexceptionid) values (nextval('hibernate_sequence'))`.execute(server.db);
  all = await list('?paging=false');
  hidden = all[0]?.dataSet.id ?? '';
  await share(server.db, 'dataset', hidden, HIDDEN);
  nobody = await users.make([]);
});

describe('a list', () => {
  it('has every exception with its names', async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from lockexception where lockexception.datasetid is not null
    `.execute(server.db);
    expect(all).toHaveLength(rows[0]?.count ?? -1);
    expect(all.length).toBeGreaterThan(50);
    for (const { name, created, period, organisationUnit, dataSet } of all) {
      expect(name).toBe(`${dataSet.displayName} (${organisationUnit.displayName}, ${period.displayName})`);
      if (DATED) expect(created).toMatch(/^2024-01-05T1\d:\d\d:00\.123$/);
      else expect(created).toBeUndefined();
      expect(period.name).toBe(period.displayName);
    }
    expect(all.filter(({ period }) => period.id.length === 6).map(({ period }) => period.displayName)).toContainEqual(
      expect.stringMatching(/^[A-Z][a-z]+ \d{4}$/),
    );
  });

  it('is sorted by name unless told otherwise, and pages without gaps', async () => {
    const names = all.map(({ name }) => name);
    const { rows } = await sql<{ name: string }>`
      select name from unnest(${names}::text[]) as name order by name
    `.execute(server.db);
    expect(names).toEqual(rows.map(({ name }) => name));
    const seen: string[] = [];
    for (let page = 1; ; page += 1) {
      const { json } = await get(
        `?page=${page}&pageSize=20&fields=name,period[id,displayName],organisationUnit[id,displayName],dataSet[id,displayName]&order=name:asc`,
      );
      expect(json.pager).toMatchObject({
        page,
        pageSize: 20,
        total: all.length,
        pageCount: Math.ceil(all.length / 20),
      });
      if (json.lockExceptions.length === 0) break;
      expect(Object.keys(json.lockExceptions[0]).toSorted()).toEqual(['dataSet', 'name', 'organisationUnit', 'period']);
      seen.push(...json.lockExceptions.map(({ name }: Exception) => name));
    }
    expect(seen).toEqual(names);
    const descending = await list('?paging=false&order=created:desc&fields=created');
    expect(descending).toEqual(
      all.map(({ created }) => ({ created })).toSorted((a, b) => (a.created < b.created ? 1 : -1)),
    );
    const { json } = await get('');
    expect(json.pager).toMatchObject({ page: 1, pageSize: 50, total: all.length });
    expect(json.lockExceptions).toHaveLength(50);
    expect(await list('?skipPaging=true')).toHaveLength(all.length);
  });

  it('takes the filters of the peer, all of which have to hold', async () => {
    const { organisationUnit, dataSet, period } = all[7] ?? all[0] ?? ({} as Exception);
    const other = all.find((one) => one.dataSet.id !== dataSet.id)?.dataSet.id ?? '';
    const expected = (wanted: (one: Exception) => boolean) => all.filter(wanted);
    expect(await list(`?paging=false&filter=organisationUnit.id:eq:${organisationUnit.id}`)).toEqual(
      expected((one) => one.organisationUnit.id === organisationUnit.id),
    );
    expect(await list(`?paging=false&filter=dataSet.id:in:[${dataSet.id},${other}]`)).toEqual(
      expected((one) => [dataSet.id, other].includes(one.dataSet.id)),
    );
    expect(await list(`?paging=false&filter=period:eq:${period.id}`)).toEqual(
      expected((one) => one.period.id === period.id),
    );
    expect(
      await list(
        `?paging=false&filter=period.id:in:[${period.id},190001]&filter=dataSet:eq:${dataSet.id}&filter=organisationUnit:eq:${organisationUnit.id}`,
      ),
    ).toEqual([all[7]]);
    const weekly = all.find((one) => /W\d+$/.test(one.period.id))?.period.id ?? '';
    const twoDigits = weekly.replace(/W(\d)$/, 'W0$1');
    expect(await list(`?paging=false&filter=period:eq:${twoDigits}`)).toEqual(
      expected((one) => one.period.id === weekly),
    );
    expect(await list('?filter=period:eq:nonsense')).toEqual([]);
  });

  it('answers 409 to filters that make no sense', async () => {
    for (const [filter, message] of [
      ['dataSet.id', 'Invalid filter: dataSet.id'],
      ['dataSet.id:eq', 'Invalid filter: dataSet.id:eq'],
      ['dataSet.id:near:x', 'Query operator is not supported : near'],
      ['nonsense:eq:x', 'Invalid path property: nonsense'],
      ['dataSet.nonsense:eq:x', 'Invalid path property: dataSet.nonsense'],
      ['created:eq:never', expect.any(String)],
    ] as const) {
      const { status, json } = await get(`?filter=${encodeURIComponent(filter)}`);
      expect([status, json.message, json.httpStatus], filter).toEqual([409, message, 'Conflict']);
    }
  });

  it('never fails, whatever is asked', async () => {
    for (const query of [
      '?filter=name:eq:%00',
      '?filter=period:in:nolist',
      '?fields=nonsense,name[x],period[:all],dataSet[*]',
      '?fields=a((((((((((((((((((((',
      '?order=nonsense:up,:,created:down',
      '?query=%00',
      '?query=Return',
      '?rootJunction=OR&filter=name:like:R&filter=period:null',
      '?page=99999999999999999999',
      '?page=-3&pageSize=0',
      '?paging=maybe',
      '?key=&fields=name',
      '?locale=xx%00',
    ]) {
      const { status, text } = await get(query);
      expect(status, `${query} ${text}`).toBeLessThan(500);
    }
  });

  it('holds the one exception that a key names', async () => {
    const { rows } = await sql<{ key: number; visible: boolean }>`
      select lockexception.lockexceptionid as key, lockexception.datasetid is not null as visible from lockexception
    `.execute(server.db);
    const key = rows.find(({ visible }) => visible)?.key;
    const { json } = await get(`?key=${key}&fields=created`);
    expect(json).toEqual({
      pager: expect.objectContaining({ total: 1 }),
      lockExceptions: [DATED ? { created: expect.any(String) } : {}],
    });
    for (const missing of ['1', 'x', '', '99999999999999999999', '-1', rows.find(({ visible }) => !visible)?.key]) {
      const { status, json: refusal } = await get(`?key=${missing}`);
      expect([status, refusal.message]).toEqual([404, `Cannot find LockException with key: ${missing}`]);
    }
  });

  it('can be had as a gist', async () => {
    const { json } = await server.request('/api/lockExceptions/gist?fields=name,dataSet&pageSize=2&total=true');
    expect(json.pager).toMatchObject({ page: 1, pageSize: 2, total: all.length });
    expect(json.lockExceptions).toHaveLength(2);
    const { name, apiEndpoints } = json.lockExceptions[0];
    const { dataSet } = all.find((one) => one.name === name) ?? ({} as Exception);
    expect(apiEndpoints).toEqual({ dataSet: `/dataSets/${dataSet.id}/gist` });
    expect((await server.request('/api/lockExceptions/nonsense/gist')).status).toBe(404);
  });
});

describe('who sees what', () => {
  it('hides the exceptions of data sets that a user may not read', async () => {
    const visible = all.filter(({ dataSet }) => dataSet.id !== hidden);
    expect(visible.length).toBeLessThan(all.length);
    expect(await list('?paging=false', nobody.login)).toEqual(visible);
    const combinations = await list('/combinations', nobody.login);
    expect(combinations.some(({ dataSet }) => dataSet.id === hidden)).toBe(false);
    const { rows } = await sql<{ key: number }>`
      select lockexception.lockexceptionid as key from lockexception
      join dataset on dataset.datasetid = lockexception.datasetid and dataset.uid = ${hidden}
    `.execute(server.db);
    expect((await get(`?key=${rows[0]?.key}`, nobody.login)).status).toBe(404);
    expect((await server.request('/api/lockExceptions', { user: null })).status).not.toBe(200);
  });

  it('lists under /data those of data sets for which the user may enter data', async () => {
    const [writable = ''] = new Set(all.map(({ dataSet }) => dataSet.id).filter((id) => id !== hidden));
    for (const id of new Set(all.map(({ dataSet }) => dataSet.id)))
      if (id !== hidden)
        await share(server.db, 'dataset', id, { ...HIDDEN, public: id === writable ? 'r-rw----' : 'r-r-----' });
    expect(await list('/data?paging=false', nobody.login)).toEqual(
      all.filter(({ dataSet }) => dataSet.id === writable),
    );
    expect(await list('/data?paging=false')).toEqual(all);
    const { json } = await get('/data?pageSize=3', nobody.login);
    expect(json.pager).toMatchObject({ page: 1, pageSize: 3 });
  });
});

it('lists each pair of data set and period once, sorted by name and without a pager', async () => {
  const pairs = new Map(
    all.map(({ period, dataSet }) => [
      `${period.id} ${dataSet.id}`,
      { name: `${dataSet.displayName} (${period.displayName})`, period, dataSet },
    ]),
  );
  const { json } = await get('/combinations');
  expect(Object.keys(json)).toEqual(['lockExceptions']);
  expect(json.lockExceptions.toSorted(byName)).toEqual([...pairs.values()].toSorted(byName));
  const names = json.lockExceptions.map(({ name }: Exception) => name);
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${names}::text[]) as name order by name
  `.execute(server.db);
  expect(names).toEqual(rows.map(({ name }) => name));
  const short = await list('/combinations?fields=name,period[id,displayName],dataSet[id,displayName]');
  expect(short[0]).toEqual({
    name: expect.any(String),
    period: { id: expect.any(String), displayName: expect.any(String) },
    dataSet: { id: expect.any(String), displayName: expect.any(String) },
  });
});

const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);
