import fc from 'fast-check';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { expect, it } from 'vitest';
import type { Db } from '../../../database/index.js';
import { parsePeriod } from '../../../kernel/periods/index.js';
import { AGGREGATION_TYPES, type AnalyticsRequest, type DataItem, type QueryPeriod } from '../query.js';
import { planRequest } from './plan.js';
import { questionOf } from './question.js';
import { statementOf } from './statement.js';

/** Writes statements and runs none. */
const db = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (own) => new PostgresIntrospector(own),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
}) as unknown as Db;

/** What a roll-up has in the form of states, and the year, which every row tells. */
const KNOWN = new Set(['value', 'daysxvalue', 'daysno', 'year']);

const period = (iso: string): QueryPeriod => {
  const found = parsePeriod(iso);
  if (!found) throw new Error(iso);
  return found;
};

const item = (uid: string) => ({ uid, name: uid });
const unit = (uid: string, level: number) => ({ uid, name: uid, level, path: `/${uid}` });

const data: fc.Arbitrary<DataItem> = fc.record({
  uid: fc.constantFrom('a', 'b'),
  name: fc.constant('name'),
  element: fc.constantFrom('a', 'b'),
  combo: fc.constantFrom(undefined, undefined, 'c'),
  attributeCombo: fc.constantFrom(undefined, undefined, 'd'),
  aggregationType: fc.constantFrom(...AGGREGATION_TYPES),
  isBoolean: fc.boolean(),
  isText: fc.constantFrom(false, false, false, true),
  periodType: fc.constantFrom('Monthly' as const, 'Yearly' as const, 'Weekly' as const),
  neededCategories: fc.constant([]),
});

const levels = fc.subarray([1, 2, 3, 4]);
const requests = fc
  .record({
    dimensions: fc.shuffledSubarray(['dx', 'pe', 'ou', 'co', 'ao', 'set', 'longitude']),
    item: data,
    periods: fc.subarray(['202501', '2025Q1', '2025', '2024Oct', '2025W1', '20250301'].map(period), { minLength: 1 }),
    range: fc.constantFrom(false, false, false, true),
    levels,
    bounds: fc.constantFrom(undefined, undefined, undefined, { minDate: '2025-01-01' }),
    chosen: fc.constantFrom(undefined, undefined, { combos: ['c'], attributeCombos: ['d'] }),
    approval: fc.constantFrom(undefined, undefined, [
      { unit: { uid: 'u', level: 3 }, level: 2 },
      { unit: undefined, level: 1 },
    ]),
    columns: fc.subarray(['set', 'co', 'ao', 'category']),
  })
  .map(
    (drawn): AnalyticsRequest => ({
      dimensions: drawn.dimensions,
      filters: [],
      data: [drawn.item],
      periods: drawn.range
        ? [{ type: undefined, iso: 'range', startDate: '2025-01-10', endDate: '2025-01-20' }]
        : drawn.periods,
      orgUnits: {
        units: drawn.levels.map((level) => unit(`u${level}`, level)),
        groups: drawn.levels.map((level) => ({ level, listed: [`u${level}`], within: undefined })),
        keywords: [],
      },
      columns: [
        ...drawn.columns.map((name) => ({ name, title: name, items: name === 'set' ? undefined : [item('x')] })),
        { name: 'longitude', title: 'Longitude', items: undefined, isStatic: true },
      ],
      ...(drawn.bounds && { bounds: drawn.bounds }),
      ...(drawn.chosen && { chosen: drawn.chosen }),
      approval: drawn.approval,
      keywords: [],
      ignored: [],
    }),
  );

it('names every column of the table that the statement of its plan reads', () => {
  let asked = 0;
  fc.assert(
    fc.property(requests, (request) => {
      for (const plan of planRequest(request)) {
        const question = questionOf(request, plan, [], 'user');
        if (!question) continue;
        asked += 1;
        const text = statementOf(request, plan, { preAggregation: [], criteria: [], rowLimit: undefined }).compile(
          db,
        ).sql;
        const read = new Set([...text.matchAll(/"?analytics"?\."?(\w+)"?/g)].map(([, name = '']) => name));
        expect([...read].filter((name) => !KNOWN.has(name) && !question.columns.includes(name))).toEqual([]);
        expect(question.columns).toEqual([...new Set(question.columns)].sort());
      }
    }),
    { numRuns: 1_000 },
  );
  expect(asked).toBeGreaterThan(200);
});

it('is none where values of single rows are to meet a condition', () => {
  const [request] = fc.sample(
    requests.filter((one) => planRequest(one).some((plan) => questionOf(one, plan, [], 'user') !== undefined)),
    1,
  );
  if (!request) throw new Error('No request was drawn.');
  for (const plan of planRequest(request))
    expect(questionOf(request, plan, [{ operator: 'GT', limit: 1 }], 'user')).toBeUndefined();
});
