import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/support/database.js';
import { daysInPeriod, parsePeriod, periodContaining } from '../../../kernel/periods/index.js';
import type { AggregationType, AnalyticsRequest, DataItem, QueryPeriod } from '../query.js';
import { execute } from './execute.js';

const database = testDatabase();

const uid = (name: string, number: number): string => `${name}${String(number).padStart(11 - name.length, '0')}`;
const ELEMENTS = [uid('de', 1), uid('de', 2), uid('de', 3)] as const;
const YEARLY_ELEMENT = uid('yr', 1);
const COMBOS = [uid('co', 1), uid('co', 2)] as const;
const DISTRICTS = [uid('di', 1), uid('di', 2)] as const;
const FACILITIES = [uid('fa', 1), uid('fa', 2), uid('fa', 3)] as const;
const GROUPS = [uid('gr', 1), uid('gr', 2)] as const;
const GROUP_SET = uid('gs', 1);

/** Those that put all rows together at once; the others are in the test of all types over HTTP. */
const TYPES = ['SUM', 'AVERAGE', 'AVERAGE_SUM_ORG_UNIT', 'COUNT', 'MIN', 'MAX', 'STDDEV', 'VARIANCE'] as const;

interface Row {
  readonly dx: string;
  readonly co: string;
  readonly facility: number;
  readonly period: QueryPeriod;
  readonly value: number;
}

function period(iso: string): QueryPeriod {
  const found = parsePeriod(iso);
  if (!found) throw new Error(iso);
  return found;
}

const MONTHS = ['202411', '202412', '202501', '202502', '202503', '202504'].map(period);
const ROWS: readonly Row[] = MONTHS.flatMap((month, monthIndex) =>
  ELEMENTS.flatMap((dx, elementIndex) =>
    COMBOS.flatMap((co, comboIndex) =>
      FACILITIES.map((_, facility) => ({
        dx,
        co,
        facility,
        period: month,
        value: ((monthIndex * 31 + elementIndex * 17 + comboIndex * 7 + facility * 5) % 23) - 4,
      })),
    ),
  ),
).filter((_, index) => index % 5 !== 3);
const YEARLY_ROWS: readonly Row[] = [
  { dx: YEARLY_ELEMENT, co: COMBOS[0], facility: 0, period: period('2024'), value: 12 },
  { dx: YEARLY_ELEMENT, co: COMBOS[0], facility: 0, period: period('2025'), value: 24 },
  { dx: YEARLY_ELEMENT, co: COMBOS[0], facility: 2, period: period('2024'), value: 5 },
];

/** What the row's period columns hold: its own type, and longer ones for months. */
function columnsOf({ period: { type, iso, startDate } }: Row): Readonly<Record<string, string>> {
  if (type !== 'Monthly') return { yearly: iso };
  const within = (name: 'Quarterly' | 'Yearly' | 'FinancialApril') => periodContaining(name, startDate).iso;
  return {
    monthly: iso,
    quarterly: within('Quarterly'),
    yearly: within('Yearly'),
    financialapril: within('FinancialApril'),
  };
}

const districtOf = ({ facility }: Row): string => DISTRICTS[facility === 2 ? 1 : 0];
const groupOf = ({ facility }: Row): string => GROUPS[facility === 1 ? 1 : 0];

beforeAll(async () => {
  const { db } = database;
  await sql`
    create table analytics (
      dx char(11) not null, co char(11) not null, ao char(11) not null, pestartdate date, peenddate date, year integer not null,
      uidlevel1 char(11), uidlevel2 char(11), uidlevel3 char(11), ${sql.id(GROUP_SET)} char(11),
      monthly text, quarterly text, yearly text, financialapril text,
      approvallevel integer, daysxvalue double precision, daysno integer not null, value double precision
    )
  `.execute(db);
  for (const year of [2024, 2025]) {
    await sql`
      create table ${sql.id(`analytics_${year}`)} (check (year = ${sql.lit(year)})) inherits (analytics)
    `.execute(db);
    const rows = [...ROWS, ...YEARLY_ROWS].filter((row) => row.period.startDate.startsWith(String(year)));
    const records = rows.map((row) => ({
      dx: row.dx,
      co: row.co,
      ao: COMBOS[0],
      pestartdate: row.period.startDate,
      peenddate: row.period.endDate,
      year,
      uidlevel1: uid('co', 9),
      uidlevel2: districtOf(row),
      uidlevel3: FACILITIES[row.facility],
      [GROUP_SET]: groupOf(row),
      ...columnsOf(row),
      approvallevel: row.facility,
      daysxvalue: row.value * daysInPeriod(row.period),
      daysno: daysInPeriod(row.period),
      value: row.value,
    }));
    const table = sql.id(`analytics_${year}`);
    await sql`insert into ${table} select * from json_populate_recordset(null::${table}, ${JSON.stringify(records)})`.execute(
      db,
    );
  }
});

const element = (name: string, changes: Partial<DataItem> = {}): DataItem => ({
  uid: name,
  name,
  element: name,
  combo: undefined,
  attributeCombo: undefined,
  aggregationType: 'SUM',
  isBoolean: false,
  periodType: 'Monthly',
  neededCategories: [],
  ...changes,
});

