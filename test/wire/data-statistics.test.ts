import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { jobsOf } from '../support/jobs.js';
import { makeRow } from '../support/make-row.js';
import { testServer } from '../support/server.js';
import { makeUsers } from '../support/users.js';

const NOW = new Date(2026, 2, 15, 10, 30);
const server = testServer({ demo: true, clock: { now: () => NOW } });
const jobs = jobsOf(server);

const snapshots = async () => {
  const { rows } = await sql<{ row: Readonly<Record<string, unknown>> }>`
    select to_jsonb(datastatistics) as row from datastatistics order by statisticsid
  `.execute(server.db);
  return rows.map(({ row }) => row);
};

const count = async (from: string) => {
  const { rows } = await sql<{ number: number }>`select count(*)::int as number from ${sql.raw(from)}`.execute(
    server.db,
  );
  return rows[0]?.number;
};

it('adds one snapshot of the last day, and says when', async () => {
  await sql`delete from datastatistics`.execute(server.db);
  await sql`delete from datastatisticsevent`.execute(server.db);
  await sql`
    insert into datastatisticsevent (eventid, eventtype, timestamp, username)
    select nextval('hibernate_sequence')::int, type, at::timestamp, 'admin'
    from unnest(
      array['MAP_VIEW', 'MAP_VIEW', 'EVENT_CHART_VIEW', 'PASSIVE_DASHBOARD_VIEW', 'SOMETHING', 'MAP_VIEW', 'MAP_VIEW'],
      array['2026-03-14 10:31', '2026-03-15 10:30', '2026-03-15', '2026-03-15', '2026-03-15', '2026-03-14 10:30', '2026-03-15 10:31']
    ) as event (type, at)
  `.execute(server.db);
  await sql`update map set created = '2026-01-01'`.execute(server.db);
  await sql`update indicator set created = '2026-01-01'`.execute(server.db);
  await sql`
    update indicator set created = '2026-03-15 09:00' where indicatorid in (select indicatorid from indicator limit 3)
  `.execute(server.db);
  await sql`update userinfo set lastlogin = '2026-03-14 10:30'`.execute(server.db);
  await sql`
    update userinfo set lastlogin = '2026-03-15 08:00' where userinfoid in (select userinfoid from userinfo limit 2)
  `.execute(server.db);
  await sql`update datavalue set lastupdated = '2026-03-01'`.execute(server.db);
  await sql`
    with chosen as (
      select ctid as place, row_number() over (order by ctid) = 1 as gone from datavalue where not deleted order by ctid limit 5
    )
    update datavalue set lastupdated = '2026-03-15 01:00', deleted = chosen.gone from chosen where ctid = chosen.place
  `.execute(server.db);

  const run = await jobs.run('DATA_STATISTICS');
  expect(run).toMatchObject({ state: 'done', message: 'Saved data statistics snapshot' });
  const [row, ...more] = await snapshots();
  expect(more).toEqual([]);
  expect(row).toMatchObject({
    uid: expect.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{10}$/),
    created: '2026-03-15T10:30:00',
    lastupdated: '2026-03-15T10:30:00',
    mapviews: 2,
    eventchartviews: 1,
    passivedashboardviews: 1,
    visualizationviews: 0,
    totalviews: 5,
    maps: 0,
    eventreports: 0,
    eventcharts: 0,
    indicators: 3,
    datavalues: 4,
    active_users: 2,
    users: await count('userinfo'),
  });
  expect(Object.entries(row ?? {}).filter(([, value]) => value === null)).toEqual([
    ['code', null],
    ['lastupdatedby', null],
  ]);
  const { json } = await server.request('/api/systemSettings/lastSuccessfulDataStatistics', {
    headers: { accept: 'application/json' },
  });
  expect(json.lastSuccessfulDataStatistics).toBe(NOW.toISOString());

  expect((await jobs.run('DATA_STATISTICS')).state).toBe('done');
  expect(await snapshots()).toHaveLength(2);
});

