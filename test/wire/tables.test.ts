import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { generatedName } from '../../src/database/index.js';
import { DEMO_DATE } from '../support/database.js';
import { testServer } from '../support/server.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });

const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<readonly Row[]> =>
  (await query.execute(server.db)).rows;
const number = async (query: ReturnType<typeof sql<{ n: number }>>): Promise<number> =>
  (await rowsOf(query))[0]?.n ?? Number.NaN;
/** Without the types of tracker data, which have tests of their own. */
const OTHERS = 'skipEvents=true&skipEnrollment=true&skipTrackedEntities=true&skipOrgUnitOwnership=true';
const run = (query = '') => server.runJob(`/api/33/resourceTables/analytics?${OTHERS}${query}`);

const columnsOf = async (table: string): Promise<readonly string[]> =>
  (
    await rowsOf(sql<{ name: string }>`
      select attname as name from pg_attribute where attrelid = ${table}::regclass and attnum > 0 order by attnum
    `)
  ).map(({ name }) => name);

/** Two of them came with 2.42. */
const hasNewest = (): boolean => generatedName(server.db, 'analytics_rs_dataset') !== undefined;

beforeAll(async () => {
  await run();
});

describe('resource tables', () => {
  it('are all there, each with as many rows as what it describes', async () => {
    const described = {
      orgunitstructure: sql`from organisationunit`,
      organisationunitgroupsetstructure: sql`from organisationunit`,
      dataelementstructure: sql`from dataelement`,
      dataelementgroupsetstructure: sql`from dataelement`,
      indicatorgroupsetstructure: sql`from indicator`,
      categorystructure: sql`from categoryoptioncombo`,
      categoryoptioncomboname: sql`from categoryoptioncombo`,
      periodstructure: sql`from period`,
      dateperiodstructure: sql`from generate_series('1975-01-01'::timestamp, '2052-01-01', interval '1 day')`,
      dataelementcategoryoptioncombo: sql`from dataelement join categorycombos_optioncombos using (categorycomboid)`,
      ...(hasNewest() && { dataset: sql`from dataset` }),
    };
    const counts = await rowsOf(sql<{ table: string; rows: number; wanted: number }>`
      ${sql.join(
        Object.entries(described).map(
          ([table, source]) => sql`
            select ${table}::text as "table", (select count(*) from ${sql.table(`analytics_rs_${table}`)}) as rows, (select count(*) ${source}) as wanted
          `,
        ),
        sql` union all `,
      )}
    `);
    for (const { table, rows, wanted } of counts) expect(`${table} ${rows}`).toBe(`${table} ${wanted}`);
    for (const table of [
      'datasetorganisationunitcategory',
      ...(hasNewest() ? ['relationship'] : []),
      'dataapprovalremaplevel',
      'dataapprovalminlevel',
    ]) {
      expect(await number(sql`select count(*)::int as n from ${sql.table(`analytics_rs_${table}`)}`)).toBeGreaterThan(
        0,
      );
    }
  });

  it('give a unit its ancestors, and its region from the nearest of them', async () => {
    const [unit] = await rowsOf(sql<Record<string, string | number | null>>`
      select structure.*, parent.uid as parent
      from ${sql.table('analytics_rs_orgunitstructure')} as structure
      join organisationunit as unit on unit.organisationunitid = structure.organisationunitid
      join organisationunit as parent on parent.organisationunitid = unit.parentid
      where structure.level = 4 limit 1
    `);
    expect(unit).toMatchObject({
      uidlevel1: 'ImspTQPwCqd',
      uidlevel3: unit?.parent,
      uidlevel4: unit?.organisationunituid,
      namelevel4: unit?.name,
    });
    expect(String(unit?.path).split('/').slice(1)).toEqual([
      unit?.uidlevel1,
      unit?.uidlevel2,
      unit?.uidlevel3,
      unit?.uidlevel4,
    ]);
    expect(
      await number(sql`
      select count(*)::int as n
      from ${sql.table('analytics_rs_organisationunitgroupsetstructure')} as sets
      join ${sql.table('analytics_rs_orgunitstructure')} as unit using (organisationunitid)
      join ${sql.table('analytics_rs_organisationunitgroupsetstructure')} as district on district.organisationunitid = unit.idlevel2
      where unit.level = 4 and (sets."Region" is distinct from district."Region" or sets."Region" is null)
    `),
    ).toBe(0);
  });

  it('fill longer periods only', async () => {
    const [month, week, quarter] = await rowsOf(sql<Record<string, string | number | null>>`
      select * from ${sql.table('analytics_rs_periodstructure')}
      where iso in ('202502', '2025Q3') or periodtypename = 'Weekly' order by periodtypename, iso
    `);
    expect(month).toMatchObject({
      iso: '202502',
      daysno: 28,
      weekly: null,
      monthly: '202502',
      quarterly: '2025Q1',
      financialnov: '2025Nov',
      year: 2025,
    });
    expect(week ?? quarter).toBeDefined();
    const [third] = await rowsOf(
      sql<
        Record<string, string | null>
      >`select * from ${sql.table('analytics_rs_periodstructure')} where iso = '2025Q3'`,
    );
    expect(third).toMatchObject({
      monthly: null,
      quarterly: '2025Q3',
      quarterlynov: null,
      sixmonthly: '2025S2',
      financialjuly: '2025July',
    });
  });

  it('refuse a hierarchy that contradicts itself, name the units, and leave the old tables', async () => {
    // The database keeps levels right by itself; a DHIS2 database beside which the server runs does not.
    await sql`alter table organisationunit disable trigger user`.execute(server.db);
    const units = (
      await rowsOf(sql<{ uid: string }>`
      update organisationunit set hierarchylevel = 7
      where organisationunitid in (select organisationunitid from organisationunit where hierarchylevel = 4 order by uid limit 2)
      returning uid
    `)
    ).map(({ uid }) => uid);
    const messages = await server.runJob('/api/resourceTables');
    await sql`update organisationunit set hierarchylevel = 4 where hierarchylevel = 7`.execute(server.db);
    await sql`alter table organisationunit enable trigger user`.execute(server.db);
    expect(messages[0]).toMatchObject({ level: 'ERROR', completed: true });
    for (const uid of units) expect(messages[0]?.message).toContain(uid);
    expect(await number(sql`select count(*)::int as n from ${sql.table('analytics_rs_orgunitstructure')}`)).toBe(150);
    expect(await rowsOf(sql`select from pg_namespace where nspname like 'orderly_run_%'`)).toEqual([]);
  });
});

