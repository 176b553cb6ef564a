import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatTimestamp } from '../../src/kernel/clock.js';
import { promtoolFaults, readMetrics } from '../support/prometheus.js';
import { testServer } from '../support/server.js';
import { makeUsers } from '../support/users.js';

const NOW = new Date(2026, 2, 15, 12, 30);
const server = testServer({ demo: true, clock: { now: () => NOW } });
const HOUR_MS = 3_600_000;
const before = (milliseconds: number): string => formatTimestamp(new Date(NOW.getTime() - milliseconds));

/** Begin of each window by its key (contract: data-admin.md §3.3). */
const ROLLING = {
  '0': before(HOUR_MS),
  '1': before(24 * HOUR_MS),
  '7': before(168 * HOUR_MS),
  '30': before(720 * HOUR_MS),
};
const SINCE_MIDNIGHT = {
  '0': before(HOUR_MS),
  '1': '2026-03-15T00:00:00.000',
  '2': '2026-03-14T00:00:00.000',
  '7': '2026-03-08T00:00:00.000',
  '30': '2026-02-13T00:00:00.000',
};
/** A moment at the edge of each window, one just outside of it, one now, and one in the future. */
const edges = (windows: Readonly<Record<string, string>>): readonly string[] =>
  Object.values(windows).flatMap((start) => [start, formatTimestamp(new Date(new Date(start).getTime() - 1))]);

/** Spreads the rows of a table over the last 40 days, and puts some onto the edges. */
async function spread(name: string, column: string, windows: Readonly<Record<string, string>>): Promise<void> {
  const moments = [...edges(windows), before(0), before(-HOUR_MS)];
  // Beside a DHIS2 there may be a view of it, which has no places.
  const table = name === 'userinfo' ? sql.id('public', name) : sql.id(name);
  await sql`
    with numbered as (
      select ctid as place, row_number() over (order by hashtext(ctid::text)) as number, abs(hashtext(ctid::text)) as chance from ${table}
    )
    update ${table} as spread set ${sql.ref(column)} = coalesce(
      (${moments}::timestamp[])[numbered.number],
      ${before(0)}::timestamp - make_interval(secs => numbered.chance % (40 * 86400))
    )
    from numbered where numbered.place = spread.ctid
  `.execute(server.db);
}

async function moments(from: string): Promise<readonly string[]> {
  const { rows } = await sql<{ at: string }>`select ${sql.raw(from)}`.execute(server.db);
  return rows.map(({ at }) => at);
}

/** How many of the moments each window has; texts of this form are in the order of time. */
const counted = (all: readonly (string | null)[], windows: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(windows).map(([key, start]) => [key, all.filter((at) => at !== null && at >= start).length]),
  );

beforeAll(async () => {
  for (const table of ['datavalue', 'event', 'enrollment']) await spread(table, 'lastupdated', ROLLING);
  await spread('userinfo', 'lastlogin', SINCE_MIDNIGHT);
  await sql`update userinfo set invitation = false`.execute(server.db);
  await sql`
    update userinfo set invitation = true, restoretoken = 'token', restoreexpiry = moment.at
    from (
      select userinfoid, (array[${before(1)}, ${before(0)}, ${before(-1)}, null]::timestamp[])[row_number() over (order by userinfoid desc)] as at
      from userinfo order by userinfoid desc limit 4
    ) as moment
    where moment.userinfoid = userinfo.userinfoid
  `.execute(server.db);
  await sql`
    update userinfo set invitation = true, restoretoken = null, restoreexpiry = '2020-01-01'
    where userinfoid = (select userinfoid from userinfo order by userinfoid desc offset 4 limit 1)
  `.execute(server.db);
});

