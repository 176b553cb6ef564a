import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DataItem } from '../../src/features/analytics-query/query.js';
import { execute } from '../../src/features/analytics-query/statements/execute.js';
import { parsePeriod } from '../../src/kernel/periods/index.js';
import { aggregateTables } from '../support/analytics-tables.js';
import { DEMO_DATE } from '../support/database.js';
import { testServer } from '../support/server.js';
import { configureServer } from '../support/settings.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });

const DX = 'fbfJHSPpUQD';
const ROOT = 'ImspTQPwCqd';
const PASSWORD = 'District1!';

beforeAll(async () => {
  const [last] = await server.runJob(aggregateTables());
  expect(last).toMatchObject({ level: 'INFO', completed: true });
});

type Cells = readonly string[];

interface Grid {
  readonly headers: readonly { readonly name: string }[];
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  readonly metaData: any;
  readonly rows: readonly Cells[];
  readonly width: number;
  readonly height: number;
  /** Sum of all values. */
  readonly total: number;
}

async function ask(query: string, user?: string): Promise<Grid> {
  const answer = await server.request(`/api/analytics?${query}`, user === undefined ? {} : { user });
  expect(answer.status, answer.text).toBe(200);
  const rows: readonly Cells[] = answer.json.rows;
  return { ...answer.json, total: rows.reduce((sum, row) => sum + Number(row.at(-1)), 0) };
}

async function refusal(query: string, user?: string): Promise<{ readonly status: number; readonly errorCode: string }> {
  const { status, json } = await server.request(`/api/analytics?${query}`, user === undefined ? {} : { user });
  return { status, errorCode: json.errorCode };
}

async function one<Row extends object>(query: ReturnType<typeof sql<Row>>): Promise<Row> {
  const { rows } = await query.execute(server.db);
  const [row] = rows;
  if (!row) throw new Error('The demo country lacks what this test needs.');
  return row;
}

/** A user with authority over nothing special who may log in. */
const somebody = () =>
  one(sql<{ id: number; username: string }>`
    select userinfo.userinfoid as id, userinfo.username
    from userinfo
    where userinfo.username <> 'admin' and not userinfo.invitation and not userinfo.disabled and userinfo.accountexpiry is null
      and not exists (
        select from userrolemembers join userroleauthorities using (userroleid)
        where userrolemembers.userid = userinfo.userinfoid and userroleauthorities.authority = 'ALL'
      )
    order by userinfo.userinfoid
    limit 1
  `);

const element = (uid: string): DataItem => ({
  uid,
  name: uid,
  element: uid,
  combo: undefined,
  attributeCombo: undefined,
  aggregationType: 'SUM',
  isBoolean: false,
  periodType: 'Monthly',
  neededCategories: [],
});

/** An element with values and more than one option combo. */
const disaggregated = () =>
  one(sql<{ uid: string; combo: string; attributeCombo: string }>`
    select dataelement.uid, min(combo.uid) as combo, min(attribute.uid) as "attributeCombo"
    from datavalue
    join dataelement using (dataelementid)
    join categoryoptioncombo as combo on combo.categoryoptioncomboid = datavalue.categoryoptioncomboid
    join categoryoptioncombo as attribute on attribute.categoryoptioncomboid = datavalue.attributeoptioncomboid
    where dataelement.aggregationtype = 'SUM' and dataelement.valuetype = 'INTEGER_ZERO_OR_POSITIVE' and not datavalue.deleted
    group by dataelement.uid
    having count(distinct combo.uid) > 1
    order by count(*) desc
    limit 1
  `);

