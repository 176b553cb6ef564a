import { describe, expect, it } from 'vitest';
import { duration, facts, grouped, printable, table } from './layout.js';
import { barOf } from './output.js';

describe('what is shown', () => {
  it('is in columns, numbers to the right', () => {
    expect(
      table(
        ['Name', 'Rows', ''],
        [
          ['a', '5', 'x'],
          ['long name', grouped(12_345), ''],
        ],
      ),
    ).toEqual(['Name         Rows', 'a               5  x', 'long name  12\u202f345']);
  });

  it('has one line for each row, whatever a text contains', () => {
    expect(table(['A'], [['x\n  y\tz']])).toEqual(['A', 'x y z']);
    expect(
      facts([
        ['A', 'x\r\ny'],
        ['Empty', ''],
      ]),
    ).toEqual(['A  x y']);
  });

  it('does not steer the terminal', () => {
    expect(printable('a\u001b[2Jb\u0007\u009b1mc\u202ed')).toBe('a\ufffd[2Jb\ufffd\ufffd1mc\ufffdd');
    expect(printable('two\nlines\tand more: é')).toBe('two\nlines\tand more: é');
  });

  it.each([
    [0, '0.0 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [59_499, '59 s'],
    [59_500, '1 min 0 s'],
    [119_700, '2 min 0 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
  ])('%d ms as %s', (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });

  it('is a bar that never leaves its frame', () => {
    expect(barOf('x', 5, 10)).toBe('x  [##########----------]  5/10');
    expect(barOf('x', 12, 10)).toBe('x  [####################]  12/10');
    expect(barOf('x', 0, 0)).toBe('x …');
  });
});
