import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyticsParameters, openGrid, prepareQuery } from '../../../src/features/analytics-query/answer-query.js';
import { execute } from '../../../src/features/analytics-query/statements/execute.js';
import { isMixed, planRequest } from '../../../src/features/analytics-query/statements/plan.js';
import { streamRows } from '../../../src/features/analytics-query/statements/stream-rows.js';
import { gridToJson } from '../../../src/features/grids/index.js';
import { userByUid } from '../../../src/http/index.js';
import { aggregateTables } from '../../support/analytics-tables.js';
import { DEMO_DATE } from '../../support/database.js';
import { resourceTable } from '../../support/dhis2/layout.js';
import { testServer } from '../../support/server.js';

const NOW = new Date(`${DEMO_DATE}T12:00:00`);
const server = testServer({ demo: true, clock: { now: () => NOW } });
const DX = 'fbfJHSPpUQD';
const ROOT = 'ImspTQPwCqd';

interface Value {
  readonly dx: string;
  readonly pe: string;
  readonly ou: string;
  readonly co: string;
  readonly ao: string;
  readonly value: number;
}

beforeAll(async () => {
  // Nobody errs in the demo country, so some of its numbers become wrong.
  await sql`
    update datavalue set value = (value::numeric * 50)::text
    where (dataelementid, periodid, sourceid) in (
      select dataelementid, periodid, sourceid from datavalue join dataelement using (dataelementid)
      where dataelement.uid = ${DX} and not datavalue.deleted order by md5(periodid || '-' || sourceid) limit 20
    )
  `.execute(server.db);
  await server.runJob(aggregateTables({ outliers: true }));
});

const ask = (query: string, form = '') => server.request(`/api/analytics/outlierDetection${form}?${query}`);

/** The values of the element as they are stored, of all periods. */
async function stored(): Promise<readonly Value[]> {
  const { rows } = await sql<Value>`
    select dataelement.uid as dx, periodstructure.iso as pe, unit.uid as ou, combo.uid as co, attribute.uid as ao,
      datavalue.value::float8 as value
    from datavalue join dataelement using (dataelementid)
    join ${sql.table(resourceTable('periodstructure'))} as periodstructure using (periodid)
    join organisationunit as unit on unit.organisationunitid = datavalue.sourceid
    join categoryoptioncombo as combo on combo.categoryoptioncomboid = datavalue.categoryoptioncomboid
    join categoryoptioncombo as attribute on attribute.categoryoptioncomboid = datavalue.attributeoptioncomboid
    where dataelement.uid = ${DX} and not datavalue.deleted
  `.execute(server.db);
  return rows;
}

const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/** Outliers by going through all values of each series. */
function outliersOf(
  values: readonly Value[],
  isModified: boolean,
  threshold: number,
): readonly (readonly [string, number])[] {
  const seriesOf = ({ ou, co, ao }: Value): string => [ou, co, ao].join();
  const series = new Map<string, Value[]>();
  for (const value of values) series.set(seriesOf(value), [...(series.get(seriesOf(value)) ?? []), value]);
  return values.flatMap((value) => {
    const numbers = (series.get(seriesOf(value)) ?? []).map((one) => one.value);
    const middle = isModified ? median(numbers) : mean(numbers);
    const spread = isModified
      ? median(numbers.map((number) => Math.abs(number - middle))) / 0.6745
      : Math.sqrt(mean(numbers.map((number) => (number - middle) ** 2)));
    const score = Math.abs(value.value - middle) / spread;
    return spread > 0 && score > threshold && value.value !== 0
      ? [[[value.pe, value.ou, value.co].join(), score] as const]
      : [];
  });
}