describe('periods', () => {
  it('come in request order, relative ones in order of time', async () => {
    const { metaData, rows } = await ask(`dimension=dx:${DX}&dimension=pe:202601;LAST_3_MONTHS;2025&filter=ou:${ROOT}`);
    expect(metaData.dimensions.pe).toEqual(['202601', '202512', '202602', '2025']);
    expect(rows.map((row) => row[1])).toEqual(['202601', '202512', '202602', '2025']);
    expect(metaData.items.LAST_3_MONTHS).toEqual({ name: 'Last 3 months' });
    expect(metaData.items['202601']).toEqual({ name: 'January 2026' });
  });

  it('of several types restrict together as a filter', async () => {
    const part = async (filter: string) => (await ask(`dimension=dx:${DX}&filter=pe:${filter}`)).total;
    const both = await ask(`dimension=dx:${DX}&filter=pe:2024;202501`);
    expect(both.rows).toHaveLength(1);
    expect(both.total).toBe((await part('2024')) + (await part('202501')));
  });

  it('can be ranges of days, in pe or as two dates', async () => {
    const months = await ask(`dimension=dx:${DX}&filter=pe:202501;202502;202503`);
    const range = await ask(`dimension=dx:${DX}&dimension=pe:20250101_20250331;202501`);
    expect(range.rows.map((row) => row[1])).toEqual(['20250101_20250331', '202501']);
    expect(range.rows[0]?.[2]).toBe(months.rows[0]?.[1]);
    const dates = await ask(`dimension=dx:${DX}&startDate=2025-01-01&endDate=2025-03-31`);
    expect(dates.rows).toEqual(months.rows);
    expect(dates.metaData.dimensions).toMatchObject({ pe: [], dx: [DX] });
  });

  it('are counted from the relative period date, financial ones too', async () => {
    const { metaData } = await ask(
      `dimension=dx:${DX}&dimension=pe:THIS_MONTH;LAST_FINANCIAL_YEAR&relativePeriodDate=2024-02-29&filter=ou:${ROOT}`,
    );
    expect(metaData.dimensions.pe).toEqual(['202402', '2022Oct']);
  });

  it('are found in whatever partition their rows are, of a year that has none too', async () => {
    await sql`create table analytics_0 () inherits (analytics)`.execute(server.db);
    await sql`
      insert into analytics_0
      select (jsonb_populate_record(
        analytics,
        '{"monthly": "203101", "yearly": "2031", "year": 2031, "pestartdate": "2031-01-01", "peenddate": "2031-01-31", "value": 7}'
      )).*
      from analytics where dx = ${DX} and value is not null
      limit 1
    `.execute(server.db);
    const { rows } = await ask(`dimension=dx:${DX}&dimension=pe:203101;2031`);
    expect(rows.map((row) => row.slice(1))).toEqual([
      ['203101', '7'],
      ['2031', '7'],
    ]);
    expect((await ask(`dimension=dx:${DX}&dimension=pe:203102&aggregationType=LAST_LAST_ORG_UNIT`)).rows[0]?.[2]).toBe(
      '7',
    );
    await sql`drop table analytics_0`.execute(server.db);
  });

  it('may name a date of events, of which data values have only one', async () => {
    const both = ['LAST_YEAR:LAST_UPDATED', 'LAST_YEAR'].map((period) =>
      ask(`dimension=dx:${DX}&dimension=pe:${period}`),
    );
    const [named, plain] = await Promise.all(both);
    expect(named?.rows).toEqual(plain?.rows);
    expect(named?.metaData).toEqual(plain?.metaData);
  });

  it('are answered for types that have no column in the tables', async () => {
    const { total } = await ask(`dimension=dx:${DX}&dimension=pe:2024Feb`);
    const months = await ask(`dimension=dx:${DX}&filter=pe:${months12('2024-02').join(';')}`);
    expect(total).toBe(months.total);
    expect(total).toBeGreaterThan(0);
  });
});

function months12(first: string): readonly string[] {
  const [year = 0, month = 1] = first.split('-').map(Number);
  return Array.from({ length: 12 }, (_, index) => {
    const date = new Date(Date.UTC(year, month - 1 + index, 1));
    return `${date.getUTCFullYear()}${String(date.getUTCMonth() + 1).padStart(2, '0')}`;
  });
}

