import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { parsePeriod, relativePeriods } from '../../src/kernel/periods/index.js';
import { aggregateFromSource, type OracleQuestion } from '../support/aggregate-oracle.js';
import { aggregateTables } from '../support/analytics-tables.js';
import { DEMO_DATE } from '../support/database.js';
import { testServer } from '../support/server.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });
let units: Record<number, readonly string[]>;

beforeAll(async () => {
  const messages = await server.runJob(aggregateTables({ outliers: true }));
  expect(messages[0]).toMatchObject({ level: 'INFO', completed: true });
  expect(messages[0]?.message).toMatch(/^Analytics tables updated: \d\d:\d\d:\d\d\.\d{3}$/);
  const { rows } = await sql<{ uid: string; level: number }>`
    select uid, hierarchylevel as level from organisationunit order by uid
  `.execute(server.db);
  units = Object.fromEntries(
    [1, 2, 3, 4].map((level) => [level, rows.filter((row) => row.level === level).map(({ uid }) => uid)]),
  );
});

/** Elements collected by months alone, so that periods and data lie within each other without further rules; `whole` ones count at every level. */
async function elementsOf(
  aggregationType: string,
  valueTypes: readonly string[],
  count: number,
  whole = false,
): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    select dataelement.uid
    from dataelement
    where dataelement.aggregationtype = ${aggregationType} and dataelement.valuetype = any (${[...valueTypes]}::text[])
      and exists (select from datavalue where datavalue.dataelementid = dataelement.dataelementid)
      and not exists (
        select from datavalue join period using (periodid) join periodtype using (periodtypeid)
        where datavalue.dataelementid = dataelement.dataelementid and periodtype.name <> 'Monthly'
      )
      and (not ${whole} or not exists (
        select from dataelementaggregationlevels as cut where cut.dataelementid = dataelement.dataelementid
      ))
    order by dataelement.uid
    limit ${count}
  `.execute(server.db);
  return rows.map(({ uid }) => uid);
}

const NUMERIC = ['INTEGER_ZERO_OR_POSITIVE', 'NUMBER', 'PERCENTAGE'];

function period(iso: string) {
  const found = parsePeriod(iso);
  if (!found) throw new Error(iso);
  return found;
}

/** The grid as a map from `dx pe ou` to the value. */
async function ask(query: string): Promise<ReadonlyMap<string, number>> {
  const { status, json, text } = await server.request(`/api/analytics?${query}&skipRounding=true`);
  expect(status, text).toBe(200);
  return new Map(json.rows.map((row: readonly string[]) => [row.slice(0, 3).join(' '), Number(row[3])]));
}

function expectSame(got: ReadonlyMap<string, number>, wanted: ReadonlyMap<string, number>): void {
  expect(wanted.size).toBeGreaterThan(0);
  expect([...got.keys()].sort()).toEqual([...wanted.keys()].sort());
  for (const [key, value] of wanted) expect(got.get(key), key).toBeCloseTo(value, 6);
}

describe('analytics after a table run equal what the data values say', () => {
  const shapes = [
    ['sums by month and district', 'SUM', 'sum', 'LAST_12_MONTHS', 2],
    ['sums by quarter and chiefdom', 'SUM', 'sum', 'LAST_4_QUARTERS', 3],
    ['sums by year for the country', 'SUM', 'sum', 'LAST_5_YEARS', 1],
    ['sums by month and facility', 'SUM', 'sum', 'LAST_3_MONTHS', 4],
    ['averages by month and district', 'AVERAGE', 'avg', 'LAST_12_MONTHS', 2],
    ['counts by month and district', 'COUNT', 'count', 'LAST_12_MONTHS', 2],
    ['smallest values by year', 'MIN', 'min', 'LAST_5_YEARS', 2],
    ['largest values by year', 'MAX', 'max', 'LAST_5_YEARS', 2],
  ] as const;

  it.each(shapes)('%s', async (_name, type, aggregate, relative, level) => {
    // Any numeric element will do where the country has few of a type: the request may name the aggregation.
    const elements = await elementsOf('SUM', NUMERIC, 8);
    const periods = relativePeriods(relative, { date: DEMO_DATE, financialType: 'FinancialOct' });
    const got = await ask(
      `dimension=dx:${elements.join(';')}&dimension=pe:${relative}&dimension=ou:LEVEL-${level}&aggregationType=${type}`,
    );
    expectSame(
      got,
      await aggregateFromSource(server.db, {
        elements,
        periods,
        units: units[level] ?? [],
        aggregate,
      } satisfies OracleQuestion),
    );
  });

  it('weights an average sum by the days of its periods', async () => {
    const elements = await elementsOf('SUM', NUMERIC, 3);
    const quarter = period('2025Q3');
    const got = await ask(
      `dimension=dx:${elements.join(';')}&dimension=pe:2025Q3&dimension=ou:LEVEL-2&aggregationType=AVERAGE_SUM_ORG_UNIT`,
    );
    const months = ['202507', '202508', '202509'].map(period);
    const sums = await aggregateFromSource(server.db, {
      elements,
      periods: months,
      units: units[2] ?? [],
      aggregate: 'sum',
    });
    const days = { '202507': 31, '202508': 31, '202509': 30 } as const;
    const wanted = new Map<string, number>();
    for (const [key, value] of sums) {
      const [dx, pe, ou] = key.split(' ') as [string, keyof typeof days, string];
      const whole = `${dx} ${quarter.iso} ${ou}`;
      wanted.set(whole, (wanted.get(whole) ?? 0) + (value * days[pe]) / 92);
    }
    expectSame(got, wanted);
  });

  it('sums over filters as over dimensions', async () => {
    const [element = ''] = await elementsOf('SUM', NUMERIC, 1, true);
    const { json } = await server.request(
      `/api/analytics?dimension=dx:${element}&filter=pe:LAST_12_MONTHS&filter=ou:ImspTQPwCqd`,
    );
    const months = relativePeriods('LAST_12_MONTHS', { date: DEMO_DATE, financialType: 'FinancialOct' });
    const parts = await aggregateFromSource(server.db, {
      elements: [element],
      periods: months,
      units: ['ImspTQPwCqd'],
      aggregate: 'sum',
    });
    const total = [...parts.values()].reduce((sum, value) => sum + value, 0);
    expect(Number(json.rows[0][1])).toBeCloseTo(total, 2);
  });

  it('adds up to the same total by category option combo and by group set', async () => {
    const { rows } = await sql<{ uid: string }>`
      select distinct dataelement.uid from dataelement join categorycombo using (categorycomboid)
      join datavalue using (dataelementid)
      where categorycombo.name = 'Age and sex' and dataelement.aggregationtype = 'SUM' and dataelement.valuetype = 'INTEGER_ZERO_OR_POSITIVE'
        and dataelementid not in (select dataelementid from dataelementaggregationlevels)
      limit 1
    `.execute(server.db);
    const dx = rows[0]?.uid;
    const total = async (extra: string): Promise<number> => {
      const { json } = await server.request(
        `/api/analytics?dimension=dx:${dx}&filter=pe:LAST_5_YEARS&filter=ou:ImspTQPwCqd${extra}`,
      );
      return json.rows.reduce((sum: number, row: readonly string[]) => sum + Number(row.at(-1)), 0);
    };
    const { rows: sets } = await sql<{
      uid: string;
    }>`select uid from orgunitgroupset where name = 'Facility type'`.execute(server.db);
    const plain = await total('');
    expect(plain).toBeGreaterThan(0);
    expect(await total('&dimension=co')).toBeCloseTo(plain, 2);
    expect(await total(`&dimension=${sets[0]?.uid}`)).toBeCloseTo(plain, 2);
  });
});

describe('the answer', () => {
  it('has headers, metadata and rows in the order of the request', async () => {
    const elements = (await elementsOf('SUM', NUMERIC, 3)).toReversed();
    const { json } = await server.request(
      `/api/33/analytics.json?dimension=dx:${elements.join(';')}&dimension=pe:2025&filter=ou:ImspTQPwCqd`,
    );
    expect(json.headers.map((header: { name: string }) => header.name)).toEqual(['dx', 'pe', 'value']);
    expect(json.metaData.dimensions).toMatchObject({ dx: elements, pe: ['2025'], ou: ['ImspTQPwCqd'] });
    expect(json.metaData.items.ImspTQPwCqd).toEqual({ name: 'Wamaland' });
    const order = json.rows.map((row: readonly string[]) => row[0]);
    expect(order).toEqual(elements.filter((uid) => order.includes(uid)));
    expect(json.height).toBe(json.rows.length);
  });

  it('leaves out what it is told to', async () => {
    const query = 'dimension=dx:fbfJHSPpUQD&dimension=pe:2025&filter=ou:ImspTQPwCqd';
    const bare = await server.request(`/api/analytics?${query}&skipMeta=true`);
    expect(bare.json.metaData).toEqual({});
    const empty = await server.request(`/api/analytics?${query}&skipData=true`);
    expect(empty.json).toMatchObject({ headers: [], rows: [], height: 0 });
  });

  it('keeps what meets the measure criteria', async () => {
    const query = 'dimension=dx:fbfJHSPpUQD&dimension=pe:LAST_12_MONTHS&dimension=ou:LEVEL-4';
    const all = await server.request(`/api/analytics?${query}`);
    const some = await server.request(`/api/analytics?${query}&measureCriteria=GE:20;LT:60`);
    const wanted = all.json.rows.filter((row: readonly string[]) => Number(row[3]) >= 20 && Number(row[3]) < 60);
    expect(some.json.rows).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.length).toBeLessThan(all.json.rows.length);
  });

  it('gives the same values whatever the restriction is called', async () => {
    const { json } = await server.request(
      '/api/analytics?dimension=dx:fbfJHSPpUQD&dimension=pe:LAST_12_MONTHS&dimension=ou:USER_ORGUNIT',
    );
    const { json: named } = await server.request(
      '/api/analytics?dimension=dx:fbfJHSPpUQD&dimension=pe:LAST_12_MONTHS&dimension=ou:ImspTQPwCqd',
    );
    expect(json.rows).toEqual(named.rows);
    expect(json.rows.length).toBeGreaterThan(0);
  });
});

describe('bad queries', () => {
  const refused = [
    ['dimension=pe:2025', 'E7102'],
    ['', 'E7101'],
    ['dimension=dx:fbfJHSPpUQD', 'E7104'],
    ['dimension=dx:fbfJHSPpUQD&dimension=pe:2025&filter=pe:2024', 'E7103'],
    ['dimension=dx:fbfJHSPpUQD&dimension=pe:2025&dimension=pe:2024', 'E7111'],
    ['dimension=dx:fbfJHSPpUQD&dimension=pe:2025&startDate=2025-01-01&endDate=2025-02-01', 'E7105'],
    ['dimension=dx:fbfJHSPpUQD&startDate=2025-03-01&endDate=2025-02-01', 'E7106'],
    ['dimension=dx:fbfJHSPpUQD&dimension=pe:2025&filter=co', 'E7110'],
    ['dimension=dx:aaaaaaaaaaa&dimension=pe:2025', 'E7124'],
    ['dimension=dx:fbfJHSPpUQD&dimension=pe:2025&dimension=aaaaaaaaaaa', 'E7125'],
    ['dimension=dx:fbfJHSPpUQD&dimension=pe:2025X', 'E7611'],
    ['dimension=dx:fbfJHSPpUQD&dimension=pe:2025&dimension=ou:LEVEL-9', 'E7143'],
    ["dimension=dx:fbfJHSPpUQD&dimension=pe:2025&dimension=ou:'%20or%201=1", 'E7143'],
    ['dimension=dx:fbfJHSPpUQD&dimension=pe:2025&aggregationType=CUSTOM', 'E7115'],
    ['dimension=dx:fbfJHSPpUQD&dimension=pe:2025&measureCriteria=XX:1', 'E7149'],
  ] as const;

  it.each(refused)('%s is refused with %s', async (query, code) => {
    const { status, json } = await server.request(`/api/analytics?${query}`);
    expect({ status, errorCode: json.errorCode }).toEqual({ status: 409, errorCode: code });
  });

  it('keeps a user within their view', async () => {
    const { rows } = await sql<{ username: string; inside: string; outside: string }>`
      select userinfo.username, unit.uid as inside,
        (select other.uid from organisationunit as other where not starts_with(other.path, unit.path) and other.hierarchylevel = 4 limit 1) as outside
      from userinfo
      join userdatavieworgunits as view on view.userinfoid = userinfo.userinfoid
      join organisationunit as unit on unit.organisationunitid = view.organisationunitid
      where unit.hierarchylevel = 4 and not userinfo.invitation and not userinfo.disabled and userinfo.accountexpiry is null
      limit 1
    `.execute(server.db);
    const { username, inside, outside } = rows[0] ?? { username: '', inside: '', outside: '' };
    const query = 'dimension=dx:fbfJHSPpUQD&filter=pe:LAST_5_YEARS&dimension=ou:';
    const user = `${username}:District1!`;
    expect((await server.request(`/api/analytics?${query}${inside}`, { user })).status).toBe(200);
    expect((await server.request(`/api/analytics?${query}${outside}`, { user })).json.errorCode).toBe('E7120');
  });

  it('says so when the tables were never built', async () => {
    await sql`alter table analytics rename to analytics_away`.execute(server.db);
    const { status, json } = await server.request('/api/analytics?dimension=dx:fbfJHSPpUQD&dimension=pe:2025');
    await sql`alter table analytics_away rename to analytics`.execute(server.db);
    expect(status).toBe(409);
    expect(json.errorCode).toBe('E7144');
    expect(json.message).toContain('(SqlState: 42P01)');
  });
});