it('counts old event reports and charts as such', async () => {
  for (const [type, legacy] of [
    ['PIVOT_TABLE', true],
    ['LINE_LIST', true],
    ['COLUMN', true],
    ['LINE_LIST', false],
  ] as const)
    await makeRow(server.db, 'eventvisualization', { created: '2026-03-15', type, legacy });
  await jobs.run('DATA_STATISTICS');
  expect((await snapshots()).at(-1)).toMatchObject({ eventreports: 2, eventcharts: 1, eventvisualizations: 4 });
});

describe('views', () => {
  const PATH = '/api/dataStatistics';
  const users = makeUsers(server);
  const view = (query: string, user?: string) =>
    server.request(`${PATH}?${query}`, { method: 'POST', ...(user !== undefined && { user }) });
  let maps: readonly { readonly uid: string; readonly name: string }[] = [];
  let reports: readonly { readonly uid: string }[] = [];

  beforeAll(async () => {
    await sql`delete from datastatisticsevent`.execute(server.db);
    maps = (await sql<(typeof maps)[number]>`select uid, name from map order by name, uid limit 3`.execute(server.db))
      .rows;
    reports = (await sql<{ uid: string }>`select uid from eventvisualization order by uid limit 1`.execute(server.db))
      .rows;
  });

  it('are recorded, and counted once', async () => {
    const [a, b, c] = maps;
    const { login, username } = await users.make([]);
    for (const query of [`favorite=${a?.uid}`, `favorite=${b?.uid}`, `favorite=${b?.uid}`, `favorite=${c?.uid}`, '']) {
      const { status, text } = await view(`eventType=MAP_VIEW&${query}`);
      expect([status, text]).toEqual([201, '']);
    }
    expect((await view(`eventType=MAP_VIEW&favorite=${c?.uid}`, login)).status).toBe(201);
    expect((await view(`eventType=EVENT_REPORT_VIEW&favorite=${reports[0]?.uid}`)).status).toBe(201);
    const top = async (query: string) =>
      (await server.request(`${PATH}/favorites?${query}`)).json.map(
        ({ position, id, views }: Record<string, unknown>) => [position, id, views],
      );
    expect(await top('eventType=MAP_VIEW')).toEqual([
      [1, b?.uid, 2],
      [2, c?.uid, 2],
      [3, a?.uid, 1],
    ]);
    expect(await top('eventType=MAP_VIEW&sortOrder=ASC&pageSize=1')).toEqual([[1, a?.uid, 1]]);
    expect(await top(`eventType=MAP_VIEW&username=${username}`)).toEqual([[1, c?.uid, 1]]);
    for (const type of ['EVENT_REPORT_VIEW', 'EVENT_VISUALIZATION_VIEW'])
      expect(await top(`eventType=${type}`)).toEqual([[1, reports[0]?.uid, 1]]);
    expect((await server.request(`${PATH}/favorites?eventType=MAP_VIEW`)).json[0]).toEqual({
      position: 1,
      name: b?.name,
      id: b?.uid,
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      views: 2,
    });
    expect((await server.request(`${PATH}/favorites/${c?.uid}`)).json).toEqual({ views: 2 });
    expect((await server.request(`${PATH}/favorites/${reports[0]?.uid}`)).json).toEqual({ views: 1 });
    expect((await server.request(`${PATH}/favorites/a1234567890`)).json).toEqual({ views: 0 });
  });

  it('of what somebody may not read are not told them', async () => {
    const { login } = await users.make([]);
    await sql`update map set sharing = '{"public": "--------"}' where uid = ${maps[1]?.uid}`.execute(server.db);
    const { json } = await server.request(`${PATH}/favorites?eventType=MAP_VIEW`, { user: login });
    expect(json.map(({ id }: { id: string }) => id)).toEqual([maps[2]?.uid, maps[0]?.uid]);
  });

  it.each([
    ['POST', '?favorite=a1234567890', 400],
    ['POST', '?eventType=TOTAL_VIEW', 400],
    ['POST', '?eventType=MAP_VIEW&favorite=x', 400],
    ['GET', '/favorites', 400],
    ['GET', '/favorites/x', 400],
    ['GET', '?startDate=2026-01-01', 400],
    ['GET', '?startDate=x&endDate=2026-01-01', 400],
    ['GET', '?startDate=2026-01-01&endDate=2026-01-02&interval=HOUR', 400],
    ['GET', '?startDate=2026-01-03&endDate=2026-01-02', 409],
  ])('%s %s is refused', async (method, path, status) => {
    const answer = await server.request(`${PATH}${path}`, { method });
    expect([answer.status, answer.json.message]).toEqual([status, expect.stringMatching(/\w/)]);
    if (status === 409) expect(answer.json.message).toBe('Start date is after end date');
  });

  it('are snapshot by those who may do everything', async () => {
    const { login } = await users.make(['F_PERFORM_MAINTENANCE']);
    await sql`delete from datastatistics`.execute(server.db);
    expect((await server.request(`${PATH}/snapshot`, { method: 'POST', user: login })).status).toBe(403);
    expect((await server.request(`${PATH}/snapshot`, { method: 'POST' })).status).toBe(201);
    expect(await snapshots()).toMatchObject([
      { created: '2026-03-15T10:30:00', mapviews: 6, eventreportviews: 1, eventvisualizationviews: 1 },
    ]);
  });

  it('are reported by intervals', async () => {
    await sql`delete from datastatistics`.execute(server.db);
    await sql`
      insert into datastatistics (statisticsid, uid, created, lastupdated, mapviews, totalviews, maps, active_users, users)
      select nextval('hibernate_sequence'), 'snapshot' || lpad(number::text, 3, '0'), at, at, views, views * 2, 1, active, 10 + number
      from unnest(
        array['2025-12-28 02:00', '2025-12-29 02:00', '2026-01-01 02:00', '2026-01-04 23:59', '2026-02-01 02:00']::timestamp[],
        array[1, 2, 4, 8, 16], array[0, 2, 3, 3, 5]
      ) with ordinality as snapshot (at, views, active, number)
    `.execute(server.db);
    const report = async (query: string) =>
      (await server.request(`${PATH}?startDate=2025-12-28&endDate=2026-01-04&${query}`)).json;
    const fields = 'year,month,week,day,mapViews,averageMapViews,averageViews,savedMaps,activeUsers,users';
    expect(await report(`interval=WEEK&fields=${fields}`)).toEqual([
      {
        year: 2025,
        week: 52,
        mapViews: 1,
        averageMapViews: 0,
        averageViews: 0,
        savedMaps: 1,
        activeUsers: 0,
        users: 11,
      },
      // The week of new year is one week.
      {
        year: 2026,
        week: 1,
        mapViews: 14,
        averageMapViews: 4,
        averageViews: 9,
        savedMaps: 3,
        activeUsers: 3,
        users: 14,
      },
    ]);
    expect(await report('interval=MONTH&fields=year,month,mapViews')).toEqual([
      { year: 2025, month: 12, mapViews: 3 },
      { year: 2026, month: 1, mapViews: 12 },
    ]);
    expect(await report('interval=YEAR&fields=year,mapViews')).toEqual([
      { year: 2025, mapViews: 3 },
      { year: 2026, mapViews: 12 },
    ]);
    const days = await report('');
    expect(days.map(({ year, month, day }: Record<string, number>) => [year, month, day])).toEqual([
      [2025, 12, 28],
      [2025, 12, 29],
      [2026, 1, 1],
      [2026, 1, 4],
    ]);
    expect(Object.values(days[0]).every((value) => Number.isInteger(value))).toBe(true);
  });
});
