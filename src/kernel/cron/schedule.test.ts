import { describe, expect, it } from 'vitest';
import { nextExecution, parseCron } from './index.js';

const utc = (text: string): Date => new Date(`${text}Z`);
const shown = (date: Date | undefined): string => date?.toISOString().slice(0, 19) ?? 'none';
const LONG_AGO = utc('2010-01-01T00:00:00');

/** cron, last run, now, next, and when the job was created or enabled (contract: scheduling.md §6.4, W = 4 h). */
const CRON = [
  ['0 0 3 ? * MON', undefined, '2018-02-22T15:15:34', '2018-02-26T03:00:00'],
  ['0 0 2 ? * *', undefined, '2026-01-10T05:30:00', '2026-01-10T02:00:00', '2026-01-09T05:30:00'],
  ['0 0 2 ? * *', undefined, '2026-01-10T05:30:00', '2026-01-11T02:00:00', '2026-01-10T05:30:00'],
  ['0 0 2 ? * *', undefined, '2026-01-10T06:00:01', '2026-01-11T02:00:00'],
  ['0 0 2 ? * *', '2026-01-09T02:00:00', '2026-01-10T06:00:00', '2026-01-10T02:00:00'],
  ['0 0 2 ? * *', '2026-01-09T02:00:00', '2026-01-10T06:00:01', '2026-01-11T02:00:00'],
  ['0 0 * ? * *', '2026-01-10T00:00:00', '2026-01-10T03:10:00', '2026-01-10T01:00:00'],
  ['0 0 * ? * *', '2026-01-10T00:00:00', '2026-01-10T09:10:00', '2026-01-10T06:00:00'],
  ['0 0 * ? * *', '2026-01-10T03:10:00', '2026-01-10T03:10:30', '2026-01-10T04:00:00'],
  ['0 * * ? * *', '2026-01-10T03:10:00', '2026-01-10T03:10:40', '2026-01-10T03:11:00'],
  ['0 0 0 30 2 ?', undefined, '2026-01-10T03:10:00', 'none'],
  ['0 0 0 30 2 ?', '2026-01-10T03:10:00', '2026-01-10T03:10:00', 'none'],
  ['* * * * * ?', undefined, '2026-01-10T03:10:00', 'none'],
  // Disabled over its time: nothing was missed.
  ['0 0 2 ? * *', '2026-01-09T02:00:00', '2026-01-10T05:30:00', '2026-01-11T02:00:00', '2026-01-10T05:00:00'],
  // Years behind, at every second.
  ['* * * * * *', '2016-01-09T02:00:00', '2026-01-10T05:30:00', '2026-01-10T01:30:00'],
] as const;

/** delay, last end, last start, next. Now is 2026-01-10T12:00:00. */
const DELAYS = [
  [300, undefined, undefined, '2026-01-10T12:00:00'],
  [300, undefined, '2026-01-10T11:58:00.900', '2026-01-10T12:03:00'],
  [300, '2026-01-10T11:59:00.900', '2026-01-10T11:50:00', '2026-01-10T12:04:00'],
  // The end of an earlier run; the last one was interrupted.
  [300, '2026-01-10T11:00:00', '2026-01-10T11:50:00', '2026-01-10T11:55:00'],
] as const;

describe('the next execution', () => {
  it.each(CRON)('of %s, last run %s, at %s: %s', (cron, lastExecuted, now, next, createdOrEnabled?: string) => {
    const execution = nextExecution({
      kind: 'CRON',
      expression: parseCron(cron),
      zone: 'UTC',
      since: lastExecuted === undefined ? undefined : new Date(utc(lastExecuted).getTime() + 1000),
      createdOrEnabled: createdOrEnabled === undefined ? LONG_AGO : utc(createdOrEnabled),
      now: utc(now),
      windowHours: 4,
    });
    expect(shown(execution)).toBe(next);
  });

  it.each(DELAYS)('after a delay of %s s, last end %s, last start %s: %s', (delaySeconds, finished, executed, next) => {
    const execution = nextExecution({
      kind: 'FIXED_DELAY',
      delaySeconds,
      lastFinished: finished === undefined ? undefined : utc(finished),
      lastExecuted: executed === undefined ? undefined : utc(executed),
      now: utc('2026-01-10T12:00:00'),
    });
    expect(shown(execution)).toBe(next);
  });

  it('of a job that runs once is now', () => {
    const now = utc('2026-01-10T12:00:00');
    expect(nextExecution({ kind: 'ONCE_ASAP', now })).toBe(now);
  });
});