describe('organisation units', () => {
  const query = `dimension=dx:${DX}&filter=pe:LAST_12_MONTHS&dimension=ou:`;

  it('come in request order whatever their levels', async () => {
    const { rows: units } = await sql<{ uid: string; level: number }>`
      select uid, hierarchylevel as level from organisationunit where hierarchylevel in (2, 4) order by uid
    `.execute(server.db);
    const level = (number: number) => units.filter((unit) => unit.level === number).map(({ uid }) => uid);
    const asked = [level(4)[3], level(2)[0], level(4)[1], ROOT];
    const { metaData, rows } = await ask(`${query}${asked.join(';')}`);
    expect(metaData.dimensions.ou).toEqual(asked);
    const order = rows.map((row) => row[1]);
    expect(order).toEqual(asked.filter((uid) => order.includes(uid)));
  });

  it('come once when a level and a group both have them, and stay within their boundary', async () => {
    const { group, district } = await one(sql<{ group: string; district: string }>`
      select orgunitgroup.uid as group, split_part(unit.path, '/', 3) as district
      from orgunitgroup join orgunitgroupmembers using (orgunitgroupid)
      join organisationunit as unit using (organisationunitid)
      where unit.hierarchylevel = 4
      limit 1
    `);
    const level = await ask(`${query}${district};LEVEL-4`);
    const both = await ask(`${query}${district};LEVEL-4;OU_GROUP-${group}`);
    expect(both.rows).toEqual(level.rows);
    expect(both.metaData.items[group]).toBeDefined();
    const alone = await ask(`${query}${district};OU_GROUP-${group}`);
    expect(alone.metaData.dimensions.ou.length).toBeGreaterThan(0);
    for (const uid of alone.metaData.dimensions.ou) expect(level.metaData.dimensions.ou).toContain(uid);
  });

  it('can be a level by its uid, or those of a data set', async () => {
    const { uid } = await one(sql<{ uid: string }>`select uid from orgunitlevel where level = 2`);
    expect((await ask(`${query}LEVEL-${uid}`)).rows).toEqual((await ask(`${query}LEVEL-2`)).rows);
    const set = await one(sql<{ uid: string; units: number }>`
      select dataset.uid, count(*) as units from dataset join datasetsource using (datasetid) group by dataset.uid limit 1
    `);
    expect((await ask(`${query}DS-${set.uid}`)).metaData.dimensions.ou).toHaveLength(set.units);
  });

  it('are those of a program within a boundary', async () => {
    const { program, district } = await one(sql<{ program: string; district: string }>`
      select program.uid as program, split_part(unit.path, '/', 3) as district
      from program join program_organisationunits using (programid)
      join organisationunit as unit using (organisationunitid)
      where unit.hierarchylevel > 2
      order by 1, 2
      limit 1
    `);
    const { rows: wanted } = await sql<{ uid: string }>`
      select unit.uid
      from program join program_organisationunits using (programid) join organisationunit as unit using (organisationunitid)
      where program.uid = ${program} and unit.path like ${`%${district}%`}
      order by unit.name, unit.uid
    `.execute(server.db);
    const { metaData } = await ask(`${query}${district};PR-${program}`);
    expect(metaData.dimensions.ou).toEqual(wanted.map(({ uid }) => uid));
    expect(metaData.items[program]).toHaveProperty('name');
  });

  it('are the same whether they are listed or told by what they were collected by', async () => {
    const { uid } = await one(sql<{ uid: string }>`
      select dataset.uid from dataset join datasetsource using (datasetid) group by dataset.uid order by count(*) desc limit 1
    `);
    const listed = await ask(`${query}DS-${uid}`);
    const { rows: units } = await sql<{ uid: string; name: string; level: number; path: string }>`
      select uid, name, hierarchylevel as level, path from organisationunit where uid = any (${listed.metaData.dimensions.ou})
    `.execute(server.db);
    const collections = { levels: [], groups: [], dataSets: [uid], programs: [] };
    const levels = [...new Set(units.map(({ level }) => level))];
    const rows = await execute(
      server.db,
      {
        dimensions: ['dx', 'ou'],
        filters: ['pe'],
        data: [element(DX)],
        periods: listed.metaData.dimensions.pe.map((iso: string) => parsePeriod(iso)),
        orgUnits: {
          units: listed.metaData.dimensions.ou.map((own: string) => units.find((unit) => unit.uid === own)),
          groups: levels.map((level) => ({ level, listed: undefined, within: undefined, collections })),
          keywords: [],
        },
        columns: [],
        approval: undefined,
        keywords: [],
        ignored: [],
      },
      { preAggregation: [], criteria: [], limit: undefined, order: undefined },
    );
    expect(rows.map(({ keys, value }) => [...keys, String(value)])).toEqual(listed.rows);
    expect(rows.length).toBeGreaterThan(0);
  });

  it('come with their place where longitude and latitude are asked for', async () => {
    const uid = (await ask(`${query}LEVEL-2`)).rows[0]?.[1] ?? '';
    const point = JSON.stringify({ type: 'Point', coordinates: [-11.25, 8.5] });
    await sql`update public.organisationunit set geometry = ${point} where uid = ${uid}`.execute(server.db);
    const { headers, rows } = await ask(`${query}${uid};${ROOT}&dimension=longitude&dimension=latitude`);
    expect(headers.slice(0, 4).map(({ name }) => name)).toEqual(['dx', 'ou', 'longitude', 'latitude']);
    expect(rows.map((row) => row.slice(1, 4))).toEqual([
      [uid, '-11.25', '8.5'],
      [ROOT, '', ''],
    ]);
  });

  it('are those of the kind that userOrgUnitType names', async () => {
    const { id, username } = await somebody();
    const { rows: units } = await sql<{ id: number; uid: string }>`
      select organisationunitid as id, uid from organisationunit where hierarchylevel = 3 order by uid limit 2
    `.execute(server.db);
    await sql`delete from userdatavieworgunits where userinfoid = ${id}`.execute(server.db);
    await sql`delete from userteisearchorgunits where userinfoid = ${id}`.execute(server.db);
    await sql`insert into userteisearchorgunits (userinfoid, organisationunitid) values (${id}, ${units[0]?.id})`.execute(
      server.db,
    );
    const user = `${username}:${PASSWORD}`;
    const { metaData } = await ask(`${query}USER_ORGUNIT&userOrgUnitType=TEI_SEARCH`, user);
    expect(metaData.dimensions.ou).toEqual([units[0]?.uid]);
    const given = await ask(`${query}USER_ORGUNIT&userOrgUnit=${units[1]?.uid}`, user);
    expect(given.metaData.dimensions.ou).toEqual([units[1]?.uid]);
  });

  it('are explained with all above them, and what user keywords stand for', async () => {
    const uid = (await ask(`${query}LEVEL-3`)).rows[0]?.[1] ?? '';
    const { path } = await one(sql<{ path: string }>`select path from organisationunit where uid = ${uid}`);
    const above = path.split('/').slice(1, -1);
    const { metaData } = await ask(`${query}${uid}&hierarchyMeta=true&showHierarchy=true`);
    for (const unit of above) expect(metaData.items[unit]).toHaveProperty('name');
    const names = above.map((unit) => metaData.items[unit].name);
    expect(metaData.ouHierarchy).toEqual({ [uid]: `/${above.join('/')}` });
    expect(metaData.ouNameHierarchy).toEqual({ [uid]: `/${names.join('/')}` });
    const own = await ask(`${query}USER_ORGUNIT_CHILDREN&userOrgUnit=${above[1]}`);
    expect(own.metaData.dimensions.ou).toContain(uid);
    expect(own.metaData.items.USER_ORGUNIT_CHILDREN).toEqual({ organisationUnits: own.metaData.dimensions.ou });
  });
});

