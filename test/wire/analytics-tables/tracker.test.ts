import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { generatedName } from '../../../src/database/index.js';
import { ANALYTICS_TABLE_TYPES } from '../../../src/features/analytics-tables/definition.js';
import { DEMO_DATE } from '../../support/database.js';
import { layout } from '../../support/dhis2/layout.js';
import { asGeometry } from '../../support/geometry.js';
import { jobsOf } from '../../support/jobs.js';
import { makeRow } from '../../support/make-row.js';
import { testServer } from '../../support/server.js';
import {
  anyText,
  canonical,
  enrollmentTable,
  entityEnrollmentTable,
  entityEventTable,
  entityTable,
  eventTable,
  ownershipTable,
  type Row,
  readSources,
  resultTable,
  rowsOf,
  without,
} from '../../support/tracker-tables.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });
const jobs = jobsOf(server);

/** Builds these types alone from the resource tables as they are. */
async function build(types: readonly string[], more: Row = {}) {
  const skipTableTypes = ANALYTICS_TABLE_TYPES.filter((type) => !types.includes(type));
  const run = await jobs.run('ANALYTICS_TABLE', { skipResourceTables: true, skipTableTypes, ...more });
  expect([run.state, run.message]).toEqual(['done', expect.stringMatching(/^Analytics tables updated/)]);
  return run;
}

const all = async <Result>(query: ReturnType<typeof sql<Result>>) => (await query.execute(server.db)).rows;

const tablesLike = async (pattern: string): Promise<readonly string[]> =>
  (
    await all(sql<{ name: string }>`
      select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname ~ ${pattern} order by 1
    `)
  ).map(({ name }) => name);

const VALUE_TYPES = [
  'NUMBER',
  'INTEGER',
  'BOOLEAN',
  'TRUE_ONLY',
  'DATE',
  'DATETIME',
  'AGE',
  'ORGANISATION_UNIT',
  'COORDINATE',
  'TEXT',
  'PERCENTAGE',
  'INTEGER_POSITIVE',
];

beforeAll(async () => {
  await server.runJob('/api/resourceTables');
  // Elements and attributes of every type, some with two legend sets, whose legends leave gaps and overlap.
  await sql`
    update dataelement as element set valuetype = (${VALUE_TYPES}::text[])[1 + numbered.place % ${VALUE_TYPES.length}]
    from (select dataelementid, row_number() over (order by uid) as place from dataelement where domaintype = 'TRACKER') as numbered
    where element.dataelementid = numbered.dataelementid
  `.execute(server.db);
  await sql`
    update trackedentityattribute as attribute set valuetype = (${VALUE_TYPES}::text[])[1 + numbered.place % ${VALUE_TYPES.length}]
    from (select trackedentityattributeid, row_number() over (order by uid) as place from trackedentityattribute) as numbered
    where attribute.trackedentityattributeid = numbered.trackedentityattributeid
  `.execute(server.db);
  // Nothing is confidential any more in 2.44.
  if (layout !== '2.44') {
    await sql`
      update trackedentityattribute set confidential = uid = (select uid from trackedentityattribute order by uid offset 5 limit 1)
    `.execute(server.db);
  }
  await sql`
    insert into maplegendset (maplegendsetid, uid, created, lastupdated, name)
    values (900001, 'legendSet01', now(), now(), 'One'), (900002, 'legendSet02', now(), now(), 'Two')
  `.execute(server.db);
  await sql`
    insert into maplegend (maplegendid, uid, created, lastupdated, name, startvalue, endvalue, maplegendsetid)
    values
      (900011, 'legend00001', now(), now(), 'low', -100, 0, 900001), (900012, 'legend00002', now(), now(), 'middle', 0, 50.5, 900001),
      (900013, 'legend00003', now(), now(), 'high', 60, 1000, 900001), (900014, 'legend00004', now(), now(), 'over', 40, 70, 900002),
      (900015, 'legend00005', now(), now(), 'all', -1000000, 1000000, 900002)
  `.execute(server.db);
  await sql`
    insert into dataelementlegendsets (dataelementid, sort_order, legendsetid)
    select dataelementid, legendsetid, legendsetid from dataelement cross join (values (900001), (900002)) as sets (legendsetid)
    where domaintype = 'TRACKER' and valuetype in ('NUMBER', 'INTEGER')
  `.execute(server.db);
  await sql`
    insert into trackedentityattributelegendsets (trackedentityattributeid, sort_order, legendsetid)
    select trackedentityattributeid, 1, 900001 from trackedentityattribute where valuetype in ('NUMBER', 'INTEGER')
  `.execute(server.db);
  // One element that analytics leaves out.
  await sql`
    update programstagedataelement set skipanalytics = true
    where programstagedataelementid in (select max(programstagedataelementid) from programstagedataelement)
  `.execute(server.db);
});