describe('analytics tables', () => {
  it('tell of each type what stands, and are told which programs to leave out', async () => {
    const { json } = await server.request('/api/resourceTables/analytics');
    const types: string[] = (await server.request('/api/analytics/tableTypes')).json;
    expect(json.map(({ tableType }: { readonly tableType: string }) => tableType)).toEqual(types);
    const of = (type: string) => json.find(({ tableType }: { readonly tableType: string }) => tableType === type);
    expect(of('EVENT')).toEqual({ tableType: 'EVENT', partitions: 0, rows: 0, bytes: 0, lost: 0 });
    const [partitions] = await rowsOf(sql<{ n: number }>`
      select count(*) as n from pg_inherits where inhparent = 'public.analytics'::regclass
    `);
    expect(of('DATA_VALUE')).toMatchObject({ partitions: partitions?.n, lost: 0 });
    expect(of('DATA_VALUE').rows).toBeGreaterThan(1_000);
    expect(of('DATA_VALUE').bytes).toBeGreaterThan(100_000);
    expect(Date.parse(of('DATA_VALUE').oldest)).toBeLessThanOrEqual(Date.parse(of('DATA_VALUE').newest));
    const none =
      'skipAggregate=true&skipValidationResult=true&skipResourceTables=true&skipPrograms=IpHINAT79UW,ur1Edk5Oe2n';
    const started = await server.request(`/api/resourceTables/analytics?${OTHERS}&${none}`, { method: 'POST' });
    expect(started.json.response.jobParameters.skipPrograms).toEqual(['IpHINAT79UW', 'ur1Edk5Oe2n']);
  });

  it('have the columns of the contract in their order', async () => {
    const columns = await columnsOf('analytics');
    expect(columns.slice(0, 10)).toEqual([
      'dx',
      'co',
      'ao',
      'pestartdate',
      'peenddate',
      'year',
      'pe',
      'ou',
      'oulevel',
      'id',
    ]);
    expect(columns.slice(-5)).toEqual(['approvallevel', 'daysxvalue', 'daysno', 'value', 'textvalue']);
    const outliers = [
      'sourceid',
      'periodid',
      'categoryoptioncomboid',
      'attributeoptioncomboid',
      'dataelementid',
      'petype',
      'path',
      'avg_middle_value',
      'percentile_middle_value',
      'mad',
      'std_dev',
    ];
    expect(columns.slice(-16, -5)).toEqual(outliers);
    expect(columns).toEqual(
      expect.arrayContaining(['uidlevel1', 'uidlevel4', 'daily', 'weekly', 'monthly', 'financialnov']),
    );
    expect(columns.slice(columns.indexOf('daily'), columns.indexOf('sourceid'))).toHaveLength(
      await number(sql`select count(*)::int as n from periodtype`),
    );
    expect((await columnsOf('analytics_completeness')).slice(0, 3)).toEqual(['dx', 'year', 'id']);
  });

  it('stand as one empty parent and a child for each year, with the checks that leave years out', async () => {
    expect(await number(sql`select count(*)::int as n from only analytics`)).toBe(0);
    const children = await rowsOf(sql<{ name: string }>`
      select child.relname as name from pg_inherits join pg_class as child on child.oid = inhrelid
      where inhparent = 'analytics'::regclass order by 1
    `);
    expect(children.map(({ name }) => name)).toEqual([
      'analytics_2023',
      'analytics_2024',
      'analytics_2025',
      'analytics_2026',
    ]);
    const plan = await rowsOf(sql<{ 'QUERY PLAN': string }>`explain select from analytics where year in (2024)`);
    expect(plan.map((row) => row['QUERY PLAN']).join()).not.toContain('analytics_2025');
  });

  it('have a row for every value that counts, and no other', async () => {
    const wanted = await number(sql`
      select count(*)::int as n
      from datavalue join dataelement using (dataelementid)
      where not datavalue.deleted and datavalue.value is not null and dataelement.domaintype = 'AGGREGATE' and case
        when dataelement.valuetype in ('NUMBER', 'PERCENTAGE', 'INTEGER_ZERO_OR_POSITIVE') then
          datavalue.value ~ '^-?[0-9]+([.][0-9]+)?$' and length(datavalue.value) <= 300
          and (datavalue.value <> '0' or dataelement.aggregationtype in ('AVERAGE', 'AVERAGE_SUM_ORG_UNIT'))
        when dataelement.valuetype = 'BOOLEAN' then datavalue.value in ('true', 'false')
        when dataelement.valuetype = 'TRUE_ONLY' then datavalue.value = 'true'
        else true end
    `);
    expect(await number(sql`select count(*)::int as n from analytics`)).toBe(wanted);
    expect(await number(sql`select count(distinct id)::int as n from analytics`)).toBe(wanted);
    expect(await number(sql`select count(*)::int as n from analytics_completeness`)).toBe(
      await number(
        sql`select count(*)::int as n from completedatasetregistration where completed and date is not null`,
      ),
    );
    expect(await number(sql`select count(*)::int as n from analytics_orgunittarget`)).toBe(
      await number(sql`select count(*)::int as n from orgunitgroupmembers`),
    );
  });

  it('describe each series by the statistics of its own values', async () => {
    const [series] = await rowsOf(sql<{
      dx: string;
      ou: string;
      co: string;
      mean: number;
      median: number;
      mad: number;
      deviation: number;
    }>`
      select dx, ou, co, avg_middle_value as mean, percentile_middle_value as median, mad, std_dev as deviation
      from analytics where mad > 0 order by id limit 1
    `);
    const values = (
      await rowsOf(sql<{ value: number }>`
      select datavalue.value::float8 as value
      from datavalue join dataelement using (dataelementid)
      join organisationunit on organisationunitid = sourceid
      join categoryoptioncombo as combo on combo.categoryoptioncomboid = datavalue.categoryoptioncomboid
      where dataelement.uid = ${series?.dx} and organisationunit.uid = ${series?.ou} and combo.uid = ${series?.co} and not datavalue.deleted
        and datavalue.value ~ '^[-+]?[0-9]*[.]?[0-9]+$'
    `)
    ).map(({ value }) => value);
    const median = (numbers: readonly number[]): number => {
      const sorted = numbers.toSorted((a, b) => a - b);
      const middle = (sorted.length - 1) / 2;
      return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
    };
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(series?.mean).toBeCloseTo(mean, 6);
    expect(series?.median).toBeCloseTo(median(values), 6);
    expect(series?.mad).toBeCloseTo(median(values.map((value) => Math.abs(value - median(values)))), 6);
    expect(series?.deviation).toBeCloseTo(
      Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length),
      6,
    );
  });

  it('keep elements with an aggregation level out of the sums above it', async () => {
    expect(
      await number(sql`
      select count(*)::int as n from analytics
      where dx in (select uid from dataelement join dataelementaggregationlevels using (dataelementid))
        and oulevel = 4 and coalesce(uidlevel1, uidlevel2, uidlevel3) is not null
    `),
    ).toBe(0);
    expect(await number(sql`select count(*)::int as n from analytics where uidlevel1 is null`)).toBeGreaterThan(0);
  });

  it('count the values that cannot be read, and go on', async () => {
    await sql`
      update datavalue set value = repeat('9', 400)
      where ctid in (
        select datavalue.ctid from datavalue join dataelement using (dataelementid)
        where dataelement.uid = 'fbfJHSPpUQD' and not datavalue.deleted limit 3
      )
    `.execute(server.db);
    const messages = await run();
    expect(messages[0]).toMatchObject({ level: 'INFO', completed: true });
    expect(messages.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(
        /^DATA_VALUE: 3 values of data element fbfJHSPpUQD \(ANC 1st visit\) left out, not a number, such as "9{60}"$/,
      ),
    );
  });

  it('apply approval by the year of each row', async () => {
    await server.request('/api/systemSettings/keyIgnoreAnalyticsApprovalYearThreshold?value=1', { method: 'POST' });
    await run();
    await server.request('/api/systemSettings/keyIgnoreAnalyticsApprovalYearThreshold', { method: 'DELETE' });
    const levels = await rowsOf(sql<{ year: number; level: number }>`
      select distinct year, approvallevel as level from analytics
      where dx in (select dataelement.uid from dataelement join datasetelement using (dataelementid) join dataset using (datasetid) where workflowid is not null)
      order by 1, 2
    `);
    expect(levels.filter(({ year }) => year < 2026)).toEqual([2023, 2024, 2025].map((year) => ({ year, level: 0 })));
    expect(levels.filter(({ year }) => year === 2026).map(({ level }) => level)).toEqual(
      expect.arrayContaining([1, 999]),
    );
  });
});

