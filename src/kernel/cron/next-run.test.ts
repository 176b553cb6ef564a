import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextRun, parseCron } from './index.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The first `count` runs as clocks of the zone show them, e.g. `2026-03-28 02:00:00 +1`. */
function runs(text: string, after: string, zone: string, count: number): readonly string[] {
  const expression = parseCron(text);
  const shown: string[] = [];
  for (let time = nextRun(expression, new Date(after), zone); time && shown.length < count; ) {
    shown.push(show(time, zone));
    time = nextRun(expression, time, zone);
  }
  return shown;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function show(time: Date, zone: string): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'shortOffset',
    });
    formats.set(zone, format);
  }
  return format
    .format(time)
    .replace('\u2212', '-')
    .replace(/ GMT(\+0$)?/, ' ')
    .trimEnd();
}

/** The contract's table (scheduling.md §6.4). */
const VECTORS = [
  ['0 0 0 L * ?', '2026-01-15', '01-31, 02-28, 03-31'],
  ['0 0 0 L-3 * ?', '2026-01-15', '01-28, 02-25, 03-28'],
  ['0 0 0 LW * ?', '2026-01-15', '01-30, 02-27, 03-31'],
  ['0 0 0 1W * *', '2026-07-15', '08-03, 09-01, 10-01'],
  ['0 0 0 15W * *', '2026-01-01', '01-15, 02-16, 03-16, 04-15'],
  ['0 0 0 31W * *', '2026-01-01', '01-30, 03-31, 07-31'],
  ['0 0 0 ? * FRIL', '2026-01-01', '01-30, 02-27'],
  ['0 0 0 ? * MON#1', '2026-01-01', '01-05, 02-02'],
  ['0 0 0 ? * 5#5', '2026-01-01', '01-30, 05-29, 07-31'],
  ['0 0 0 13 * FRI', '2026-01-01', '02-13, 03-13, 11-13'],
  ['0 0 0 ? * SUN-TUE', '2026-01-01', '01-04, 01-05, 01-06, 01-11'],
  ['0 0 0 29 2 ?', '2026-01-01', '2028-02-29, 2032-02-29'],
  ['5/20 0 0 * * *', '2026-01-01', '01-01 00:00:05, 01-01 00:00:25, 01-01 00:00:45'],
  [
    '0 0/30 8-10 * * *',
    '2026-01-01T08:15',
    '01-01 08:30:00, 01-01 09:00:00, 01-01 09:30:00, 01-01 10:00:00, 01-01 10:30:00, 01-02 08:00:00',
  ],
] as const;

/** Ends of months and years, leap days, and the century that has none. */
const CALENDAR = [
  ['0 0 0 29 2 ?', '2096-02-01', '2096-02-29, 2104-02-29'],
  ['0 0 0 L 2 ?', '2027-01-01', '2027-02-28, 2028-02-29, 2029-02-28'],
  ['0 0 0 28 2 ?', '2028-02-28', '2029-02-28'],
  ['0 0 0 ? 2 SUN#5', '2026-01-01', '2032-02-29, 2060-02-29'],
  ['0 0 0 LW 2 ?', '2032-01-01', '2032-02-27, 2033-02-28'],
  ['0 0 0 31 * ?', '2026-01-31', '2026-03-31, 2026-05-31, 2026-07-31, 2026-08-31'],
  ['0 0 0 30 * ?', '2027-01-30', '2027-03-30, 2027-04-30'],
  ['59 59 23 31 12 ?', '2026-06-01', '2026-12-31 23:59:59, 2027-12-31 23:59:59'],
  ['0 0 0 1 1 ?', '2026-01-01', '2027-01-01, 2028-01-01'],
  ['0 0 0 ? * MON', '2026-12-28', '2027-01-04, 2027-01-11'],
  ['0 0 0 1W 1 ?', '2026-06-01', '2027-01-01, 2028-01-03'],
  ['0 0 12 L 12 ?', '2026-12-31T12:00', '2027-12-31 12:00:00'],
  ['*/30 59 23 31 12 ?', '2026-12-31T23:59', '2026-12-31 23:59:30, 2027-12-31 23:59:00'],
] as const;

