import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meetsAll, parseCriteria, parseDimensions } from './parse.js';

const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,10}$/).filter((text) => text !== 'ALL_ITEMS');

describe('parseDimensions', () => {
  it('takes apart what was put together, by repetition or by commas', () => {
    const dimension = fc.record({ name: word, items: fc.uniqueArray(word, { maxLength: 5 }) });
    fc.assert(
      fc.property(fc.array(dimension, { minLength: 1, maxLength: 4 }), (dimensions) => {
        const texts = dimensions.map(({ name, items }) => (items.length > 0 ? `${name}:${items.join(';')}` : name));
        expect(parseDimensions(texts)).toEqual(dimensions);
        expect(parseDimensions([texts.join(',')])).toEqual(dimensions);
      }),
    );
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (texts) => {
        for (const { items } of parseDimensions(texts)) expect(new Set(items).size).toBe(items.length);
      }),
    );
  });

  it('reads ALL_ITEMS as no items', () => {
    expect(parseDimensions(['ou:ALL_ITEMS'])).toEqual([{ name: 'ou', items: [] }]);
  });
});

describe('parseCriteria', () => {
  it('wants all conditions to hold', () => {
    const criteria = parseCriteria('GE:10;LT:50');
    expect([9, 10, 49.9, 50].filter((value) => meetsAll(value, criteria))).toEqual([10, 49.9]);
    expect(meetsAll(7, parseCriteria(undefined))).toBe(true);
  });

  it('refuses unknown operators by code, and what is no number', () => {
    expect(() => parseCriteria('NE:1')).toThrow('Invalid measure filter operator: `NE`');
    expect(() => parseCriteria('toString:1')).toThrow('Invalid measure filter operator: `toString`');
    expect(() => parseCriteria('EQ:many')).toThrow("Value 'many' of a measure criterion is not a number.");
  });
});