describe('partial runs', () => {
  const sums = async (): Promise<Readonly<Record<string, number>>> =>
    Object.fromEntries(
      (
        await rowsOf(
          sql<{ year: number; sum: number }>`select year, sum(value) from analytics group by year order by year`,
        )
      ).map(({ year, sum }) => [year, sum]),
    );

  it('rebuild the years of their window and leave the others as they are', async () => {
    await run();
    const before = await sums();
    await sql`
      update datavalue set value = '1000000'
      where dataelementid = (select dataelementid from dataelement where uid = 'fbfJHSPpUQD') and not deleted
    `.execute(server.db);
    const messages = await run('&lastYears=1');
    expect(messages[0]?.level).toBe('INFO');
    const partial = await sums();
    expect(partial[2025]).toBe(before[2025]);
    expect(partial[2026]).toBeGreaterThan(before[2026] ?? 0);
    await run();
    const full = await sums();
    expect(full[2026]).toBeCloseTo(partial[2026] ?? 0, 3);
    expect(full[2025]).toBeGreaterThan(before[2025] ?? 0);
  });

  it('become full ones, and say so, when the columns have changed', async () => {
    await run('&skipOutliers=true');
    expect(await columnsOf('analytics')).not.toContain('mad');
    const messages = await run('&lastYears=1');
    expect(messages.map(({ message }) => message)).toContainEqual(
      'DATA_VALUE: all years are rebuilt, because its columns changed since it was last written',
    );
    expect(await columnsOf('analytics')).toContain('mad');
    expect(await number(sql`select count(distinct year)::int as n from analytics`)).toBe(4);
  });
});
