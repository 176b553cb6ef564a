import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePeriod } from '../../../kernel/periods/index.js';
import { AGGREGATION_TYPES, type AnalyticsRequest, type DataItem, type QueryPeriod } from '../query.js';
import { planRequest } from './plan.js';

function element(uid: string, changes: Partial<DataItem> = {}): DataItem {
  return {
    uid,
    name: uid,
    element: uid,
    combo: undefined,
    attributeCombo: undefined,
    aggregationType: 'SUM',
    isBoolean: false,
    periodType: 'Monthly',
    neededCategories: [],
    ...changes,
  };
}

function period(iso: string): QueryPeriod {
  const found = parsePeriod(iso);
  if (!found) throw new Error(iso);
  return found;
}

const RANGE: QueryPeriod = {
  type: undefined,
  iso: '20250110_20250120',
  startDate: '2025-01-10',
  endDate: '2025-01-20',
};

function request(changes: Partial<AnalyticsRequest>): AnalyticsRequest {
  return {
    dimensions: ['dx', 'pe'],
    filters: [],
    data: [element('a')],
    periods: [period('2025')],
    orgUnits: { units: [], groups: [], keywords: [] },
    columns: [],
    approval: undefined,
    keywords: [],
    ignored: [],
    ...changes,
  };
}

/** Every row that the plan can answer, as `item period level`. */
function answered(asked: AnalyticsRequest): readonly string[] {
  return planRequest(asked).flatMap(({ data, periods, units }) => {
    const { label, takers, columns, windows } = periods;
    const names = windows
      ? windows.map(({ iso }) => iso)
      : takers
        ? [...new Set([...takers.values()].flat().map(({ iso }) => iso))]
        : label && 'name' in label
          ? [label.name]
          : columns.flatMap((column) => column.periods.map(({ iso }) => iso));
    return data.items.flatMap(({ uid }) => names.map((iso) => `${uid} ${iso} ${units?.level}`));
  });
}

describe('planRequest', () => {
  it('answers every combination of items exactly once', () => {
    const item = fc.record({
      aggregationType: fc.constantFrom(...AGGREGATION_TYPES),
      isBoolean: fc.boolean(),
      combo: fc.constantFrom(undefined, 'c'),
      attributeCombo: fc.constantFrom(undefined, 'o'),
      periodType: fc.constantFrom(undefined, 'Weekly' as const, 'Monthly' as const, 'Yearly' as const),
    });
    const periods = ['202501', '202502', '2025W5', '2025Q1', '2025', '2024April', '2025Oct', '2025Feb', '20250131'];
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 6 }),
        fc.subarray([...periods.map(period), RANGE], { minLength: 1 }),
        fc.subarray([1, 2, 4], { minLength: 1 }),
        (kinds, chosen, levels) => {
          const data = kinds.map((kind, index) => element(`item${index}`, kind));
          const groups = levels.map((level) => ({ level, listed: ['x'], within: undefined }));
          const asked = request({
            dimensions: ['dx', 'pe', 'ou'],
            data,
            periods: chosen,
            orgUnits: { units: [], groups, keywords: [] },
          });
          const wanted = data.flatMap(({ uid }) =>
            chosen.flatMap(({ iso }) => levels.map((level) => `${uid} ${iso} ${level}`)),
          );
          expect([...answered(asked)].sort()).toEqual(wanted.sort());
        },
      ),
    );
  });

  it('puts periods that only restrict into one statement, whatever their types', () => {
    const plans = planRequest(
      request({ dimensions: ['dx'], filters: ['pe'], periods: [period('2024'), period('202501'), RANGE] }),
    );
    expect(plans).toHaveLength(1);
    expect(plans[0]?.periods).toMatchObject({
      columns: [{ column: 'yearly' }, { column: 'monthly' }],
      ranges: [RANGE],
      label: undefined,
    });
  });

  it('takes averages of long data for the short periods within', () => {
    const average = element('a', { aggregationType: 'AVERAGE', periodType: 'Yearly' });
    const [plan] = planRequest(request({ data: [average], periods: [period('202501'), period('202502')] }));
    expect(plan?.periods.columns).toEqual([{ column: 'yearly', periods: [period('2025')] }]);
    expect(plan?.periods.takers?.get('2025')?.map(({ iso }) => iso)).toEqual(['202501', '202502']);
  });

  it('leaves sums of long data to their own periods', () => {
    const sum = element('a', { periodType: 'Yearly' });
    const [plan] = planRequest(request({ data: [sum], periods: [period('202501')] }));
    expect(plan?.periods).toMatchObject({ columns: [{ column: 'monthly' }], takers: undefined });
  });

  it.each([
    ['2024April', { '2024': 9 / 12, '2025': 3 / 12 }],
    ['2024Oct', { '2024': 3 / 12, '2025': 9 / 12 }],
    ['2025Nov', { '2024': 2 / 12, '2025': 10 / 12 }],
  ])('mixes two years for the financial year %s', (iso, weights) => {
    const average = element('a', { aggregationType: 'AVERAGE', periodType: 'Yearly' });
    const [plan] = planRequest(request({ data: [average], periods: [period(iso)] }));
    const found = [...(plan?.periods.takers ?? [])].map(([year, takers]) => [year, takers[0]?.weight]);
    expect(Object.fromEntries(found)).toEqual(weights);
  });

  it('looks ten years back for last values, and within the period for those of a period', () => {
    const windows = (aggregationType: DataItem['aggregationType'], dimensions = ['dx', 'pe']) =>
      planRequest(
        request({
          dimensions,
          data: [element('a', { aggregationType })],
          periods: [period('20240229'), period('2025Q1')],
        }),
      ).map(({ periods }) => periods.windows);
    expect(windows('LAST')).toEqual([
      [
        { iso: '20240229', from: '2014-02-28', end: '2024-02-29' },
        { iso: '2025Q1', from: '2015-03-31', end: '2025-03-31' },
      ],
    ]);
    expect(windows('LAST_IN_PERIOD', ['dx'])).toEqual([[{ iso: undefined, from: '2024-02-29', end: '2025-03-31' }]]);
  });

  it('refuses to put values together that are aggregated in different ways', () => {
    const data = [element('a'), element('b', { aggregationType: 'MAX' })];
    expect(() => planRequest(request({ dimensions: ['pe'], filters: ['dx'], data }))).toThrow(
      'Data elements that are aggregated in different ways cannot be put together in one value.',
    );
  });
});
