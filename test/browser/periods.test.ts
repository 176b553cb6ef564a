import { expect, it } from 'vitest';
import { PERIOD_TYPES, periodNamed, periodsOf } from '../../console/src/parts/periods.js';
import { PERIOD_TYPE_NAMES, parsePeriod } from '../../src/kernel/periods/index.js';

const DAY_MS = 86_400_000;

it('the console knows every type of period, and the periods of a year by the names and days that the server has', () => {
  expect([...PERIOD_TYPES].sort()).toEqual([...PERIOD_TYPE_NAMES].sort());
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  for (const type of PERIOD_TYPES) {
    const years = Array.from({ length: 14 }, (_none, index) => 2015 + index);
    const periods = years.flatMap((year) => periodsOf(type, year));
    const told = periods.map(({ iso, start, end }) => [type, iso, day(start), day(end)]);
    const known = periods
      .map(({ iso }) => parsePeriod(iso))
      .map((it) => [it?.type, it?.iso, it?.startDate, it?.endDate]);
    expect(told).toEqual(known);
    expect(years.every((year) => periodsOf(type, year).length > 0)).toBe(true);
    // None is missing: each begins the day after the one before.
    const gaps = periods.slice(1).filter(({ start }, index) => Number(start) - Number(periods[index]?.end) !== DAY_MS);
    expect(gaps).toEqual([]);
  }
});

it('a period is found by its name, with a zero before the week or without', () => {
  for (const [name, iso, type] of [
    ['202401', '202401', 'Monthly'],
    ['2024W05', '2024W5', 'Weekly'],
    ['2024SunW5', '2024SunW5', 'WeeklySunday'],
    ['2024BiW3', '2024BiW3', 'BiWeekly'],
    ['2024AprilS2', '2024AprilS2', 'SixMonthlyApril'],
    ['20240229', '20240229', 'Daily'],
    ['2024', '2024', 'Yearly'],
  ])
    expect(periodNamed(name ?? '')).toMatchObject({ iso, type });
  for (const name of ['', '2024X', '20230229', '2024W54']) expect(periodNamed(name)).toBeUndefined();
});