describe('data items', () => {
  const rest = `filter=pe:LAST_12_MONTHS&filter=ou:${ROOT}`;

  it('can be operands of both option combos', async () => {
    const { uid, combo, attributeCombo } = await disaggregated();
    const byCombo = await ask(`dimension=dx:${uid}&dimension=co&${rest}`);
    const operand = `${uid}.${combo}`;
    const operands = [`${operand}.${attributeCombo}`, `${uid}.*.${attributeCombo}`, operand, uid];
    const { rows } = await ask(`dimension=dx:${operands.join(';')}&${rest}`);
    const values = new Map(rows.map(([name, value]) => [name, value]));
    expect([...values.keys()]).toEqual(operands.filter((name) => values.has(name)));
    expect(values.get(operand)).toBe(byCombo.rows.find((row) => row[1] === combo)?.[2]);
    expect(Number(values.get(uid))).toBeCloseTo(byCombo.total, 2);
    expect(byCombo.metaData.dimensions.co).toContain(combo);
  });

  it('can be those of data element groups, by group or by group set', async () => {
    const { group, set } = await one(sql<{ group: string; set: string }>`
      select dataelementgroup.uid as group, dataelementgroupset.uid as set
      from dataelementgroup
      join dataelementgroupsetmembers using (dataelementgroupid) join dataelementgroupset using (dataelementgroupsetid)
      join dataelementgroupmembers using (dataelementgroupid)
      where dataelementgroupset.datadimension
      group by 1, 2
      order by count(*) desc
      limit 1
    `);
    const sum = await ask(`dimension=${set}:${group}&aggregationType=SUM&${rest}`);
    const { rows: members } = await sql<{ uid: string }>`
      select dataelement.uid from dataelement
      join dataelementgroupmembers using (dataelementid) join dataelementgroup using (dataelementgroupid)
      where dataelementgroup.uid = ${group} and domaintype = 'AGGREGATE' and valuetype not in ('TEXT', 'DATE')
    `.execute(server.db);
    const each = await ask(`dimension=dx:${members.map(({ uid }) => uid).join(';')}&aggregationType=SUM&${rest}`);
    expect(sum.rows.map((row) => row[0])).toEqual([group]);
    expect(sum.total).toBeCloseTo(each.total, 1);
    expect(sum.total).toBeGreaterThan(0);
  });

  it('that are texts come as they are, all of them, whatever is asked of numbers', async () => {
    const { uid } = await one(sql<{ uid: string }>`
      select dataelement.uid from datavalue join dataelement using (dataelementid)
      where valuetype = 'TEXT' and domaintype = 'AGGREGATE' and not deleted
      group by 1 order by count(*) desc limit 1
    `);
    const { rows: wanted } = await sql<{ value: string }>`
      select textvalue as value from analytics where dx = ${uid} order by textvalue collate "C"
    `.execute(server.db);
    const years = 'filter=pe:THIS_YEAR;LAST_10_YEARS';
    const { rows } = await ask(`dimension=dx:${uid}&${years}&measureCriteria=GT:5&preAggregationMeasureCriteria=GT:5`);
    expect(rows.map((row) => row[1]).sort()).toEqual(wanted.map(({ value }) => value).sort());
    const sorted = await ask(`dimension=dx:${uid}&${years}&order=DESC`);
    expect(sorted.rows.map((row) => row[1])).toEqual(wanted.map(({ value }) => value).toReversed());
    const both = await ask(`dimension=dx:${uid};${DX}&${years}`);
    expect(both.rows.filter((row) => row[0] === DX)).toHaveLength(1);
    expect(await refusal(`dimension=pe:THIS_YEAR&filter=dx:${uid};${DX}`)).toEqual({ status: 409, errorCode: 'E7133' });
  });

  it('that do not exist are left out, and listed for those who want details', async () => {
    const { metaData } = await ask(`dimension=dx:${DX};aaaaaaaaaaa&${rest}&includeMetadataDetails=true`);
    expect(metaData.dimensions.dx).toEqual([DX]);
    expect(metaData.ignored).toEqual(['aaaaaaaaaaa']);
    expect(metaData.items[DX]).toMatchObject({ uid: DX, dimensionItemType: 'DATA_ELEMENT', aggregationType: 'SUM' });
  });

  it('are written by code or name, each kind as it is asked', async () => {
    const query = `dimension=dx:${DX}&filter=pe:LAST_12_MONTHS&dimension=ou:${ROOT}`;
    const { code, unit } = await one(sql<{ code: string; unit: string }>`
      select dataelement.code, organisationunit.name as unit from dataelement, organisationunit
      where dataelement.uid = ${DX} and organisationunit.uid = ${ROOT}
    `);
    const coded = await ask(`${query}&outputIdScheme=CODE&outputOrgUnitIdScheme=NAME`);
    expect(coded.rows[0]?.slice(0, 2)).toEqual([code, unit]);
    expect(coded.metaData.dimensions).toMatchObject({ dx: [code], ou: [unit] });
    expect(coded.metaData.items[code]).toEqual({ name: 'ANC 1st visit' });
    const split = await ask(`${query}&outputDataElementIdScheme=CODE`);
    expect(split.rows[0]?.slice(0, 2)).toEqual([code, ROOT]);
  });

  it('have empty cells where indicators show their parts', async () => {
    const { headers, rows, width } = await ask(`dimension=dx:${DX}&${rest}&includeNumDen=true`);
    expect(headers.map(({ name }) => name)).toEqual([
      'dx',
      'value',
      'numerator',
      'denominator',
      'factor',
      'multiplier',
      'divisor',
    ]);
    expect(width).toBe(7);
    expect(rows[0]?.slice(2)).toEqual(['', '', '', '', '']);
  });
});

