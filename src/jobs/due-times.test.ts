import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueTime, upcoming } from './due-times.js';

const HOUR_MS = 3_600_000;
const local = (text: string): Date => new Date(text);
const at = (time: string): Date => local(`2026-01-10T${time}`);
const clock = (date: Date | undefined): string | undefined => date?.toTimeString().slice(0, 8);

/** expression, due, now, window in hours → what it runs for, the first and last that are left out, how many, what comes next. */
const CASES = [
  ['on its time', '0 0 * ? * *', '03:00:00', '03:00:01', 4, '03:00:00', undefined, '04:00:00'],
  ['less than a minute late', '* * * * * *', '03:00:00', '03:00:59', 4, '03:00:00', undefined, '03:01:00'],
  [
    'hours late, the first within the window',
    '0 0 * ? * *',
    '01:00:00',
    '09:10:00',
    4,
    '06:00:00',
    ['01:00:00', '09:00:00', 8],
    '10:00:00',
  ],
  ['late, the only one', '0 0 3 ? * *', '03:00:00', '06:30:00', 4, '03:00:00', undefined, '03:00:00'],
  [
    'too late, the only one',
    '0 0 3 ? * *',
    '03:00:00',
    '07:00:01',
    4,
    undefined,
    ['03:00:00', '03:00:00', 1],
    '03:00:00',
  ],
  ['at the end of the window', '0 0 3 ? * *', '03:00:00', '07:00:00', 4, '03:00:00', undefined, '03:00:00'],
  [
    'without a window, late',
    '0 0 * ? * *',
    '01:00:00',
    '03:30:00',
    0,
    undefined,
    ['01:00:00', '03:00:00', 3],
    '04:00:00',
  ],
  [
    'without a window, the last one on its time',
    '0 0 * ? * *',
    '01:00:00',
    '03:00:40',
    0,
    '03:00:00',
    ['01:00:00', '02:00:00', 2],
    '04:00:00',
  ],
] as const;

describe('no. 21: a job whose time has come', () => {
  it.each(CASES)('%s', (_what, cron, due, now, hours, runsFor, leftOut, next) => {
    const plan = dueTime(cron, at(due), at(now), hours * HOUR_MS);
    expect(clock(plan.runsFor)).toBe(runsFor);
    expect(clock(plan.next)).toBe(next);
    const { first, last, count } = plan.leftOut ?? {};
    expect(plan.leftOut && [clock(first), clock(last), count]).toEqual(leftOut);
  });

  it('that missed a month of seconds is planned at once', () => {
    const plan = dueTime('* * * * * *', at('00:00:00'), local('2026-02-10T00:00:00'), 4 * HOUR_MS);
    expect(plan.runsFor).toEqual(local('2026-02-09T20:00:00'));
    expect(plan.leftOut).toMatchObject({ first: at('00:00:00'), count: 100, more: true });
  });

  it('of an expression that somebody wrote into the table runs, and never again', () => {
    expect(dueTime('no expression', at('00:00:00'), at('00:00:05'), HOUR_MS)).toEqual({
      runsFor: at('00:00:00'),
      next: undefined,
      leftOut: undefined,
    });
    expect(upcoming('* * * * * ?', at('00:00:00'))).toBeUndefined();
  });

  it('always goes on in the future, and runs for no time outside its window', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('0 */7 * * * *', '0 0 * * * *', '0 0 2 * * *', '0 0 3 ? * MON'),
        fc.integer({ min: 0, max: 40 * 24 * 60 }),
        fc.integer({ min: 0, max: 10 }),
        (cron, lateMinutes, hours) => {
          const due = upcoming(cron, at('00:30:00')) ?? at('00:00:00');
          const now = new Date(due.getTime() + lateMinutes * 60_000 + 1);
          const plan = dueTime(cron, due, now, hours * HOUR_MS);
          expect(plan.next?.getTime()).toBeGreaterThan(now.getTime());
          const late = plan.runsFor ? now.getTime() - plan.runsFor.getTime() : 0;
          expect(late).toBeLessThanOrEqual(Math.max(hours * HOUR_MS, 60_000));
          expect(late).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

it('takes the expression in a zone other than the server’s', () => {
  const due = new Date('2026-07-10T04:00:00Z');
  const now = new Date('2026-07-12T04:00:01Z');
  const [cron, zone] = ['0 0 4 ? * *', 'UTC'];
  expect(upcoming(cron, new Date('2026-07-09T04:00:00Z'), zone)).toEqual(due);
  expect(dueTime(cron, due, now, HOUR_MS, zone)).toMatchObject({
    runsFor: new Date('2026-07-12T04:00:00Z'),
    next: new Date('2026-07-13T04:00:00Z'),
    leftOut: { first: due, last: new Date('2026-07-11T04:00:00Z'), count: 2 },
  });
  expect(upcoming(cron, due, 'Asia/Kathmandu')).toEqual(new Date('2026-07-10T22:15:00Z'));
});