describe('outliers', () => {
  const query = `dx=${DX}&ou=${ROOT}&startDate=1990-01-01&endDate=2030-12-31&maxResults=5000&threshold=1.5`;

  it.each(['Z_SCORE', 'MODIFIED_Z_SCORE'])('are those of going through all values by hand: %s', async (algorithm) => {
    const { json, status, text } = await ask(`${query}&algorithm=${algorithm}`);
    expect(status, text).toBe(200);
    const isModified = algorithm === 'MODIFIED_Z_SCORE';
    const expected = new Map(outliersOf(await stored(), isModified, 1.5));
    expect(expected.size).toBeGreaterThan(5);
    const names = json.headers.map(({ name }: { name: string }) => name);
    const cell = (row: string[], name: string): string => row[names.indexOf(name)] ?? '';
    const found = new Map<string, number>(
      json.rows.map((row: string[]) => [
        [cell(row, 'pe'), cell(row, 'ou'), cell(row, 'coc')].join(),
        Number(cell(row, isModified ? 'modifiedzscore' : 'zscore')),
      ]),
    );
    expect([...found.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
    for (const [key, score] of found) expect(score).toBeCloseTo(expected.get(key) ?? 0, 1);
    const distances = json.rows.map((row: string[]) => Number(cell(row, 'absdev')));
    expect(distances).toEqual(distances.toSorted((a: number, b: number) => b - a));
    expect(json.metaData).toEqual({
      algorithm,
      threshold: '1.5',
      orderBy: 'ABS_DEV',
      maxResults: 5000,
      count: json.rows.length,
    });
  });

  it('say where they are, how far they lie and what would have been expected', async () => {
    const { json } = await ask(`${query}&maxResults=1&orderBy=value`);
    expect(json.headers.map(({ name, valueType }: { name: string; valueType: string }) => [name, valueType])).toEqual([
      ...['dx', 'dxname', 'pe', 'pename', 'ou', 'ouname', 'ounamehierarchy', 'coc', 'cocname', 'aoc', 'aocname'].map(
        (name) => [name, 'TEXT'],
      ),
      ...['value', 'mean', 'stddev', 'absdev', 'zscore', 'lowerbound', 'upperbound'].map((name) => [name, 'NUMBER']),
    ]);
    const [row] = json.rows as string[][];
    const [value = 0, middle = 0, deviation = 0, distance = 0, score = 0, lower = 0, upper = 0] = (row ?? [])
      .slice(11)
      .map(Number);
    expect(row?.[1]).toBe('ANC 1st visit');
    expect(row?.[6]?.split(' / ').at(-1)).toBe(row?.[5]);
    expect(row?.[6]?.split(' / ')).toHaveLength(4);
    expect(distance).toBeCloseTo(value - middle, 1);
    expect(score).toBeCloseTo(distance / deviation, 1);
    expect([lower, upper].map((bound) => Math.round(bound))).toEqual(
      [middle - 1.5 * deviation, middle + 1.5 * deviation].map((bound) => Math.round(bound)),
    );
    expect(row?.[11]).toMatch(/^\d+\.\d+$/);
  });

  it('can be those of data sets, of operands, of relative periods, in any order and with chosen columns', async () => {
    const { set } = (
      await sql<{ set: string }>`
        select dataset.uid as set from dataset join datasetelement using (datasetid) join dataelement using (dataelementid)
        where dataelement.uid = ${DX} limit 1
      `.execute(server.db)
    ).rows[0] ?? { set: '' };
    const bySet = await ask(`ds=${set}&ou=LEVEL-1&pe=LAST_5_YEARS,THIS_YEAR&maxResults=10000&threshold=1`);
    const alone = await ask(
      `dx=${DX}&ou=${ROOT}&relativePeriods=LAST_5_YEARS;THIS_YEAR&maxResults=10000&threshold=1&orderBy=zscore&sortOrder=ASC&headers=zscore,pe`,
    );
    expect(alone.json.headers.map(({ name }: { name: string }) => name)).toEqual(['zscore', 'pe']);
    const scores = alone.json.rows.map((row: string[]) => Number(row[0]));
    expect(scores).toEqual(scores.toSorted((a: number, b: number) => a - b));
    expect(bySet.json.rows.filter((row: string[]) => row[0] === DX)).toHaveLength(scores.length);
    const { co } = (await stored())[0] ?? { co: '' };
    const operand = await ask(`dx=${DX}.${co}&ou=${ROOT}&pe=LAST_5_YEARS,THIS_YEAR&threshold=1&headers=coc`);
    expect(new Set(operand.json.rows.flat())).toEqual(new Set([co]));
  });

  it('come in other forms', async () => {
    const { json } = await ask(query);
    expect(parse((await ask(query, '.csv')).text).slice(1)).toEqual(json.rows);
    expect((await ask(query, '.xml')).text).toContain(`height="${json.rows.length}"`);
    expect((await ask(query, '.html')).text).toContain('<td>ANC 1st visit</td>');
    expect((await ask(query, '.xlsx')).headers.get('content-type')).toBe('application/vnd.ms-excel');
  });

  it.each([
    ['ou=ImspTQPwCqd&pe=2025', 'E2200'],
    ['dx=aaaaaaaaaaa&ou=ImspTQPwCqd&pe=2025', 'E2200'],
    [`dx=${DX}&ou=ImspTQPwCqd`, 'E2201'],
    [`dx=${DX}&ou=ImspTQPwCqd&startDate=2025-02-01&endDate=2025-01-01`, 'E2202'],
    [`dx=${DX}&pe=2025`, 'E2203'],
    [`dx=${DX}&ou=aaaaaaaaaaa&pe=2025`, 'E2203'],
    [`dx=${DX}&ou=ImspTQPwCqd&pe=2025&threshold=0`, 'E2204'],
    [`dx=${DX}&ou=ImspTQPwCqd&pe=2025&maxResults=0`, 'E2205'],
    [`dx=${DX}&ou=ImspTQPwCqd&pe=2025&maxResults=100001`, 'E2206'],
    [`dx=${DX}&ou=ImspTQPwCqd&pe=2025&dataStartDate=2025-01-01`, 'E2209'],
    [`dx=${DX}&ou=ImspTQPwCqd&pe=2025&algorithm=MIN_MAX`, 'E2211'],
    [`dx=${DX}&ou=ImspTQPwCqd&pe=2025&startDate=2025-01-01&endDate=2025-01-02`, 'E2212'],
    [`dx=${DX}&ou=ImspTQPwCqd&pe=2025&orderBy=MEDIAN`, 'E2213'],
    [`dx=${DX}&ou=ImspTQPwCqd&pe=2025&headers=nothing`, 'E7230'],
    [`dx=${DX}&ou=ImspTQPwCqd&pe=2025X`, 'E7611'],
  ])('are refused: %s', async (bad, code) => {
    const { status, json } = await ask(bad);
    expect({ status, code: json.errorCode }).toEqual({ status: 409, code });
    const asText = await ask(bad, '.csv');
    expect([asText.status, asText.text]).toEqual([409, `${code}: ${json.message}`]);
  });

  it('are not there when the table was built without their statistics', async () => {
    await sql`alter table analytics rename column std_dev to std_dev_away`.execute(server.db);
    const { json } = await ask(query);
    await sql`alter table analytics rename column std_dev_away to std_dev`.execute(server.db);
    expect(json.errorCode).toBe('E7180');
  });
});

describe('a long answer', () => {
  const prepared = async (
    dimensions: readonly string[],
    order?: 'ASC' | 'DESC',
    aggregationType?: 'AVERAGE' | 'NONE',
  ) => {
    const admin = await userByUid(
      server.db,
      (await sql<{ uid: string }>`select uid from userinfo where username = 'admin'`.execute(server.db)).rows[0]?.uid ??
        '',
    );
    if (!admin) throw new Error('There is no administrator.');
    const parameters = analyticsParameters({
      dimension: [...dimensions],
      ...(order && { order }),
      ...(aggregationType && { aggregationType }),
    });
    return { query: await prepareQuery(server.db, parameters, { user: admin, now: NOW }), admin };
  };
  const elements = async () => {
    const { rows } = await sql<{ uid: string }>`
      select uid from dataelement where domaintype = 'AGGREGATE' and valuetype like 'INTEGER%' and aggregationtype in ('SUM', 'AVERAGE')
        and exists (select from datavalue where datavalue.dataelementid = dataelement.dataelementid)
      order by md5(uid) limit 25
    `.execute(server.db);
    return `dx:${rows.map(({ uid }) => uid).join(';')}`;
  };
  const wide = async () => [await elements(), 'pe:LAST_12_MONTHS;LAST_5_YEARS;2025Q1', 'ou:LEVEL-4;LEVEL-2', 'co'];

  const chosen = async (condition: ReturnType<typeof sql>) => {
    const { rows } = await sql<{ uid: string }>`
      select element.uid
      from dataelement as element
      where element.domaintype = 'AGGREGATE' and exists (select from datavalue where datavalue.dataelementid = element.dataelementid) and ${condition}
      order by md5(element.uid) limit 12
    `.execute(server.db);
    return `dx:${rows.map(({ uid }) => uid).join(';')}`;
  };
  const ofPeriods = (...types: readonly string[]) => sql`exists (
    select from datasetelement join dataset using (datasetid) join periodtype using (periodtypeid)
    where datasetelement.dataelementid = element.dataelementid and periodtype.name = any (${[...types]})
  )`;
  const places = 'ou:LEVEL-4;LEVEL-2';

  it.each<[string, () => Promise<Parameters<typeof prepared>>]>([
    ['in their order', async () => [await wide()]],
    ['from the least', async () => [await wide(), 'ASC']],
    ['from the greatest', async () => [await wide(), 'DESC']],
    [
      'of longer periods, with what units say of themselves',
      async () => [
        [
          await chosen(sql`element.valuetype like 'INTEGER%' and ${ofPeriods('Yearly', 'Quarterly')}`),
          'pe:2023Oct;2024Oct;LAST_12_MONTHS',
          places,
          'longitude',
        ],
        undefined,
        'AVERAGE',
      ],
    ],
    [
      'of longer periods by value',
      async () => [
        [
          await chosen(sql`element.valuetype like 'INTEGER%' and ${ofPeriods('Yearly')}`),
          'pe:2023Oct;2024Oct;LAST_12_MONTHS',
          places,
        ],
        'ASC',
        'AVERAGE',
      ],
    ],
    [
      'as texts',
      async () => [
        [await chosen(sql`element.valuetype = 'TEXT'`), 'pe:LAST_12_MONTHS;LAST_5_YEARS', places],
        undefined,
        'NONE',
      ],
    ],
  ])('has the rows of a short one %s', async (_, parametersOf) => {
    const parameters = await parametersOf();
    const { query } = await prepared(...parameters);
    const plans = planRequest(query.request);
    expect(plans.length).toBeGreaterThan(1);
    expect(plans.some(isMixed)).toBe(parameters[2] === 'AVERAGE');
    const streamed = [];
    let total = 0;
    const counted = (count: number): void => {
      total = count;
    };
    for await (const batch of streamRows(server.db, query.request, plans, { ...query.options, counted }))
      streamed.push(...batch);
    expect(streamed.length).toBeGreaterThan(100);
    expect(total).toBe(streamed.length);
    expect(streamed).toEqual(await execute(server.db, query.request, query.options));
  });

  it('begins before its last row is read, and ends with its reader', async () => {
    const { query, admin } = await prepared(await wide());
    const open = async () =>
      Number(
        (
          await sql<{ count: string }>`
            select count(*) from pg_stat_activity
            where datname = current_database() and state = 'idle in transaction' and query like 'fetch %'
          `.execute(server.db)
        ).rows[0]?.count,
      );
    const pieces = gridToJson(await openGrid(server.db, query, admin));
    await pieces.next();
    const { value } = await pieces.next();
    expect(JSON.parse(`[${value}]`)).toHaveLength(1000);
    expect(await open()).toBe(1);
    await pieces.return(undefined);
    expect(await open()).toBe(0);
  });

  it('is refused before it begins when it is longer than the limit', async () => {
    const { query, admin } = await prepared(await wide());
    const short = { ...query, options: { ...query.options, limit: 1500 } };
    const pieces = gridToJson(await openGrid(server.db, short, admin));
    await pieces.next();
    await expect(pieces.next()).rejects.toMatchObject({ code: 'E7128' });
  });
});