const unit = (name: string, level: number) => ({ uid: name, name, level, path: `/${name}` });

function unitsOf(facilities: readonly string[], districts: readonly string[]): AnalyticsRequest['orgUnits'] {
  return {
    units: [...districts.map((name) => unit(name, 2)), ...facilities.map((name) => unit(name, 3))],
    groups: [
      ...(districts.length > 0 ? [{ level: 2, listed: districts, within: undefined }] : []),
      ...(facilities.length > 0 ? [{ level: 3, listed: facilities, within: undefined }] : []),
    ],
    keywords: [],
  };
}

const base: AnalyticsRequest = {
  dimensions: ['dx', 'pe', 'ou'],
  filters: [],
  data: ELEMENTS.map((name) => element(name)),
  periods: MONTHS,
  orgUnits: unitsOf([], DISTRICTS),
  columns: [],
  approval: undefined,
  keywords: [],
  ignored: [],
};

const OPTIONS = { preAggregation: [], criteria: [], limit: undefined, order: undefined } as const;

async function ask(changes: Partial<AnalyticsRequest>, options: Partial<Parameters<typeof execute>[2]> = {}) {
  const rows = await execute(database.db, { ...base, ...changes }, { ...OPTIONS, ...options });
  return rows.map(({ keys, value }) => [...keys, Number(Number(value).toPrecision(10))]);
}

/** The same by going through all rows for each combination of items: slow, plain, and in the order of the request. */
function expected(request: AnalyticsRequest): readonly (readonly (string | number)[])[] {
  const choices: Readonly<Record<string, readonly string[]>> = {
    dx: request.data.map((item) => item.uid),
    pe: request.periods.map(({ iso }) => iso),
    ou: request.orgUnits.units.map((one) => one.uid),
    [GROUP_SET]: request.columns.flatMap(({ items }) => items ?? []).map((item) => item.uid),
  };
  const matches = (row: Row, dimension: string, item: string): boolean => {
    if (dimension === 'dx') return row.dx === item.slice(0, 11) && (item.length === 11 || row.co === item.slice(12));
    if (dimension === 'pe')
      return isWithin(
        row,
        request.periods.find(({ iso }) => iso === item),
      );
    if (dimension === 'ou') return item === districtOf(row) || item === FACILITIES[row.facility];
    return groupOf(row) === item;
  };
  const names = Object.keys(choices).filter((name) => (choices[name] ?? []).length > 0);
  const passing = [...ROWS, ...YEARLY_ROWS].filter((row) =>
    names.every((name) => (choices[name] ?? []).some((item) => matches(row, name, item))),
  );
  let keys: readonly (readonly string[])[] = [[]];
  for (const name of request.dimensions)
    keys = keys.flatMap((key) => (choices[name] ?? []).map((item) => [...key, item]));
  return keys.flatMap((key) => {
    const rows = passing.filter((row) =>
      request.dimensions.every((name, index) => matches(row, name, key[index] ?? '')),
    );
    const pe = request.dimensions.indexOf('pe');
    const spans = pe === -1 ? request.periods : request.periods.filter(({ iso }) => iso === key[pe]);
    const value = aggregated(request.data[0]?.aggregationType ?? 'SUM', rows, spans);
    return value === undefined ? [] : [[...key, Number(value.toPrecision(10))]];
  });
}

function isWithin(row: Row, asked: QueryPeriod | undefined): boolean {
  if (!asked) return false;
  if (asked.type === undefined) return row.period.startDate >= asked.startDate && row.period.endDate <= asked.endDate;
  return columnsOf(row)[asked.type.toLowerCase()] === asked.iso;
}

function aggregated(type: AggregationType, rows: readonly Row[], spans: readonly QueryPeriod[]): number | undefined {
  if (rows.length === 0) return undefined;
  const values = rows.map(({ value }) => value);
  const sum = values.reduce((total, value) => total + value, 0);
  const mean = sum / values.length;
  const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1);
  switch (type) {
    case 'SUM':
      return sum;
    case 'AVERAGE':
      return mean;
    case 'AVERAGE_SUM_ORG_UNIT':
      return (
        rows.reduce((total, row) => total + row.value * daysInPeriod(row.period), 0) /
        spans.reduce((total, span) => total + daysInPeriod(span), 0)
      );
    case 'COUNT':
      return values.length;
    case 'MIN':
      return Math.min(...values);
    case 'MAX':
      return Math.max(...values);
    case 'VARIANCE':
      return values.length < 2 ? undefined : variance;
    case 'STDDEV':
      return values.length < 2 ? undefined : Math.sqrt(variance);
    default:
      throw new Error(type);
  }
}

const RANGE: QueryPeriod = {
  type: undefined,
  iso: '20241201_20250228',
  startDate: '2024-12-01',
  endDate: '2025-02-28',
};
const PERIODS = [...['202412', '202501', '202503', '2025Q1', '2024', '2025', '2024April'].map(period), RANGE];

