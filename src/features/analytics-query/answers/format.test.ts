import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatValue } from './format.js';

describe('formatValue', () => {
  it.each([
    [127, 2, '127'],
    [0, 2, '0'],
    [-0.001, 2, '0'],
    [1.005, 2, '1.01'],
    [2.675, 2, '2.68'],
    [-1.005, 2, '-1.01'],
    [0.1 + 0.2, 10, '0.3'],
    [1 / 3, 10, '0.3333333333'],
    [1000, 0, '1000'],
    [1e15, 2, '1000000000000000'],
    [1.5e21, 2, '1500000000000000000000'],
    [-1.5e21, 2, '-1500000000000000000000'],
    [5e-7, 2, '0'],
  ])('writes %d with %d decimals as %s', (value, decimals, text) => {
    expect(formatValue(value, decimals)).toBe(text);
  });

  it('never writes an exponent or zeros at the end, and stays near the value', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, 2, 10), (value, decimals) => {
        const text = formatValue(value, decimals);
        expect(text).toMatch(/^-?\d+(\.\d*[1-9])?$/);
        expect(text).not.toBe('-0');
        const tolerance = 0.5 * 10 ** -decimals + Math.abs(value) * 1e-12;
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(tolerance);
      }),
    );
  });

  it('gives back what was typed with two decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (hundredths) => {
        const value = hundredths / 100;
        expect(Number(formatValue(value, 2))).toBe(value);
      }),
    );
  });
});
