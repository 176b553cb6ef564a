import { expect, it } from 'vitest';
import { nextAt } from './continuous-job.js';

it.each([
  ['2026-03-15T01:30:00', 3, '2026-03-15T03:00:00'],
  ['2026-03-15T03:00:00', 3, '2026-03-16T03:00:00'],
  ['2026-12-31T23:59:59', 0, '2027-01-01T00:00:00'],
])('after %s it is next %i at %s', (now, hour, next) => {
  expect(nextAt(new Date(now), hour)).toEqual(new Date(next));
});
