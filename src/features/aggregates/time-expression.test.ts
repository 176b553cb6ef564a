import { describe, expect, it } from 'vitest';
import { nextRun, parseCron } from '../../kernel/cron/index.js';
import { cronOf, timeExpressionOf } from './time-expression.js';

const SUNDAY = new Date('2026-03-15T12:00:00Z');
const next = (expression: string): string | undefined =>
  nextRun(parseCron(cronOf(expression)), SUNDAY, 'UTC')
    ?.toISOString()
    .slice(0, 10);

describe('time expressions', () => {
  it.each([
    ['0 0 4 ? * * *', '0 0 4 ? * *'],
    ['0 0 4 ? * *', '0 0 4 ? * *'],
    ['  0  0 1 ? * * ', '0 0 1 ? * *'],
    ['0 0 4 ? * 2-6 *', '0 0 4 ? * MON-FRI'],
    ['0 0 4 ? * 2#1 *', '0 0 4 ? * MON#1'],
    ['0 0 4 ? * 6L *', '0 0 4 ? * FRIL'],
    ['0 0 4 ? * L *', '0 0 4 ? * SAT'],
    ['0 0 4 ? * 1,7 *', '0 0 4 ? * SUN,SAT'],
    ['0 0 4 ? * 1/2 *', '0 0 4 ? * SUN/2'],
    ['0 0 4 L * ? *', '0 0 4 L * ?'],
    ['0 0 4 ? 1 mon *', '0 0 4 ? 1 mon'],
  ])('takes %j as %j', (expression, cron) => {
    expect(cronOf(expression)).toBe(cron);
  });

  // Days of AtScale begin with Sunday as 1.
  it.each([
    ['0 0 4 ? * 2 *', '2026-03-16'],
    ['0 0 4 ? * 1 *', '2026-03-22'],
    ['0 0 4 ? * 7 *', '2026-03-21'],
    ['0 0 4 ? * 1-4 *', '2026-03-16'],
    ['0 0 4 ? * 6L *', '2026-03-27'],
  ])('knows when %j comes next', (expression, day) => {
    expect(next(expression)).toBe(day);
  });

  it.each([
    ['', 'six or seven fields'],
    ['0 0 4 * *', 'six or seven fields'],
    ['0 0 4 ? * * * *', 'six or seven fields'],
    ['0 0 4 ? * * 2027', 'for every year'],
    ['0 0 4 ? * 0 *', 'Sunday is 1'],
    ['0 0 25 ? * * *', 'no cron expression'],
    ['0 0 4 31 2 ? *', 'never matches'],
    ['0 0 4 ? * 8 *', 'no cron expression'],
  ])('refuses %j', (expression, why) => {
    expect(() => cronOf(expression)).toThrow(why);
  });

  it.each([
    ['0 0 4 ? * *', '0 0 4 ? * * *'],
    ['0 0 4 ? * 1', '0 0 4 ? * MON *'],
    ['0 0 4 ? * 0,7', '0 0 4 ? * SUN,SUN *'],
    ['@daily', '@daily'],
  ])('tells %j as %j', (cron, expression) => {
    expect(timeExpressionOf(cron)).toBe(expression);
  });
});