describe('limits', () => {
  it('count the rows of the answer', async () => {
    const query = `dimension=dx:${DX}&dimension=pe:LAST_12_MONTHS&dimension=ou:LEVEL-2;LEVEL-3`;
    const { height } = await ask(query);
    const setLimit = (limit: string) => configureServer(server, { keyAnalyticsMaxLimit: limit });
    await setLimit(String(height));
    expect((await ask(query)).height).toBe(height);
    await setLimit(String(height - 1));
    expect(await refusal(query)).toEqual({ status: 409, errorCode: 'E7128' });
    expect((await ask(`${query}&ignoreLimit=true`)).height).toBe(height);
    await setLimit('');
  });

  it('of a category keep a user to the options they may read', async () => {
    const { id, username } = await somebody();
    const user = `${username}:${PASSWORD}`;
    const { dx, category, categoryId, option } = await one(sql<{
      dx: string;
      category: string;
      categoryId: number;
      option: string;
    }>`
      select dataelement.uid as dx, category.uid as category, category.categoryid as "categoryId", categoryoption.uid as option
      from category
      join categories_categoryoptions using (categoryid) join categoryoption using (categoryoptionid)
      join categoryoptioncombos_categoryoptions using (categoryoptionid)
      join datavalue on datavalue.attributeoptioncomboid = categoryoptioncombos_categoryoptions.categoryoptioncomboid
      join dataelement using (dataelementid)
      where category.datadimension and category.datadimensiontype = 'ATTRIBUTE' and dataelement.aggregationtype = 'SUM'
        and dataelement.valuetype = 'INTEGER_ZERO_OR_POSITIVE' and not datavalue.deleted
      group by 1, 2, 3, 4
      order by count(*) desc
      limit 1
    `);
    const query = `dimension=dx:${dx}&filter=pe:LAST_10_YEARS;THIS_YEAR`;
    await sql`insert into users_catdimensionconstraints values (${id}, ${categoryId})`.execute(server.db);
    await sql`delete from userdatavieworgunits where userinfoid = ${id}`.execute(server.db);
    const constrained = await ask(query, user);
    expect(constrained.rows).toHaveLength(1);
    expect(constrained.rows).toEqual((await ask(`${query}&filter=${category}`, user)).rows);
    const onlyOption = await ask(`${query}&filter=${category}:${option}`, user);
    expect(onlyOption.total).toBeLessThan(constrained.total);
    const close = (access: string) =>
      sql`
        update categoryoption set sharing = jsonb_set(sharing, '{public}', to_jsonb(${access}::text))
        where categoryoptionid in (select categoryoptionid from categories_categoryoptions where categoryid = ${categoryId})
      `.execute(server.db);
    await close('r-------');
    expect(await refusal(query, user)).toEqual({ status: 409, errorCode: 'E7123' });
    expect(await refusal(`${query}&filter=${category}:${option}`, user)).toEqual({ status: 409, errorCode: 'E7121' });
    await sql`delete from users_catdimensionconstraints`.execute(server.db);
    await close('rwrw----');
  });

  it('of approval hide what nobody approved, but not from those who may see it', async () => {
    const query = `dimension=dx:${DX}&filter=pe:LAST_12_MONTHS`;
    const { uid: level } = await one(sql<{ uid: string }>`select uid from dataapprovallevel where level = 1`);
    expect(await refusal(`${query}&approvalLevel=aaaaaaaaaaa`)).toEqual({ status: 409, errorCode: 'E7122' });
    expect((await ask(`${query}&approvalLevel=${level}`)).rows).toHaveLength(1);
    await configureServer(server, { keyIgnoreAnalyticsApprovalYearThreshold: '0' });
    await sql`update analytics set approvallevel = 999 where dx = ${DX}`.execute(server.db);
    const { username } = await somebody();
    expect((await ask(query)).rows).toHaveLength(1);
    expect((await ask(`${query}&approvalLevel=${level}`)).rows).toHaveLength(0);
    const { total } = await ask(query, `${username}:${PASSWORD}`);
    const everything = await ask(query);
    expect(total).toBeLessThan(everything.total);
    await configureServer(server, { keyIgnoreAnalyticsApprovalYearThreshold: '' });
    await sql`update analytics set approvallevel = 0 where dx = ${DX}`.execute(server.db);
  });
});