describe('execute', () => {
  it('gives what going through all rows gives, in the order of the request', async () => {
    const shape = fc.record({
      dimensions: fc.shuffledSubarray(['dx', 'pe', 'ou', GROUP_SET], { minLength: 1 }),
      aggregationType: fc.constantFrom(...TYPES),
      elements: fc.shuffledSubarray([...ELEMENTS, `${ELEMENTS[0]}.${COMBOS[1]}`, `${ELEMENTS[2]}.${COMBOS[0]}`], {
        minLength: 1,
      }),
      periods: fc.shuffledSubarray(PERIODS, { minLength: 1 }),
      facilities: fc.shuffledSubarray([...FACILITIES]),
      districts: fc.shuffledSubarray([...DISTRICTS], { minLength: 1 }),
      groups: fc.shuffledSubarray([...GROUPS], { minLength: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(
        shape,
        async ({ dimensions, aggregationType, elements, periods, facilities, districts, groups }) => {
          const request: AnalyticsRequest = {
            ...base,
            dimensions,
            data: elements.map((name) =>
              element(name, { element: name.slice(0, 11), combo: name.slice(12) || undefined, aggregationType }),
            ),
            periods,
            orgUnits: unitsOf(facilities, districts),
            columns: [{ name: GROUP_SET, title: 'Set', items: groups.map((name) => ({ uid: name, name })) }],
          };
          expect(await ask(request)).toEqual(expected(request));
        },
      ),
      { numRuns: 80 },
    );
  });

  it('weights booleans by days, in per cent', async () => {
    const data = [element(ELEMENTS[0], { aggregationType: 'AVERAGE', isBoolean: true })];
    const months = ['202501', '202502'].map(period);
    const rows = ROWS.filter((row) => row.dx === ELEMENTS[0] && months.some(({ iso }) => iso === row.period.iso));
    const weighted = rows.reduce((sum, row) => sum + row.value * daysInPeriod(row.period), 0);
    const days = rows.reduce((sum, row) => sum + daysInPeriod(row.period), 0);
    const [row] = await ask({ dimensions: ['dx'], data, periods: months });
    expect(row?.[1]).toBeCloseTo((weighted / days) * 100, 5);
  });

  it('gives yearly averages to the months within, and mixes two years for a financial one', async () => {
    const data = [element(YEARLY_ELEMENT, { aggregationType: 'AVERAGE', periodType: 'Yearly' })];
    const periods = ['202412', '202501', '2024April', '2025'].map(period);
    expect(await ask({ data, periods })).toEqual([
      [YEARLY_ELEMENT, '202412', DISTRICTS[0], 12],
      [YEARLY_ELEMENT, '202412', DISTRICTS[1], 5],
      [YEARLY_ELEMENT, '202501', DISTRICTS[0], 24],
      [YEARLY_ELEMENT, '2024April', DISTRICTS[0], 15],
      [YEARLY_ELEMENT, '2024April', DISTRICTS[1], 5],
      [YEARLY_ELEMENT, '2025', DISTRICTS[0], 24],
    ]);
  });

  it('applies criteria to mixed values too, after mixing', async () => {
    const data = [element(YEARLY_ELEMENT, { aggregationType: 'AVERAGE', periodType: 'Yearly' })];
    const criteria = [{ operator: 'EQ', limit: 15 } as const];
    expect(await ask({ data, periods: [period('2024April')] }, { criteria })).toEqual([
      [YEARLY_ELEMENT, '2024April', DISTRICTS[0], 15],
    ]);
  });

  it('keeps the rows whose value meets the criteria, and sorts by value', async () => {
    const all = await ask({});
    const criteria = [
      { operator: 'GE', limit: 5 },
      { operator: 'LT', limit: 20 },
    ] as const;
    const wanted = all.filter((row) => Number(row[3]) >= 5 && Number(row[3]) < 20);
    expect(wanted.length).toBeGreaterThan(0);
    expect(await ask({}, { criteria })).toEqual(wanted);
    expect(await ask({}, { criteria, order: 'DESC' })).toEqual(wanted.toSorted((a, b) => Number(b[3]) - Number(a[3])));
  });

  it('sees only rows that are approved far enough', async () => {
    const approval = [
      { unit: { uid: DISTRICTS[0], level: 2 }, level: 0 },
      { unit: { uid: DISTRICTS[1], level: 2 }, level: 1 },
    ];
    const wanted = ROWS.filter(({ facility }) => facility === 0).reduce((sum, { value }) => sum + value, 0);
    const rows = await ask({ dimensions: ['ou'], approval });
    expect(rows).toEqual([[DISTRICTS[0], wanted]]);
  });

  it('takes a level without naming its units', async () => {
    const listed = await ask({ orgUnits: unitsOf(FACILITIES, []) });
    const groups = [{ level: 3, listed: undefined, within: undefined }];
    expect(await ask({ orgUnits: { ...unitsOf(FACILITIES, []), groups } })).toEqual(listed);
  });

  it('refuses an answer longer than the limit, and gives one just as long', async () => {
    const all = await ask({});
    expect(await ask({}, { limit: all.length })).toEqual(all);
    await expect(ask({}, { limit: all.length - 1 })).rejects.toMatchObject({ code: 'E7128' });
  });
});
