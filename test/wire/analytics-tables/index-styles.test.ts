import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { ANALYTICS_TABLE_TYPES } from '../../../src/features/analytics-tables/definition.js';
import { DEMO_DATE } from '../../support/database.js';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';

const server = testServer({
  demo: true,
  clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) },
  flags: { analyticsIndexes: 'dhis2' },
});
const jobs = jobsOf(server);

const TYPES = ['DATA_VALUE', 'EVENT'];
const build = async (more: Record<string, unknown> = {}) =>
  await jobs.run('ANALYTICS_TABLE', {
    skipTableTypes: ANALYTICS_TABLE_TYPES.filter((type) => !TYPES.includes(type)),
    skipPrograms: others,
    ...more,
  });

/** The keys of the indexes of a table, e.g. `dx, co` or `lower(x)`. */
const indexesOf = async (table: string): Promise<readonly string[]> =>
  (
    await sql<{ key: string }>`
      select substring(pg_get_indexdef(indexrelid) from 'USING (.*)$') as key from pg_index where indrelid = ${table}::regclass order by 1
    `.execute(server.db)
  ).rows.map(({ key }) => key);

const columnsOf = async (table: string): Promise<readonly { readonly name: string; readonly type: string }[]> =>
  (
    await sql<{ name: string; type: string }>`
      select attname as name, format_type(atttypid, null) as type from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
    `.execute(server.db)
  ).rows;

const btree = (...columns: readonly string[]): string =>
  `btree (${columns.map((name) => (/^[a-z_0-9]+$/.test(name) ? name : `"${name}"`)).join(', ')})`;

/** Of the demo's first program: a text with options, one without, and a number. */
let program: string;
let others: readonly string[];
let items: readonly { readonly uid: string; readonly kind: 'long' | 'chosen' | 'other' }[];

beforeAll(async () => {
  await sql`update dataelement set optionsetid = null`.execute(server.db);
  const { rows } = await sql<{ program: string; uid: string; kind: 'long' | 'chosen' | 'other' }>`
    with text as (
      select program.uid as program, element.dataelementid, element.uid, row_number() over (partition by program.uid order by element.uid) as place
      from program
      join programstage on programstage.programid = program.programid
      join programstagedataelement as used on used.programstageid = programstage.programstageid and not used.skipanalytics
      join dataelement as element on element.dataelementid = used.dataelementid
    ),
    chosen as (
      update dataelement set
        valuetype = case text.place when 3 then 'EMAIL' else 'TEXT' end,
        optionsetid = case text.place when 2 then (select min(optionsetid) from optionset) end
      from text where text.dataelementid = dataelement.dataelementid and text.place <= 3 and text.program = (select min(program) from text)
      returning text.program, text.uid, case text.place when 1 then 'long' when 2 then 'chosen' else 'other' end as kind
    )
    select * from chosen order by kind
  `.execute(server.db);
  items = rows;
  program = (rows[0]?.program ?? '').toLowerCase();
  const { rows: programs } = await sql<{ uid: string }>`select uid from program where lower(uid) <> ${program}`.execute(
    server.db,
  );
  others = programs.map(({ uid }) => uid);
  expect(rows.map(({ kind }) => kind)).toEqual(['chosen', 'long', 'other']);
  await sql`create table letter as select string_agg(md5(n::text), '') as long from generate_series(1, 400) as n`.execute(
    server.db,
  );
  // One program and two years have as many kinds of indexes as all.
  await sql`delete from datavalue where periodid in (select periodid from period where startdate < '2025-01-01')`.execute(
    server.db,
  );
  await build();
}, 120_000);

describe('tables with the indexes of DHIS2', () => {
  it('have one on every dimension, on combos together with the data element, and none on facts', async () => {
    const facts = ['approvallevel', 'daysxvalue', 'daysno', 'value', 'textvalue'];
    const statistics = ['avg_middle_value', 'percentile_middle_value', 'mad', 'std_dev'];
    const dimensions = (await columnsOf('analytics'))
      .map(({ name }) => name)
      .filter((name) => ![...facts, ...statistics].includes(name));
    const wanted = dimensions.map((name) => (['co', 'ao'].includes(name) ? btree('dx', name) : btree(name)));
    expect(await indexesOf('analytics_2025')).toEqual(wanted.toSorted(byText));
    expect(await indexesOf('analytics')).toEqual([]);
  });

  it('have two on moments and on texts that are chosen, none on long texts and names of users', async () => {
    const indexes = await indexesOf(`analytics_event_${program}_2025`);
    const keys = (name: string) => indexes.filter((key) => new RegExp(`\\b${name}\\b`).test(key));
    for (const { uid, kind } of items) {
      const quoted = `"${uid}"`;
      expect([kind, keys(uid)]).toEqual([
        kind,
        kind === 'long' ? [] : [`btree (${quoted})`, `btree (lower(${quoted}))`],
      ]);
    }
    expect(keys('occurreddate')).toEqual(['btree (occurreddate DESC NULLS LAST)', 'btree (occurreddate)']);
    expect(keys('createdbyusername')).toEqual(['btree (createdbyusername)']);
    expect([...keys('createdbydisplayname'), ...keys('lastupdatedbyname')]).toEqual([]);
    expect(keys('ao')).toEqual(['btree (ao)']);
    // With PostGIS, that is.
    for (const { name } of (await columnsOf(`analytics_event_${program}_2025`)).filter(
      ({ type }) => type === 'geometry',
    ))
      expect(keys(name)).toEqual([`gist (${name})`]);
  });

  it('keep them when what changed is merged, and when only the last years are built', async () => {
    const before = await indexesOf('analytics_2025');
    await sql`update datavalue set value = '4711', lastupdated = now() where ctid = (select min(ctid) from datavalue)`.execute(
      server.db,
    );
    expect((await build({ lastYears: 0 })).state).toBe('done');
    expect(await indexesOf('analytics_2025')).toEqual(before);
    expect((await build({ lastYears: 1, skipResourceTables: true })).state).toBe('done');
    expect(await indexesOf('analytics_2026')).toEqual(before);
  });

  it('do without one that a value is too large for, and say so', async () => {
    const email = items.find(({ kind }) => kind === 'other')?.uid ?? '';
    await sql`
      update event set eventdatavalues = eventdatavalues || jsonb_build_object(${email}::text, jsonb_build_object('value', letter.long))
      from letter where eventid = (
        select max(event.eventid) from event
        join enrollment using (enrollmentid) join program using (programid)
        where lower(program.uid) = ${program} and event.status = 'COMPLETED' and event.occurreddate >= '2025-01-01' and event.occurreddate < '2026-01-01'
      )
    `.execute(server.db);
    const run = await build({ skipTableTypes: ANALYTICS_TABLE_TYPES.filter((type) => type !== 'EVENT') });
    expect(run.state).toBe('done');
    const table = `analytics_event_${program}_2025`;
    expect(run.messages.map(({ message }) => message).filter((message) => message.includes('too large'))).toEqual(
      Array(2).fill(`EVENT: no index on ${table} (${email}), because of a value that is too large for one`),
    );
    expect((await indexesOf(table)).filter((key) => key.includes(email))).toEqual([]);
    expect((await indexesOf(table)).length).toBeGreaterThan(40);
  });
});

const byText = (one: string, other: string): number => (one < other ? -1 : 1);
