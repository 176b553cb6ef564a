import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { ANALYTICS_TABLE_TYPES } from '../../../src/features/analytics-tables/index.js';
import { aggregateTables } from '../../support/analytics-tables.js';
import { jobsOf } from '../../support/jobs.js';
import { define, partsOf } from '../../support/roll-ups.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true, flags: { refreshAggregates: 'true' } });
const { run } = jobsOf(server);

/** A value of a year, and the sum over its region and year that it is part of. */
interface Subject {
  readonly element: string;
  readonly region: string;
  readonly year: number;
  readonly value: number;
  readonly ctid: string;
}
let subject: Subject;
let rollUp: string;

const only = ANALYTICS_TABLE_TYPES.filter((type) => type !== 'DATA_VALUE');
const updateTables = (parameters: Readonly<Record<string, unknown>> = {}) =>
  run('ANALYTICS_TABLE', { skipTableTypes: only, skipResourceTables: true, skipOutliers: true, ...parameters });
const ask = async () => {
  const { element, region, year } = subject;
  const { status, json, headers, text } = await server.request(
    `/api/analytics?dimension=dx:${element}&dimension=pe:${year}&filter=ou:${region}&skipMeta=true&skipRounding=true`,
  );
  if (status !== 200) throw new Error(text);
  return { value: Number(json.rows[0]?.at(-1)), by: headers.get('x-orderly-aggregate') };
};
const setValue = async (value: number) => {
  const { rows } = await sql<{ ctid: string }>`
    update datavalue set value = ${String(value)}, lastupdated = localtimestamp where ctid = ${subject.ctid}::tid returning ctid::text
  `.execute(server.db);
  subject = { ...subject, ctid: rows[0]?.ctid ?? '' };
};
const runs = async (type: string) => {
  const { rows } = await sql<{ state: string; parameters: Record<string, unknown>; summary: unknown }>`
    select state, parameters, summary from orderly.job_run where type = ${type} order by run_id
  `.execute(server.db);
  return rows;
};
const quiet = () =>
  expect
    .poll(
      async () =>
        [...(await runs('AGGREGATE_MAINTENANCE')), ...(await runs('AGGREGATE_BATCH'))].map(({ state }) => state),
      { timeout: 30_000 },
    )
    .not.toEqual(expect.arrayContaining([expect.stringMatching(/queued|running/)]));

beforeAll(async () => {
  rollUp = await define(server.db, { columns: ['dx', 'uidlevel1', 'uidlevel2', 'yearly'], states: ['n', 'sum_v'] });
  expect((await server.runJob(aggregateTables()))[0]).toMatchObject({ level: 'INFO' });
  const { rows } = await sql<Subject>`
    select element.uid as element, split_part(unit.path, '/', 3) as region, extract(year from period.startdate)::int as year, value::int as value, datavalue.ctid::text
    from datavalue
    join dataelement as element using (dataelementid)
    join organisationunit as unit on unit.organisationunitid = datavalue.sourceid
    join period using (periodid)
    join periodtype using (periodtypeid)
    where element.aggregationtype = 'SUM' and element.valuetype like 'INTEGER%' and periodtype.name = 'Monthly' and extract(year from period.startdate) = 2025
      and not datavalue.deleted and datavalue.value ~ '^[1-9][0-9]{0,3}$'
      and not exists (select from dataelementaggregationlevels as cut where cut.dataelementid = element.dataelementid)
    order by element.uid, unit.path, period.startdate
    limit 1
  `.execute(server.db);
  subject = rows[0] as Subject;
}, 90_000);

describe('roll-ups', () => {
  it('are chosen and built when there are analytics tables for the first time', async () => {
    await quiet();
    expect(await runs('AGGREGATE_MAINTENANCE')).toEqual([
      {
        state: 'done',
        parameters: { organization: 'default', cause: 'CubeUpdateMaintenance(FirstTimeCubeProcessed)' },
        summary: { errorInformation: {} },
      },
    ]);
    const { by } = await ask();
    expect((await partsOf(server.db)).filter(({ instance }) => instance === by)).not.toEqual([]);
  });

  it('follow a latest run in the years that changed, and stay as they are in the others', async () => {
    const before = (await partsOf(server.db)).filter((part) => part.rollUp === rollUp);
    const { value } = await ask();
    await setValue(subject.value + 1);
    await updateTables({ lastYears: 0 });
    await quiet();
    const after = (await partsOf(server.db)).filter((part) => part.rollUp === rollUp);
    expect(after.map(({ year }) => year)).toEqual(before.map(({ year }) => year));
    const known = new Set(before.map(({ table }) => table));
    expect(after.filter(({ table }) => !known.has(table)).map(({ year }) => year)).toEqual([subject.year]);
    expect(await ask()).toEqual({ value: value + 1, by: expect.not.stringMatching(/^none$/) });
    const { rows: noted } =
      await sql`select table_name as "table", noted from orderly.analytics_partition_change`.execute(server.db);
    expect(noted).toEqual([{ table: `analytics_${subject.year}`, noted: [subject.element] }]);
    // There is nothing to do then.
    const batches = (await runs('AGGREGATE_BATCH')).length;
    await updateTables({ lastYears: 0 });
    expect(await runs('AGGREGATE_BATCH')).toHaveLength(batches);
  });

  it('never answer with what was, and no query fails, while tables are swapped and roll-ups are built', async () => {
    const first = (await ask()).value;
    const start = subject.value + 1;
    let written = 0;
    let updated = 0;
    let reading = true;
    const seen: { readonly from: number; readonly to: number; readonly value: number; readonly by: string | null }[] =
      [];
    const read = async (): Promise<void> => {
      while (reading) {
        const from = updated;
        const { value, by } = await ask();
        seen.push({ from, to: written, value: value - first, by });
        await sleep(2);
      }
    };
    const readers = Promise.all([read(), read(), read()]);
    readers.catch(() => undefined);
    for (const parameters of [{}, { lastYears: 0 }, {}, { lastYears: 0 }]) {
      written += 1;
      await setValue(start + written);
      expect(await updateTables(parameters)).toMatchObject({ state: 'done' });
      updated = written;
    }
    await quiet();
    await expect.poll(async () => (await ask()).by).not.toBe('none');
    reading = false;
    await readers;
    expect(seen.filter(({ from, to, value }) => value < from || value > to)).toEqual([]);
    expect(new Set(seen.map(({ by }) => by === 'none'))).toEqual(new Set([true, false]));
  }, 90_000);

  it('go with the tables when these are cleared, and come again with them', async () => {
    const { json } = await server.request('/api/maintenance/analyticsTablesClear', { method: 'POST' });
    expect(json?.httpStatusCode ?? 204).toBeLessThan(300);
    await expect.poll(async () => await partsOf(server.db)).toEqual([]);
    await updateTables();
    await quiet();
    expect((await partsOf(server.db)).filter((part) => part.rollUp === rollUp && part.status === 'active')).not.toEqual(
      [],
    );
  });
});
