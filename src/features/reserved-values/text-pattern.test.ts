import { describe, expect, it } from 'vitest';
import { formatDate } from './date-format.js';
import { neededValues, parsePattern, resolvePattern } from './text-pattern.js';

const NOW = new Date(2026, 2, 5, 9, 7, 3, 45);
const resolve = (pattern: string, unitCode?: string) => resolvePattern(parsePattern(pattern), { unitCode, now: NOW });

describe('a text pattern', () => {
  it('is read into its segments, blanks between them or not', () => {
    const pattern = parsePattern(' "a \\"b\\" + "+ORG_UNIT_CODE(^..) + CURRENT_DATE(yy)+RANDOM(#Xx*)');
    expect(pattern.map(({ method, parameter }) => [method, parameter])).toEqual([
      ['TEXT', 'a "b" + '],
      ['ORG_UNIT_CODE', '^..'],
      ['CURRENT_DATE', 'yy'],
      ['RANDOM', '#Xx*'],
    ]);
    expect(neededValues(pattern)).toEqual({ REQUIRED: ['ORG_UNIT_CODE'], OPTIONAL: ['RANDOM'] });
  });

  it.each([
    ['', 'A segment is missing at position 1'],
    ['"a" +', 'A segment is missing at position 6'],
    ['+ "a"', 'Unknown input: \'+ "a"\' at position 1'],
    ['"a" "b"', 'Unknown input: \'"b"\' at position 5'],
    ['"a', "Unknown input: '\"a' at position 1"],
    ['SERIAL(#)', "Unknown input: 'SERIAL(#)' at position 1"],
    ['"a" + RANDOM(abc)', "Failed to parse the following method: 'RANDOM(abc)' at position 7"],
    ['SEQUENTIAL(X)', "Failed to parse the following method: 'SEQUENTIAL(X)' at position 1"],
    ['SEQUENTIAL(#############)', "Failed to parse the following method: 'SEQUENTIAL(#############)' at position 1"],
    ['CURRENT_DATE()', "Failed to parse the following method: 'CURRENT_DATE()' at position 1"],
    ['ORG_UNIT_CODE(x)', "Failed to parse the following method: 'ORG_UNIT_CODE(x)' at position 1"],
    [
      'RANDOM(#) + SEQUENTIAL(#)',
      "Pattern can not contain multiple sequence methods or random methods: 'RANDOM(#) + SEQUENTIAL(#)'",
    ],
  ])('%j is refused: %s', (text, sentence) => {
    expect(() => parsePattern(text)).toThrow(`Could not parse expression: ${sentence}`);
  });

  it('is filled in but for what is generated', () => {
    expect(resolve('"A-" + RANDOM(X#) + "-" + ORG_UNIT_CODE(...) + CURRENT_DATE(yyyy)', 'OSLO')).toEqual({
      key: 'A-RANDOM(X#)-OSL2026',
      before: 'A-',
      after: '-OSL2026',
      generated: { method: 'RANDOM', raw: 'RANDOM(X#)', parameter: 'X#' },
    });
    expect(resolve('"A" + CURRENT_DATE(yy)')).toEqual({ key: 'A26', before: 'A26', after: '', generated: undefined });
  });

  it.each([
    ['', 'Hello world'],
    ['..', 'He'],
    ['^..', 'He'],
    ['..$', 'ld'],
    ['^...........$', 'Hello world'],
  ])('takes of a code what %j says', (format, part) => {
    expect(resolve(`ORG_UNIT_CODE(${format})`, 'Hello world').key).toBe(part);
  });

  it.each([
    ['....', 'abc'],
    ['^..$', 'abc'],
    ['', ''],
  ])('refuses a code that %j does not fit: %j', (format, code) => {
    expect(() => resolve(`ORG_UNIT_CODE(${format})`, code)).toThrow(
      `Value is invalid: ORG_UNIT_CODE(${format}) -> ${code}`,
    );
  });
});

describe('a date', () => {
  it.each([
    ['yyyy-MM-dd', '2026-03-05'],
    ['yyMMdd', '260305'],
    ['d/M/y', '5/3/2026'],
    ['MMM MMMM', 'Mar March'],
    ['HH:mm:ss.SSS', '09:07:03.045'],
    ["'y''all' ''yy", "y'all '26"],
    ['DDD', '064'],
    ['YYYY-ww', '2026-10'],
  ])('as %s is %s', (format, text) => {
    expect(formatDate(format, NOW)).toBe(text);
  });

  it.each([
    ['2027-01-01', '2026-53'],
    ['2024-12-30', '2025-01'],
    ['2021-01-03', '2020-53'],
    ['2026-01-01', '2026-01'],
  ])('%s lies in week %s', (day, week) => {
    expect(formatDate('YYYY-ww', new Date(`${day}T12:00:00`))).toBe(week);
  });

  it.each([
    ['yyyy-QQ', "has the letter 'Q', which means nothing here"],
    ["yyyy 'open", 'has a quotation mark that is not closed'],
  ])('as %s is refused', (format, why) => {
    expect(() => formatDate(format, NOW)).toThrow(why);
  });
});
