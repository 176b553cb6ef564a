import { afterEach, beforeEach, expect, it } from 'vitest';
import { nextDue } from './due.js';
import type { StoredJob } from './store.js';

const ZONE = process.env.TZ;
beforeEach(() => {
  process.env.TZ = 'Asia/Kathmandu';
});
afterEach(() => {
  if (ZONE === undefined) delete process.env.TZ;
  else process.env.TZ = ZONE;
});

const now = new Date('2026-03-15T12:00:00Z');
const times = { now, activeSince: now, lastStarted: null, lastFinished: null, active: null, running: false };
const job = (type: string): StoredJob => ({
  uid: 'JobOfNoone1',
  name: type,
  code: null,
  type,
  schedulingType: 'CRON',
  cron: '0 0 4 ? * *',
  delay: null,
  parameters: null,
  enabled: true,
  executedBy: null,
  queueName: null,
  queuePosition: null,
  misfire: 'once',
});

// Five hours and three quarters ahead of UTC.
it.each([
  ['RESOURCE_TABLE', '2026-03-15T22:15:00.000Z'],
  ['AGGREGATE_MAINTENANCE', '2026-03-16T04:00:00.000Z'],
])('takes the expression of %s in its zone', (type, due) => {
  expect(nextDue(job(type), times, now, 4)?.toISOString()).toBe(due);
});