describe('what cannot be asked', () => {
  it.each([
    [`dimension=dx:${DX}&dimension=pe:2025&columns=ou`, 409, 'E7126'],
    [`dimension=dx:${DX}&dimension=pe:2025&columns=dx&rows=ou`, 409, 'E7127'],
    [`dimension=dx:${DX}&dimension=pe:2025&aggregationType=NONE`, 409, 'E7115'],
    [`dimension=dx:${DX}&dimension=pe:2025&aggregationType=NONSENSE`, 400, undefined],
    [`dimension=dx:${DX}.HllvX50cXC0&dimension=pe:2025&dimension=co`, 409, 'E7113'],
    [`dimension=dx:${DX};${DX}.HllvX50cXC0&dimension=pe:2025&dimension=co`, 409, 'E7114'],
    [`dimension=dx:${DX}&dimension=pe:2025&inputIdScheme=NONSENSE`, 400, undefined],
    [`dimension=dx:${DX}&startDate=2025-02-30&endDate=2025-03-01`, 400, undefined],
    [`dimension=dx:${DX}&dimension=pe:2025&relativePeriodDate=today`, 400, undefined],
    [`dimension=dx:${DX}&dimension=pe:2025&dimension=ou:LEVEL-aaaaaaaaaaa`, 409, 'E7143'],
    [`dimension=dx:${DX}&dimension=pe:2025&dimension=ao:aaaaaaaaaaa`, 409, 'E7124'],
    [`dimension=dx:${DX}&dimension=pe:2025&dimension=dx%22%3Bselect`, 409, 'E7125'],
  ])('%s: %d %s', async (query, status, errorCode) => {
    expect(await refusal(query)).toEqual({ status, errorCode });
  });

  it('is a total that means nothing, unless all its categories are there', async () => {
    const { uid, category } = await one(sql<{ uid: string; category: string }>`
      select dataelement.uid, category.uid as category
      from dataelement
      join categorycombos_categories using (categorycomboid) join category using (categoryid)
      where dataelement.domaintype = 'AGGREGATE' and dataelement.valuetype = 'INTEGER_ZERO_OR_POSITIVE' and category.datadimension
        and (select count(*) from categorycombos_categories as other where other.categorycomboid = dataelement.categorycomboid) = 1
      order by 1
      limit 1
    `);
    const skip = (value: boolean) =>
      sql`
        update categorycombo set skiptotal = ${value}
        where categorycomboid = (select categorycomboid from dataelement where uid = ${uid})
      `.execute(server.db);
    await skip(true);
    const query = `dimension=dx:${uid}&filter=pe:2025`;
    expect(await refusal(query)).toEqual({ status: 409, errorCode: 'E7134' });
    for (const whole of [`&dimension=${category}`, `&filter=${category}:ALL_ITEMS`, '&dimension=co'])
      await ask(query + whole);
    await skip(false);
  });

  it('is combos where no data element is named', async () => {
    const { uid } = await one(sql<{ uid: string }>`select uid from dataelementgroupset where datadimension limit 1`);
    const query = `dimension=${uid}&filter=pe:2025&dimension=co&aggregationType=SUM`;
    expect(await refusal(query)).toEqual({ status: 409, errorCode: 'E7113' });
  });

  it('is answered in order: what a name refers to before how names are put together', async () => {
    expect(await refusal('dimension=dx:aaaaaaaaaaa')).toEqual({ status: 409, errorCode: 'E7124' });
    expect(await refusal(`dimension=dx:${DX}`)).toEqual({ status: 409, errorCode: 'E7104' });
  });

  it('is never a fault of the server, whatever stands in the parameters', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        DX,
        ROOT,
        `${DX}.*`,
        '2025',
        'LAST_12_MONTHS',
        '0001_9999',
        '00010101_99991231',
        'LEVEL-99',
        "'--",
        '\u0000',
      ),
    );
    const name = fc.oneof(fc.constantFrom('dx', 'pe', 'ou', 'co', 'ao'), text);
    const dimension = fc
      .tuple(name, fc.array(text, { maxLength: 3 }))
      .map(([key, items]) => `${key}:${items.join(';')}`);
    const others = fc.dictionary(
      fc.constantFrom(
        'measureCriteria',
        'preAggregationMeasureCriteria',
        'startDate',
        'endDate',
        'userOrgUnit',
        'approvalLevel',
        'columns',
        'rows',
        'inputIdScheme',
        'outputIdScheme',
        'relativePeriodDate',
        'dx',
        'ou',
        'pe',
        'orderBy',
        'headers',
      ),
      text,
    );
    const whole = fc.constant([`dx:${DX}`, 'pe:2025']);
    const form = fc.constantFrom('', '.csv', '/dataValueSet', '/rawData', '/debug/sql', '/outlierDetection');
    const query = fc.record({
      form,
      whole: fc.option(whole),
      dimensions: fc.array(dimension, { maxLength: 4 }),
      others,
    });
    await fc.assert(
      fc.asyncProperty(query, async ({ form: path, whole: base, dimensions, others: rest }) => {
        const parameters = new URLSearchParams(rest);
        for (const value of [...(base ?? []), ...dimensions]) parameters.append('dimension', value);
        const { status, text: body } = await server.request(`/api/analytics${path}?${parameters}`);
        expect([200, 400, 409], `${path} ${parameters} answered ${status}: ${body}`).toContain(status);
      }),
      { numRuns: 80 },
    );
  });
});