describe('the next run', () => {
  it.each([...VECTORS, ...CALENDAR])('%s from %s: %s', (text, from, matches) => {
    const after = `${from}${from.includes('T') ? ':00Z' : 'T00:00:00Z'}`;
    const expected = matches.split(', ').map((match) => {
      const dated = /^\d{4}/.test(match) ? match : `2026-${match}`;
      return dated.includes(' ') ? dated : `${dated} 00:00:00`;
    });
    expect(runs(text, after, 'UTC', expected.length)).toEqual(expected);
  });

  it('is strictly later, to the millisecond', () => {
    const next = (after: string) => nextRun(parseCron('* * * * * *'), new Date(after), 'UTC')?.toISOString();
    expect(next('2025-12-31T23:59:59.000Z')).toBe('2026-01-01T00:00:00.000Z');
    expect(next('2025-12-31T23:59:58.999Z')).toBe('2025-12-31T23:59:59.000Z');
    expect(next('1969-12-31T23:59:59.500Z')).toBe('1970-01-01T00:00:00.000Z');
  });

  it('finds the rarest date and gives up on an impossible one', () => {
    expect(runs('0 0 0 29 2 MON', '2072-03-01T00:00:00Z', 'UTC', 2)).toEqual([
      '2112-02-29 00:00:00',
      '2140-02-29 00:00:00',
    ]);
    expect(nextRun(parseCron('0 0 0 30 2 ?'), new Date('2026-01-01'), 'Europe/Oslo')).toBeUndefined();
    expect(nextRun(parseCron('0 0 0 ? * 2#6'), new Date('2026-01-01'), 'UTC')).toBeUndefined();
    expect(nextRun(parseCron('0 0 0 L-31 * ?'), new Date('2026-01-01'), 'UTC')).toBeUndefined();
    expect(nextRun(parseCron('0 0 0 * * *'), new Date('9999-12-31'), 'UTC')).toBeUndefined();
    expect(nextRun(parseCron('0 0 0 * * *'), new Date(Number.NaN), 'UTC')).toBeUndefined();
  });

  it('answers thousands of times a second', () => {
    const expression = parseCron('0 0 2 ? * *');
    const start = performance.now();
    for (let count = 0; count < 2000; count++) nextRun(expression, new Date(1.77e12 + count * 3e6), 'Europe/Oslo');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

/** Expression, zone, start, and what follows (contract: scheduling.md §6.5). */
const CLOCK_CHANGES = [
  ['0 0 2 ? * *', 'Europe/Oslo', '2026-03-27T12:00:00Z', '03-28 02:00:00 +1, 03-29 03:00:00 +2, 03-30 02:00:00 +2'],
  ['0 30 2 ? * *', 'Europe/Oslo', '2026-03-27T12:00:00Z', '03-28 02:30:00 +1, 03-29 03:00:00 +2, 03-30 02:30:00 +2'],
  ['0 30 2 ? * *', 'Europe/Oslo', '2026-10-24T12:00:00Z', '10-25 02:30:00 +2, 10-26 02:30:00 +1'],
  // Asked while the clocks show the times for the second time.
  ['0 30 2 ? * *', 'Europe/Oslo', '2026-10-25T01:15:00Z', '10-26 02:30:00 +1'],
  ['0 0 * ? * *', 'Europe/Oslo', '2026-03-28T23:30:00Z', '03-29 01:00:00 +1, 03-29 03:00:00 +2'],
  ['0 0 * ? * *', 'Europe/Oslo', '2026-10-24T23:30:00Z', '10-25 02:00:00 +2, 10-25 02:00:00 +1, 10-25 03:00:00 +1'],
  ['0 */20 * ? * *', 'Europe/Oslo', '2026-03-29T00:30:00Z', '03-29 01:40:00 +1, 03-29 03:00:00 +2, 03-29 03:20:00 +2'],
  ['0 */20 * ? * *', 'Europe/Oslo', '2026-10-25T00:30:00Z', '10-25 02:40:00 +2, 10-25 02:00:00 +1, 10-25 02:20:00 +1'],
  ['0 0,30 2 ? * *', 'Europe/Oslo', '2026-03-28T12:00:00Z', '03-30 02:00:00 +2, 03-30 02:30:00 +2'],
  ['0 0,30 2 ? * *', 'Europe/Oslo', '2026-10-25T00:40:00Z', '10-25 02:00:00 +1, 10-25 02:30:00 +1, 10-26 02:00:00 +1'],
  // Found from afar, the first of the two times all the same.
  [
    '0 0,30 2 25 10 ?',
    'Europe/Oslo',
    '2026-01-01T00:00:00Z',
    '10-25 02:00:00 +2, 10-25 02:30:00 +2, 10-25 02:00:00 +1',
  ],
  ['0 0 0 ? * *', 'Africa/Cairo', '2026-04-22T12:00:00Z', '04-23 00:00:00 +2, 04-24 01:00:00 +3, 04-25 00:00:00 +3'],
  ['0 30 23 ? * *', 'Africa/Cairo', '2026-10-29T12:00:00Z', '10-29 23:30:00 +3, 10-30 23:30:00 +2'],
  [
    '0 0 0 ? * *',
    'America/Sao_Paulo',
    '2018-11-03T01:00:00Z',
    '11-03 00:00:00 -3, 11-04 01:00:00 -2, 11-05 00:00:00 -2',
  ],
  ['0 30 23 ? * *', 'America/Sao_Paulo', '2018-02-17T12:00:00Z', '02-17 23:30:00 -2, 02-18 23:30:00 -3'],
  ['0 0 0 ? * *', 'America/Sao_Paulo', '2018-02-17T12:00:00Z', '02-18 00:00:00 -3, 02-19 00:00:00 -3'],
] as const;

/** Changes of other sizes, and in other directions, than an hour at night. */
const ODD_CHANGES = [
  // Half an hour, forward and back.
  [
    '0 15 2 ? * *',
    'Australia/Lord_Howe',
    '2026-10-02T12:00:00Z',
    '10-03 02:15:00 +10:30, 10-04 02:30:00 +11, 10-05 02:15:00 +11',
  ],
  [
    '0 45 1 ? * *',
    'Australia/Lord_Howe',
    '2026-04-03T12:00:00Z',
    '04-04 01:45:00 +11, 04-05 01:45:00 +11, 04-06 01:45:00 +10:30',
  ],
  // Two hours.
  ['0 30 1 ? * *', 'Antarctica/Troll', '2026-03-28T00:00:00Z', '03-28 01:30:00, 03-29 03:00:00 +2, 03-30 01:30:00 +2'],
  // A date that the island did not have: its run comes with that of the next one.
  ['0 0 0 ? * *', 'Pacific/Apia', '2011-12-28T12:00:00Z', '12-29 00:00:00 -10, 12-31 00:00:00 +14'],
  // Nobody there changes the clocks.
  ['0 0 2 ? * *', 'Africa/Freetown', '2026-03-28T12:00:00Z', '03-29 02:00:00, 03-30 02:00:00'],
  ['0 30 2 ? * SUN', 'America/New_York', '2026-03-07T00:00:00Z', '03-08 03:00:00 -4, 03-15 02:30:00 -4'],
  ['0 30 1 1 11 ?', 'America/New_York', '2026-10-31T00:00:00Z', '11-01 01:30:00 -4'],
] as const;

describe('clock changes (scheduling.md §14 no. 19)', () => {
  it.each(ODD_CHANGES)('%s in %s after %s: %s', (text, zone, after, matches) => {
    const expected = matches.split(', ').map((match) => `${after.slice(0, 4)}-${match}`);
    expect(runs(text, after, zone, expected.length)).toEqual(expected);
  });

  it.each(CLOCK_CHANGES)('%s in %s after %s: %s', (text, zone, after, matches) => {
    const expected = matches.split(', ').map((match) => `${after.slice(0, 4)}-${match}`);
    expect(runs(text, after, zone, expected.length)).toEqual(expected);
  });

  it('an expression of one time of day runs once on every date', () => {
    const starts = [
      ['Europe/Oslo', '2026-03-26T12:00:00Z'],
      ['Europe/Oslo', '2026-10-22T12:00:00Z'],
      ['Africa/Cairo', '2026-04-21T12:00:00Z'],
      ['Africa/Cairo', '2026-10-27T12:00:00Z'],
      ['America/Sao_Paulo', '2018-02-15T12:00:00Z'],
      ['America/Sao_Paulo', '2018-11-01T12:00:00Z'],
      ['Australia/Lord_Howe', '2026-04-02T12:00:00Z'],
    ] as const;
    const second = fc.integer({ min: 0, max: 59 });
    fc.assert(
      fc.property(
        fc.constantFrom(...starts),
        fc.integer({ min: 0, max: 23 }),
        second,
        second,
        ([zone, after], h, m, s) => {
          const shown = runs(`${s} ${m} ${h} * * *`, after, zone, 6);
          const dates = shown.map((time) => Date.parse(`${time.slice(0, 10)}T00:00Z`));
          expect(dates).toEqual(Array.from({ length: 6 }, (_, index) => (dates[0] ?? 0) + index * DAY_MS));
          const asked = [h, m, s].map((part) => String(part).padStart(2, '0')).join(':');
          expect(shown.filter((time) => time.slice(11, 19) !== asked).length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

/** A part of a day field, and by other means than the engine's whether a day is meant. */
interface DayPart {
  readonly text: string;
  readonly means: (day: Date) => boolean;
}

const later = (day: Date, days: number): Date => new Date(day.getTime() + days * DAY_MS);
const weekdayOf = (day: Date): number => day.getUTCDay() || 7;
const sameMonth = (a: Date, b: Date): boolean => a.getUTCMonth() === b.getUTCMonth();
const isWorkingDay = (day: Date): boolean => weekdayOf(day) < 6;
const monthOf = (day: Date): readonly Date[] =>
  Array.from({ length: 31 }, (_, index) => later(day, index + 1 - day.getUTCDate())).filter((other) =>
    sameMonth(other, day),
  );

function isNearestWorkingDay(day: Date, goal: number): boolean {
  const month = monthOf(day);
  const goalDay = month[goal - 1];
  if (!goalDay || (goal === month.length && weekdayOf(goalDay) === 7)) return false;
  const distance = (other: Date): number => Math.abs(other.getUTCDate() - goal);
  return isWorkingDay(day) && month.filter(isWorkingDay).every((other) => distance(other) >= distance(day));
}

const number = (min: number, max: number) => fc.integer({ min, max });

const dayOfMonthPart: fc.Arbitrary<DayPart> = fc.oneof(
  number(1, 31).map((n) => ({ text: String(n), means: (day: Date) => day.getUTCDate() === n })),
  fc.tuple(number(1, 20), number(0, 11), number(1, 5)).map(([from, length, step]) => ({
    text: `${from}-${from + length}/${step}`,
    means: (day: Date) => {
      const past = day.getUTCDate() - from;
      return past >= 0 && past <= length && past % step === 0;
    },
  })),
  fc.constant({ text: 'L', means: (day: Date) => !sameMonth(day, later(day, 1)) }),
  number(1, 27).map((n) => ({
    text: `L-${n}`,
    means: (day: Date) => sameMonth(day, later(day, n)) && !sameMonth(day, later(day, n + 1)),
  })),
  fc.constant({
    text: 'LW',
    means: (day: Date) => monthOf(day).filter(isWorkingDay).at(-1)?.getTime() === day.getTime(),
  }),
  number(1, 31).map((n) => ({ text: `${n}W`, means: (day: Date) => isNearestWorkingDay(day, n) })),
);

const dayOfWeekPart: fc.Arbitrary<DayPart> = fc.oneof(
  number(0, 7).map((n) => ({ text: String(n), means: (day: Date) => weekdayOf(day) === (n || 7) })),
  fc.tuple(number(0, 3), number(0, 3)).map(([from, length]) => ({
    text: `${from}-${from + length}`,
    means: (day: Date) => day.getUTCDay() >= from && day.getUTCDay() <= from + length,
  })),
  number(1, 7).map((n) => ({
    text: `${n}L`,
    means: (day: Date) => weekdayOf(day) === n && !sameMonth(day, later(day, 7)),
  })),
  fc.tuple(number(1, 7), number(1, 6)).map(([n, ordinal]) => ({
    text: `${n}#${ordinal}`,
    means: (day: Date) =>
      weekdayOf(day) === n &&
      sameMonth(day, later(day, -7 * (ordinal - 1))) &&
      !sameMonth(day, later(day, -7 * ordinal)),
  })),
);

const listOf = (part: fc.Arbitrary<DayPart>): fc.Arbitrary<DayPart> =>
  fc.oneof(
    fc.constantFrom('*', '?').map((text) => ({ text, means: () => true })),
    fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => ({
      text: parts.map(({ text }) => text).join(','),
      means: (day: Date) => parts.some(({ means }) => means(day)),
    })),
  );

const numbers = (max: number, minLength: number) => fc.uniqueArray(number(0, max), { minLength, maxLength: 6 });

describe('nothing is missed and nothing made up', () => {
  it('among days', () => {
    const anyDay = number(0, 40_000).map((day) => new Date(day * DAY_MS));
    fc.assert(
      fc.property(listOf(dayOfMonthPart), listOf(dayOfWeekPart), anyDay, (dayOfMonth, dayOfWeek, after) => {
        const next = nextRun(parseCron(`0 0 0 ${dayOfMonth.text} * ${dayOfWeek.text}`), after, 'UTC');
        const days = Array.from({ length: 100 }, (_, index) => later(after, index + 1));
        const expected = days.find((day) => dayOfMonth.means(day) && dayOfWeek.means(day));
        const end = days.at(-1) ?? after;
        expect(next && next <= end ? next : undefined).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('among times, clock changes included', () => {
    const changes = [
      ['Europe/Oslo', '2026-03-29T01:00:00Z'],
      ['Europe/Oslo', '2026-10-25T01:00:00Z'],
      ['Africa/Cairo', '2026-04-23T22:00:00Z'],
      ['Africa/Cairo', '2026-10-29T21:00:00Z'],
      ['America/Sao_Paulo', '2018-02-18T02:00:00Z'],
      ['America/Sao_Paulo', '2018-11-04T03:00:00Z'],
      ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
      ['UTC', '2025-12-31T23:00:00Z'],
    ] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...changes),
        number(-1800, 120),
        numbers(59, 2),
        numbers(23, 1),
        ([zone, change], start, minutes, hours) => {
          const after = Date.parse(change) + start * MINUTE_MS;
          const next = nextRun(parseCron(`0 ${minutes.join()} ${hours.join()} * * *`), new Date(after), zone);
          const times = Array.from({ length: 1800 }, (_, index) => new Date(after + (index + 1) * MINUTE_MS));
          const expected = times.find((time) => {
            const [hour, minute] = show(time, zone).slice(11, 16).split(':').map(Number);
            return minutes.includes(minute ?? -1) && hours.includes(hour ?? -1);
          });
          const end = times.at(-1) ?? new Date(after);
          expect(next && next <= end ? next : undefined).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });
});
