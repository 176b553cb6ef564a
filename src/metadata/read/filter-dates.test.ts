import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timestamp } from './filter-dates.js';

const local = (moment: Date): string => {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, -1);
};

describe('dates in filters', () => {
  it.each([
    ['2024', '2024-01-01T00:00:00.000'],
    ['2024-03', '2024-03-01T00:00:00.000'],
    ['2024-03-15', '2024-03-15T00:00:00.000'],
    ['20240315', '2024-03-15T00:00:00.000'],
    ['2024-03-15T07', '2024-03-15T07:00:00.000'],
    ['2024-03-15T07:08', '2024-03-15T07:08:00.000'],
    ['2024-03-15 07:08:09', '2024-03-15T07:08:09.000'],
    ['2024-03-15T07:08:09.1', '2024-03-15T07:08:09.100'],
    ['2024-03-15T07:08:09.123456', '2024-03-15T07:08:09.123'],
    ['2024-02-29', '2024-02-29T00:00:00.000'],
  ])('%s', (text, wanted) => {
    expect(timestamp(text)).toBe(wanted);
  });

  it.each([
    ...['', 'x', '24', '2024-13', '2024-00-10', '2023-02-29', '2024-3-1', '202403', '0000-01-01', '2024-03-15T24:00'],
    ...[
      '2024-03-15T07:60',
      '2024-03-15T07:08:60',
      '2024-03-15X',
      '999999999999',
      '999999999999999',
      '2024-03-15T07:08+0',
    ],
  ])('%s is none', (text) => {
    expect(timestamp(text)).toBeUndefined();
  });

  it('with a zone, or as milliseconds, are moments of the clock of this server', () => {
    const between = {
      min: new Date('1990-01-01T00:00:00Z'),
      max: new Date('2100-01-01T00:00:00Z'),
      noInvalidDate: true,
    };
    fc.assert(
      fc.property(fc.date(between), fc.integer({ min: -14, max: 14 }), (moment, hours) => {
        const there = new Date(moment.getTime() + hours * 3_600_000).toISOString().slice(0, -1);
        const zone = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}`;
        for (const text of [
          `${there}${zone}`,
          `${there}${zone}00`,
          `${there.replace('T', ' ')}${zone}:00`,
          moment.toISOString(),
        ])
          expect(timestamp(text)).toBe(local(moment));
        if (moment.getTime() >= 1e12) expect(timestamp(String(moment.getTime()))).toBe(local(moment));
      }),
    );
  });
});
