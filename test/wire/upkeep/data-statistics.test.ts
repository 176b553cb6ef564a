import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';

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
  await sql`
    insert into eventvisualization (eventvisualizationid, uid, created, lastupdated, name, type, legacy)
    select nextval('hibernate_sequence'), 'evisualiza' || number, '2026-03-15', '2026-03-15', 'New ' || number, type, number < 4
    from unnest(array['PIVOT_TABLE', 'LINE_LIST', 'COLUMN', 'LINE_LIST']) with ordinality as visualization (type, number)
  `.execute(server.db);
  await jobs.run('DATA_STATISTICS');
  expect((await snapshots()).at(-1)).toMatchObject({ eventreports: 2, eventcharts: 1, eventvisualizations: 4 });
});