describe('the summary', () => {
  it('counts what was done in each window, to the millisecond', async () => {
    const { status, json, headers } = await server.request('/api/dataSummary');
    expect(status).toBe(200);
    expect(headers.get('age')).toBe('0');
    const events =
      'event.lastupdated as at from event join programstage using (programstageid) join program using (programid) where program.type';
    const [values, all, tracker, single, enrollments, logins] = await Promise.all(
      [
        'lastupdated as at from datavalue',
        'lastupdated as at from event',
        `${events} = 'WITH_REGISTRATION'`,
        `${events} = 'WITHOUT_REGISTRATION'`,
        'lastupdated as at from enrollment',
        'lastlogin as at from userinfo',
      ].map(moments),
    );
    expect(json).toMatchObject({
      dataValueCount: counted(values ?? [], ROLLING),
      eventCount: counted(all ?? [], ROLLING),
      trackerEventCount: counted(tracker ?? [], ROLLING),
      singleEventCount: counted(single ?? [], ROLLING),
      enrollmentCount: counted(enrollments ?? [], ROLLING),
      activeUsers: counted(logins ?? [], SINCE_MIDNIGHT),
      userInvitations: { all: 5, expired: 1 },
    });
    for (const days of [json.dataValueCount, json.eventCount, json.trackerEventCount, json.enrollmentCount])
      expect(Object.values(days as Record<string, number>).every((count) => count > 0)).toBe(true);
    expect(json.singleEventCount['30']).toBeGreaterThan(0);
    // It presents itself as 2.42, whose console would show them twice.
    expect(json).not.toHaveProperty('logins');
  });

  it('counts every kind of object, under its old name too', async () => {
    const { json } = await server.request('/api/dataSummary');
    const tables = {
      dataElement: 'dataelement',
      dataElementGroup: 'dataelementgroup',
      indicatorType: 'indicatortype',
      indicator: 'indicator',
      indicatorGroup: 'indicatorgroup',
      dataSet: 'dataset',
      organisationUnit: 'organisationunit',
      organisationUnitGroup: 'orgunitgroup',
      validationRule: 'validationrule',
      program: 'program',
      period: 'period',
      user: 'userinfo',
      userGroup: 'usergroup',
      visualization: 'visualization',
      eventVisualization: 'eventvisualization',
      map: 'map',
      dashboard: 'dashboard',
      dataValue: 'datavalue',
      trackedEntity: 'trackedentity',
      enrollment: 'enrollment',
      event: 'event',
      trackedEntityInstance: 'trackedentity',
      programInstance: 'enrollment',
      programStageInstance: 'event',
    };
    const exact: Record<string, number> = {};
    for (const [name, table] of Object.entries(tables))
      exact[name] = (await moments(`count(*)::int as at from ${table}`))[0] as never;
    const { objectCounts, objectCountsEstimated } = json;
    expect(Object.keys(objectCounts).sort()).toEqual(Object.keys(exact).sort());
    for (const [name, count] of Object.entries(exact)) {
      if (!objectCountsEstimated.includes(name)) expect([name, objectCounts[name]]).toEqual([name, count]);
      else expect(Math.abs(objectCounts[name] - count), name).toBeLessThanOrEqual(count / 100);
    }
    // Only data values are many enough, and only once the database has looked at them.
    expect(objectCountsEstimated.filter((name: string) => name !== 'dataValue')).toEqual([]);
  });

  it('says which server it is of', async () => {
    const { system } = (await server.request('/api/dataSummary')).json;
    const info = (await server.request('/api/system/info')).json;
    expect(system).toEqual({
      version: '2.42.0',
      revision: '0.0.0',
      buildTime: '2026-03-15T12:30:00.000',
      systemId: info.systemId,
      serverDate: '2026-03-15T12:30:00.000',
    });
  });

  it('is for those who keep the server', async () => {
    const users = makeUsers(server);
    const { login } = await users.make(['F_SYSTEM_SETTING']);
    const keeper = await users.make(['F_PERFORM_MAINTENANCE']);
    for (const path of ['/api/dataSummary', '/api/dataSummary/metrics']) {
      expect((await server.request(path, { user: login })).status).toBe(403);
      expect((await server.request(path, { user: keeper.login })).status).toBe(200);
    }
  });
});

describe('the metrics', () => {
  it('say the same, in the order and the words that monitors know', async () => {
    const { text, headers } = await server.request('/api/dataSummary/metrics');
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const { json } = await server.request('/api/dataSummary');
    expect(promtoolFaults(text) ?? '').toBe('');
    const families = readMetrics(text);
    expect(families.map(({ name, help, type }) => [name, help, type])).toEqual([
      ['data_summary_object_counts', 'Count of metadata objects', 'gauge'],
      ['data_summary_active_users', 'Count of active users by day', 'gauge'],
      ['data_summary_user_invitations', 'Count of user invitations', 'gauge'],
      ['data_summary_data_value_count', 'Count of updated data values by day', 'gauge'],
      ['data_summary_event_count', 'Count of updated events by day', 'gauge'],
      ['data_summary_tracker_event_count', 'Count of updated tracker events by day', 'gauge'],
      ['data_summary_single_event_count', 'Count of updated single events by day', 'gauge'],
      ['data_summary_enrollment_count', 'Count of updated enrollments by day', 'gauge'],
      ['data_summary_build_info', 'Build information', 'gauge'],
      ['data_summary_system_id', 'System ID', 'gauge'],
    ]);
    const maps = [
      json.objectCounts,
      json.activeUsers,
      json.userInvitations,
      json.dataValueCount,
      json.eventCount,
      json.trackerEventCount,
      json.singleEventCount,
      json.enrollmentCount,
    ];
    for (const [index, map] of maps.entries()) {
      const samples = families[index]?.samples.map(({ labels, value }) => [Object.values(labels)[0], value]);
      expect(Object.fromEntries(samples ?? [])).toEqual(map);
    }
    expect(text).toContain(
      `data_summary_build_info{version="2.42.0", commit="0.0.0"} ${NOW.getTime() / 1000}\n# HELP data_summary_system_id System ID\n# TYPE data_summary_system_id gauge\ndata_summary_system_id{system_id="${json.system.systemId}"} 1\n`,
    );
    expect(
      text.startsWith(
        '# HELP data_summary_object_counts Count of metadata objects\n# TYPE data_summary_object_counts gauge\ndata_summary_object_counts{type="',
      ),
    ).toBe(true);
  });
});