/** Compares a table with what it should hold, by a key; gives the number of its rows. */
async function expectTable(
  table: string,
  key: (row: Row) => unknown,
  wanted: (columns: readonly string[]) => ReadonlyMap<unknown, Row>,
): Promise<number> {
  const rows = await rowsOf(server.db, table);
  const columns = await columnsOf(table);
  // What only PostGIS itself can hold is compared beside it (test/wire/attached/tracker-tables.test.ts).
  const geometries = columns.filter(({ type }) => type === 'geometry').map(({ name }) => name);
  const expected = wanted(
    columns.map(({ name }) => name).filter((name) => !['event', 'enrollment', ...geometries].includes(name)),
  );
  expect(rows.length, table).toBe(expected.size);
  for (const row of rows) {
    const [found, known = {}] = [row, expected.get(key(row))].map((one) => one && without(one, ...geometries));
    // Comparing for a report takes long.
    if (!isDeepStrictEqual(found, known)) expect(found, `${table} ${key(row)}`).toEqual(known);
  }
  return rows.length;
}

const columnsOf = (table: string): Promise<readonly { readonly name: string; readonly type: string }[]> =>
  all(sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, null) as type
    from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
  `);

/** New values, dates, states and places for the events, enrollments and tracked entities, from what is generated. */
async function scatter(texts: readonly string[], numbers: readonly number[]): Promise<void> {
  await sql`
    update event as changed set
      eventdatavalues = coalesce((
        select jsonb_object_agg(element.uid, jsonb_build_object('value', (${texts}::text[])[1 + (hashint8(changed.eventid * 31 + element.dataelementid) & 65535) % ${texts.length}]))
        from dataelement as element
        where element.domaintype = 'TRACKER' and (element.dataelementid + changed.eventid) % 3 <> 0
      ), '{}'),
      occurreddate = case changed.eventid % 7 when 0 then null when 1 then timestamp '1950-01-01' when 2 then timestamp '2051-12-31 23:00' else timestamp '2020-12-25' + (${numbers}::int[])[1 + changed.eventid % ${numbers.length}] * interval '7 hours' end,
      status = (array['COMPLETED', 'ACTIVE', 'SCHEDULE', 'OVERDUE', 'SKIPPED'])[1 + changed.eventid % 5],
      geometry = ${asGeometry(sql`case changed.eventid % 3 when 0 then jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(changed.eventid % 180, 8.5)) when 1 then '{"type":"Polygon","coordinates":[]}' end`)},
      createdatclient = case when changed.eventid % 2 = 0 then timestamp '2021-02-03 04:05:06.789' end,
      deleted = changed.eventid % 11 = 0
    where changed.eventid % 5 < 2 or changed.eventid % 13 = 0
  `.execute(server.db);
  await sql`update enrollment set deleted = enrollmentid % 9 = 0 where trackedentityid is not null`.execute(server.db);
  await sql`update trackedentity set deleted = trackedentityid % 8 = 0`.execute(server.db);
  await sql`
    update trackedentityattributevalue as changed
    set value = left((${texts}::text[])[1 + (hashint8(changed.trackedentityid * 17 + changed.trackedentityattributeid) & 65535) % ${texts.length}], 1200)
  `.execute(server.db);
}

const yearsOf = async (program: string): Promise<readonly string[]> => await tablesLike(`^analytics_event_${program}_`);

/** Changes of owner: places of tracked entities and units, hours after the first day, in groups that fall on one day often. */
const transfers = fc.array(fc.record({ entity: fc.nat(40), unit: fc.nat(3), hours: fc.nat(200), program: fc.nat(1) }), {
  minLength: 60,
  maxLength: 120,
});

async function transfer(
  changes: readonly {
    readonly entity: number;
    readonly unit: number;
    readonly hours: number;
    readonly program: number;
  }[],
): Promise<void> {
  await sql`delete from programownershiphistory`.execute(server.db);
  await sql`
    insert into programownershiphistory (programownershiphistoryid, programid, trackedentityid, organisationunitid, startdate, enddate)
    select change.place, program.programid, entity.trackedentityid, unit.organisationunitid, null, timestamp '2024-01-01' + change.hours * interval '1 hour'
    from unnest(
      ${changes.map(({ entity }) => entity)}::int[], ${changes.map(({ unit }) => unit)}::int[],
      ${changes.map(({ hours }) => hours)}::int[], ${changes.map(({ program }) => program)}::int[]
    ) with ordinality as change (entity, unit, hours, program, place)
    join (select trackedentityid, row_number() over (order by trackedentityid) - 1 as n from trackedentity) as entity on entity.n = change.entity
    join (select organisationunitid, row_number() over (order by organisationunitid desc) - 1 as n from organisationunit) as unit on unit.n = change.unit
    join (select programid, row_number() over (order by uid) - 1 as n from program where type = 'WITH_REGISTRATION') as program on program.n = change.program
  `.execute(server.db);
}

const TRACKER = [
  'EVENT',
  'ENROLLMENT',
  'OWNERSHIP',
  'TRACKED_ENTITY_INSTANCE',
  'TRACKED_ENTITY_INSTANCE_EVENTS',
  'TRACKED_ENTITY_INSTANCE_ENROLLMENTS',
];

describe('the tables of programs and of tracked entity types', () => {
  it('hold what the source tables say, cell by cell', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyText, { minLength: 20, maxLength: 60 }),
        fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 3, maxLength: 9 }),
        transfers,
        async (texts, numbers, changes) => {
          await scatter(texts, numbers);
          await transfer(changes);
          await build(TRACKER);
          const sources = await readSources(server.db);
          const rows: Record<string, number> = {};
          const check = async (
            type: string,
            uid: unknown,
            key: (row: Row) => unknown,
            wanted: (columns: readonly string[]) => ReadonlyMap<unknown, Row>,
          ) => {
            const table = generatedName(server.db, `analytics_${type}_${String(uid).toLowerCase()}`);
            // DHIS2 2.40 has no tables of tracked entities.
            if (table !== undefined) rows[type] = (rows[type] ?? 0) + (await expectTable(table, key, wanted));
          };
          for (const program of sources.programs.values()) {
            await check(
              'event',
              program.uid,
              ({ event }) => event,
              (columns) => eventTable(sources, program, columns),
            );
            await check(
              'enrollment',
              program.uid,
              ({ enrollment }) => enrollment,
              (columns) => enrollmentTable(sources, program, columns),
            );
            await check(
              'ownership',
              program.uid,
              ({ teuid, startdate }) => `${teuid} ${startdate}`,
              (columns) => ownershipTable(sources, program, columns),
            );
          }
          for (const type of sources.types.values()) {
            await check(
              'te',
              type.uid,
              ({ trackedentity }) => trackedentity,
              (columns) => entityTable(sources, type, columns),
            );
            await check(
              'te_event',
              type.uid,
              ({ event }) => event,
              () => entityEventTable(sources, type),
            );
            await check(
              'te_enrollment',
              type.uid,
              ({ enrollment }) => enrollment,
              () => entityEnrollmentTable(sources, type),
            );
          }
          for (const count of Object.values(rows)) expect(count).toBeGreaterThan(20);
        },
      ),
      { numRuns: 1, endOnFailure: true },
    );
  });

  it('tells how many values of what could not be read', async () => {
    const { messages } = await build(['EVENT']);
    const told = messages.map(({ message }) => message).join('\n');
    expect(told).toMatch(/EVENT: \d+ values of data element \w{11} \(.+\) left out, not a (number|whole number|date)/);
  });

  it('are taken away with their program, by a full run only', async () => {
    const programs = await all(
      sql<{
        id: number;
        uid: string;
      }>`select programid as id, lower(uid) as uid from program where type = 'WITHOUT_REGISTRATION'`,
    );
    const { id, uid } = programs[0] ?? { id: 0, uid: '' };
    expect((await yearsOf(uid)).length).toBeGreaterThan(2);
    await sql`create view on_events as select event, ou from ${sql.table(`analytics_event_${uid}`)}`.execute(server.db);
    await sql`delete from event where programstageid in (select programstageid from programstage where programid = ${id})`.execute(
      server.db,
    );
    await sql`delete from enrollment where programid = ${id}`.execute(server.db);
    for (const stage of [sql`programstagedataelement`, sql`programstage`])
      await sql`delete from ${stage} where programstageid in (select programstageid from programstage where programid = ${id})`.execute(
        server.db,
      );
    await sql`delete from program_organisationunits where programid = ${id}`.execute(server.db);
    await sql`delete from program where programid = ${id}`.execute(server.db);
    await build(['EVENT', 'ENROLLMENT'], { lastYears: 1 });
    expect(await tablesLike(`^analytics_(event|enrollment)_${uid}$`)).toHaveLength(2);
    const { messages } = await build(['EVENT', 'ENROLLMENT']);
    expect(await tablesLike(`^analytics_(event|enrollment)_${uid}`)).toEqual([]);
    expect(messages.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('on_events could not be made again'),
    );
  });

  it('keep the years before a window, and those of programs that are skipped', async () => {
    const [first = '', second = ''] = (await all(sql<{ uid: string }>`select uid from program order by uid`)).map(
      ({ uid }) => uid,
    );
    const counts = async (uid: string) =>
      Object.fromEntries(
        (
          await all(
            sql<{
              yearly: string;
              n: number;
            }>`select yearly, count(*)::int as n from ${sql.table(`analytics_event_${uid.toLowerCase()}`)} group by 1 order by 1`,
          )
        ).map(({ yearly, n }) => [yearly, n]),
      );
    const before = [await counts(first), await counts(second)];
    await sql`update event set occurreddate = timestamp '2026-02-01' where status = 'COMPLETED'`.execute(server.db);
    await build(['EVENT'], { lastYears: 1, skipPrograms: [second] });
    const after = await counts(first);
    expect(await counts(second)).toEqual(before[1]);
    expect(after['2026']).toBeGreaterThan(0);
    expect(after).toEqual({ ...before[0], 2026: after['2026'], ...(after['2051'] && { 2051: after['2051'] }) });
    await build(['EVENT']);
    expect((await counts(second))['2026']).toBeGreaterThan(0);
    expect(await counts(first)).not.toEqual(after);
  });

  it('are built for all years when an item got another value type since', async () => {
    const [item] = await all(sql<{ element: string; program: string }>`
      select element.uid as element, lower(program.uid) as program
      from program
      join programstage as stage on stage.programid = program.programid
      join programstagedataelement as link on link.programstageid = stage.programstageid and not coalesce(link.skipanalytics, false)
      join dataelement as element on element.dataelementid = link.dataelementid and element.valuetype = 'NUMBER'
      order by program.uid, element.uid
      limit 1
    `);
    if (!item) throw new Error('The demo has no number in a program.');
    const { element, program } = item;
    await sql`update dataelement set valuetype = 'TEXT' where uid = ${element}`.execute(server.db);
    const { messages } = await build(['EVENT'], { lastYears: 1 });
    expect(messages.map(({ message }) => message)).toContain(
      `EVENT: all years of analytics_event_${program} are rebuilt, because its columns changed since it was last written`,
    );
    expect(
      await all(sql`
        select distinct data_type as type from information_schema.columns
        where table_name like ${`analytics_event_${program}%`} and column_name = ${element}
      `),
    ).toEqual([{ type: 'text' }]);
  });
});

describe('the table of validation results', () => {
  it('is left alone while there are none, and holds them by year', async () => {
    await sql`delete from validationresult`.execute(server.db);
    const { messages } = await build(['VALIDATION_RESULT']);
    expect(messages.map(({ message }) => message)).toContain(
      'VALIDATION_RESULT: skipped, there are no validation results',
    );
    await makeRow(server.db, 'validationrule', { operator: 'equal_to', periodtypeid: 1 });
    await sql`
      insert into validationresult (validationresultid, created, leftsidevalue, rightsidevalue, validationruleid, periodid, organisationunitid, attributeoptioncomboid, dayinperiod, notificationsent)
      select row_number() over (), timestamp '2025-05-01' + period.periodid * interval '1 hour', 1, 2, rule.validationruleid, period.periodid, unit.organisationunitid, combo.categoryoptioncomboid, 3, false
      from (select validationruleid from validationrule limit 2) as rule
      cross join (select periodid from period order by startdate desc limit 40) as period
      cross join (select organisationunitid from organisationunit limit 3) as unit
      cross join (select categoryoptioncomboid from categoryoptioncombo order by uid desc limit 1) as combo
    `.execute(server.db);
    await build(['VALIDATION_RESULT']);
    const sources = await readSources(server.db);
    const wanted = resultTable(
      sources,
      (await columnsOf('analytics_validationresult')).map(({ name }) => name),
    );
    expect(wanted.length).toBeGreaterThanOrEqual(120);
    const stands = async () => (await rowsOf(server.db, 'analytics_validationresult')).map(canonical).toSorted();
    expect(await stands()).toEqual(wanted);
    // The years before a window stay, unlike in DHIS2.
    await build(['VALIDATION_RESULT'], { lastYears: 1 });
    expect(await stands()).toEqual(wanted);
  });
});

describe('hooks', () => {
  const addHook = (name: string, type: string, text: string) =>
    makeRow(
      server.db,
      'tablehook',
      { name, analyticstablephase: 'ANALYTICS_TABLE_POPULATED', analyticstabletype: type, sql: text },
      'analyticstablehookid',
    );

  it('change the unfinished tables in the order of their names, before these are read', async () => {
    await addHook(
      'a first',
      'ORG_UNIT_TARGET',
      `update analytics_orgunittarget_temp set value = 2; create table on_the_way as select 1 as one;`,
    );
    await addHook(
      'b then',
      'ORG_UNIT_TARGET',
      `update analytics_orgunittarget_temp set value = value * 5 where exists (select from on_the_way)`,
    );
    const { messages } = await build(['ORG_UNIT_TARGET']);
    expect(messages.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('ORG_UNIT_TARGET: run hooks'),
    );
    expect(await all(sql`select distinct value from analytics_orgunittarget`)).toEqual([{ value: 10 }]);
    expect(await tablesLike('^on_the_way$')).toEqual([]);
  });

  it('fail the type with what the database says, and leave its old table', async () => {
    await addHook(
      'c wrong',
      'ORG_UNIT_TARGET',
      `delete from analytics_orgunittarget_temp; select no_such_column from analytics_orgunittarget_temp`,
    );
    const skipTableTypes = ANALYTICS_TABLE_TYPES.filter(
      (type) => !['ORG_UNIT_TARGET', 'COMPLETENESS_TARGET'].includes(type),
    );
    const run = await jobs.run('ANALYTICS_TABLE', { skipResourceTables: true, skipTableTypes });
    expect(run.state).toBe('failed');
    expect(run.message).toMatch(
      /^1 of 2 table types kept their old content\. ORG_UNIT_TARGET: The analytics table hook "c wrong" \(\w{11}\) failed: column "no_such_column" does not exist$/,
    );
    expect(await all(sql`select distinct value from analytics_orgunittarget`)).toEqual([{ value: 10 }]);
  });

  it('change resource tables too', async () => {
    const table = generatedName(server.db, 'analytics_rs_orgunitstructure') ?? '';
    await makeRow(
      server.db,
      'tablehook',
      {
        name: 'codes',
        analyticstablephase: 'RESOURCE_TABLE_POPULATED',
        resourcetabletype: 'ORG_UNIT_STRUCTURE',
        sql: `update ${table}_temp set code = 'hooked'`,
      },
      'analyticstablehookid',
    );
    await server.runJob('/api/resourceTables');
    expect(await all(sql`select distinct code from ${sql.table(table)}`)).toEqual([{ code: 'hooked' }]);
  });
});
