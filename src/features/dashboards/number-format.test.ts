import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupDigits } from './number-format.js';

describe('digit groups', () => {
  it.each([
    ['0', '0'],
    ['999', '999'],
    ['1000', '1,000'],
    ['-1234567.891', '-1,234,567.891'],
    ['0.0001', '0.0001'],
    ['', ''],
    ['many', 'many'],
  ])('%s', (text, wanted) => {
    expect(groupDigits(text, 'COMMA')).toBe(wanted);
    expect(groupDigits(text, 'SPACE')).toBe(wanted.replaceAll(',', '\u00a0'));
    expect(groupDigits(text, 'NONE')).toBe(text);
  });

  it('are those of every number', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (number) => {
        expect(groupDigits(String(number), 'COMMA')).toBe(number.toLocaleString('en-US'));
      }),
    );
  });
});
