import { expect, it } from 'vitest';
import { PERIOD_TYPES, periodNamed, periodsOf } from '../../console/src/parts/periods.js';
import { PERIOD_TYPE_NAMES, parsePeriod } from '../../src/kernel/periods/index.js';

it('the console knows every type of period, and the periods of a year by the names and days that the server has', () => {
  expect([...PERIOD_TYPES].sort()).toEqual([...PERIOD_TYPE_NAMES].sort());
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  for (const type of PERIOD_TYPES)
    for (let year = 2015; year <= 2027; year += 1) {
      const periods = periodsOf(type, year);
      expect(periods.length).toBeGreaterThan(0);
      for (const { iso, start, end } of periods)
        expect(parsePeriod(iso)).toMatchObject({ type, iso, startDate: day(start), endDate: day(end) });
      // None is missing: the next one begins the day after.
      const next = periodsOf(type, year + 1)[0]?.start.getTime() ?? 0;
      expect((periods.at(-1)?.end.getTime() ?? 0) + 86_400_000).toBe(next);
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
