import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { ANALYTICS_TABLE_TYPES } from '../../../src/features/analytics-tables/index.js';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';

const HOUR_MS = 3_600_000;
let now = new Date();
const server = testServer({ demo: true, clock: { now: () => now } });
const jobs = jobsOf(server);
/** The types that the job updates between full updates; all would take long. */
const skipTableTypes = ANALYTICS_TABLE_TYPES.filter((type) => !['DATA_VALUE', 'COMPLETENESS'].includes(type));
const run = (parameters = {}) =>
  jobs.run('CONTINUOUS_ANALYTICS_TABLE', { fullUpdateHourOfDay: 3, skipTableTypes, ...parameters });

/** Which run made the table of each year. */
async function madeBy(type = 'DATA_VALUE'): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ year: number; run: string }>`
    select year, run_uid as run from orderly.analytics_partition where table_type = ${type} order by year
  `.execute(server.db);
  return new Map(rows.map((row) => [row.year, row.run]));
}

const setting = async (key: string) => (await server.request(`/api/systemSettings/${key}`)).json[key];

/** Changes a value of a month that the table has, as an editor would. */
async function change(year: number, value: string, db = server.db): Promise<void> {
  await sql`
    update datavalue as changed set value = ${value}, lastupdated = localtimestamp
    from (
      select dv.* from datavalue as dv
      join period on period.periodid = dv.periodid
      join dataelement on dataelement.dataelementid = dv.dataelementid and dataelement.valuetype = 'NUMBER'
      where extract(year from period.startdate) = ${year} and not dv.deleted
      limit 1
    ) as chosen
    where changed.dataelementid = chosen.dataelementid and changed.periodid = chosen.periodid and changed.sourceid = chosen.sourceid
      and changed.categoryoptioncomboid = chosen.categoryoptioncomboid and changed.attributeoptioncomboid = chosen.attributeoptioncomboid
  `.execute(db);
}

const inTable = async (value: number) =>
  (await sql<{ year: number }>`select year from analytics where value = ${value}`.execute(server.db)).rows.map(
    ({ year }) => year,
  );

describe('the continuous update of the analytics tables', () => {
  it('begins with all years, and sets when that is next', async () => {
    const first = await run();
    expect([first.state, first.message]).toEqual(['done', expect.stringMatching(/^Analytics tables updated: /)]);
    expect(new Set((await madeBy()).values())).toEqual(new Set([first.uid]));
    const next = new Date(await setting('keyNextAnalyticsTableUpdate'));
    expect(next.getHours()).toBe(3);
    expect(next.getTime() - now.getTime()).toBeGreaterThan(0);
    expect(next.getTime() - now.getTime()).toBeLessThanOrEqual(25 * HOUR_MS);
    // From here on it stays the day of the full update.
    now = new Date(next.getTime() - HOUR_MS);
  });

  it('does nothing while nothing changes', async () => {
    const before = await madeBy();
    const { state, message } = await run();
    expect([state, message]).toEqual(['done', 'Nothing changed since the last update of the analytics tables']);
    expect(await madeBy()).toEqual(before);
  });

  it('rebuilds the years whose values changed, and no others', async () => {
    const before = await madeBy();
    const years = [...before.keys()];
    const [oldest = 0] = years;
    expect(years.length).toBeGreaterThan(1);
    await change(oldest, '4711');
    const { uid, state, messages } = await run();
    expect(state).toBe('done');
    expect(messages.map(({ message }) => message)).toContain('Analytics table update process (latest partition)');
    expect(await madeBy()).toEqual(new Map(before).set(oldest, uid));
    expect(await inTable(4711)).toEqual([oldest]);
    expect(await setting('keyLastSuccessfulLatestAnalyticsPartitionUpdate')).toBeTruthy();
    expect((await run()).message).toContain('Nothing changed');
  });

  it('notices what was written before the last update read, and committed after', async () => {
    const oldest = Math.min(...(await madeBy()).keys());
    await server.db.connection().execute(async (session) => {
      await sql`begin`.execute(session);
      await change(oldest, '4713', session);
      // Nothing of it is to be seen yet, but it has the time of its beginning.
      await sql`select pg_sleep(0.01)`.execute(session);
      const other = Math.max(...(await madeBy()).keys());
      await change(other, '4714');
      await run();
      await sql`update orderly.analytics_partition set started_at = now() where year = ${oldest}`.execute(server.db);
      await sql`commit`.execute(session);
    });
    const { uid } = await run();
    expect((await madeBy()).get(oldest)).toBe(uid);
    expect(await inTable(4713)).toEqual([oldest]);
  });

  it('leaves years alone that are older than it is to look', async () => {
    const before = await madeBy();
    const oldest = Math.min(...before.keys());
    await change(oldest, '4712');
    expect((await run({ lastYears: 1 })).message).toContain('Nothing changed');
    expect(await inTable(4712)).toEqual([]);
    expect(await madeBy()).toEqual(before);
  });

  it('says that the tables have other columns than asked for, and keeps them (no. 36)', async () => {
    const { state, messages } = await run({ skipOutliers: true });
    expect(state).toBe('done');
    expect(messages.find(({ level }) => level === 'WARN')?.message).toMatch(
      /^skipOutliers is true, but the table analytics was built with the columns for outliers: it stays as it is until the full update after /,
    );
    expect(await inTable(4712)).toHaveLength(1);
  });

  it('notices completed data sets too', async () => {
    const before = await madeBy('COMPLETENESS');
    const { rows } = await sql<{ year: number }>`
      update completedatasetregistration as changed set lastupdated = localtimestamp
      from period
      where period.periodid = changed.periodid and changed.completed and changed.ctid = (
        select ctid from completedatasetregistration where completed limit 1
      )
      returning extract(year from period.startdate)::int as year
    `.execute(server.db);
    const { uid } = await run();
    expect(await madeBy('COMPLETENESS')).toEqual(new Map(before).set(rows[0]?.year ?? 0, uid));
  });

  it('tries the whole again once a day only, whatever became of it', async () => {
    now = new Date(now.getTime() + 2 * HOUR_MS);
    await sql`alter table categoryoption rename to categoryoption_gone`.execute(server.db);
    const failed = await run();
    await sql`alter table categoryoption_gone rename to categoryoption`.execute(server.db);
    expect(failed.state).toBe('failed');
    const next = new Date(await setting('keyNextAnalyticsTableUpdate'));
    expect(next.getTime() - now.getTime()).toBeGreaterThan(20 * HOUR_MS);
    expect((await run()).message).toContain('Nothing changed');
  });
});
