import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayNumber, isoDate } from '../calendar.js';
import { daysInPeriod, parseDateRange, parsePeriod, periodContaining, periodLabel, shiftPeriod } from './periods.js';
import { relativePeriods } from './relative.js';
import { PERIOD_TYPES } from './types.js';

/** Every example of the contract (schema.md §2.3, tables.md §5.16). */
const EXAMPLES = [
  ['Daily', '20240315', '2024-03-15', '2024-03-15'],
  ['Weekly', '2024W11', '2024-03-11', '2024-03-17'],
  ['WeeklyWednesday', '2024WedW11', '2024-03-13', '2024-03-19'],
  ['WeeklyThursday', '2024ThuW11', '2024-03-14', '2024-03-20'],
  ['WeeklyFriday', '2024FriW11', '2024-03-08', '2024-03-14'],
  ['WeeklySaturday', '2024SatW11', '2024-03-09', '2024-03-15'],
  ['WeeklySunday', '2024SunW11', '2024-03-10', '2024-03-16'],
  ['BiWeekly', '2024BiW6', '2024-03-11', '2024-03-24'],
  ['Monthly', '202403', '2024-03-01', '2024-03-31'],
  ['BiMonthly', '202402B', '2024-03-01', '2024-04-30'],
  ['Quarterly', '2024Q1', '2024-01-01', '2024-03-31'],
  ['QuarterlyNov', '2024NovQ1', '2023-11-01', '2024-01-31'],
  ['SixMonthly', '2024S1', '2024-01-01', '2024-06-30'],
  ['SixMonthlyApril', '2024AprilS2', '2024-10-01', '2025-03-31'],
  ['SixMonthlyNov', '2024NovS1', '2023-11-01', '2024-04-30'],
  ['Yearly', '2024', '2024-01-01', '2024-12-31'],
  ['FinancialFeb', '2024Feb', '2024-02-01', '2025-01-31'],
  ['FinancialApril', '2024April', '2024-04-01', '2025-03-31'],
  ['FinancialJuly', '2024July', '2024-07-01', '2025-06-30'],
  ['FinancialAug', '2024Aug', '2024-08-01', '2025-07-31'],
  ['FinancialSep', '2024Sep', '2024-09-01', '2025-08-31'],
  ['FinancialOct', '2024Oct', '2024-10-01', '2025-09-30'],
  ['FinancialNov', '2024Nov', '2023-11-01', '2024-10-31'],
] as const;

const anyDate = fc.integer({ min: dayNumber('1900-01-01'), max: dayNumber('2200-12-31') }).map(isoDate);
const anyType = fc.constantFrom(...PERIOD_TYPES.map(({ name }) => name));

describe('periods', () => {
  it.each(EXAMPLES)('%s %s lasts from %s to %s', (type, iso, startDate, endDate) => {
    expect(parsePeriod(iso)).toEqual({ type, iso, startDate, endDate });
  });

  it('takes the other spellings that imports send', () => {
    expect(parsePeriod('2024W01')?.iso).toBe('2024W1');
    expect(parsePeriod('2024-03')?.iso).toBe('202403');
    expect(parsePeriod('2024-03-15')?.iso).toBe('20240315');
  });

  it.each([
    '',
    '2024W54',
    '2023W53',
    '202413',
    '20230229',
    '2024Q5',
    '2024S3',
    '2024BiW28',
    '0000',
    'LAST_YEAR',
    "2024'; --",
  ])('refuses %j', (text) => {
    expect(parsePeriod(text)).toBeUndefined();
  });

  it('knows the 53rd week of a long year, and folds it into biweek 27', () => {
    expect(parsePeriod('2020W53')).toMatchObject({ startDate: '2020-12-28' });
    expect(parsePeriod('2020BiW27')).toMatchObject({ startDate: '2020-12-28', endDate: '2021-01-03' });
  });

  it('gives back any period by its name', () => {
    fc.assert(
      fc.property(anyType, anyDate, (type, date) => {
        const period = periodContaining(type, date);
        expect(period.startDate <= date && date <= period.endDate).toBe(true);
        expect(parsePeriod(period.iso)).toEqual(period);
      }),
    );
  });

  it('lays the periods of a type side by side without gap or overlap', () => {
    fc.assert(
      fc.property(anyType, anyDate, (type, date) => {
        const period = periodContaining(type, date);
        const next = shiftPeriod(period, 1);
        expect(next.startDate).toBe(addDays(period.endDate, 1));
        expect(shiftPeriod(next, -1)).toEqual(period);
      }),
    );
  });

  it('counts days and names periods for people', () => {
    expect(daysInPeriod({ startDate: '2024-02-01', endDate: '2024-02-29' })).toBe(29);
    const labels = ['202501', '2025Q1', '2025', '2025April', '2025W5'].map((iso) =>
      periodLabel(parsePeriod(iso) as never),
    );
    expect(labels).toEqual([
      'January 2025',
      'January - March 2025',
      '2025',
      'April 2025 - March 2026',
      'Week 5 2025-01-27 - 2025-02-02',
    ]);
  });

  it('reads date ranges in both spellings', () => {
    const range = { startDate: '2025-01-01', endDate: '2025-01-31' };
    expect(parseDateRange('20250101_20250131')).toEqual(range);
    expect(parseDateRange('2025-01-01_2025-01-31')).toEqual(range);
    expect(parseDateRange('20250131_20250101')).toBeUndefined();
  });
});

describe('relative periods', () => {
  const context = { date: '2026-02-10', financialType: 'FinancialOct' } as const;
  const names = (name: string) => relativePeriods(name, context).map(({ iso }) => iso);

  it('ends spans of the past before the current period', () => {
    expect(names('LAST_3_MONTHS')).toEqual(['202511', '202512', '202601']);
    expect(names('LAST_12_MONTHS')).toHaveLength(12);
    expect(names('LAST_4_QUARTERS')).toEqual(['2025Q1', '2025Q2', '2025Q3', '2025Q4']);
    expect(names('LAST_5_YEARS')).toEqual(['2021', '2022', '2023', '2024', '2025']);
    expect(names('LAST_3_DAYS')).toEqual(['20260207', '20260208', '20260209']);
  });

  it('takes whole calendar years, future periods included', () => {
    expect(names('MONTHS_THIS_YEAR').at(-1)).toBe('202612');
    expect(names('BIMONTHS_THIS_YEAR')).toHaveLength(6);
    expect(names('WEEKS_THIS_YEAR')).toHaveLength(53);
  });

  it('starts financial years where the setting says, on the given date', () => {
    expect(names('THIS_FINANCIAL_YEAR')).toEqual(['2025Oct']);
    expect(names('LAST_FINANCIAL_YEAR')).toEqual(['2024Oct']);
  });
});
