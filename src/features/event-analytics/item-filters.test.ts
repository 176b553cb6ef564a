import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderlyError } from '../../kernel/errors/index.js';
import { mergedRanges } from './dates.js';
import { parseItemFilters } from './item-filters.js';
import { parseItemName } from './items.js';

const parsed = (text: string, valueType: string) => parseItemFilters(text, `item:${text}`, { valueType });

describe('conditions on items', () => {
  it('are read in pairs, with every spelling of an operator', () => {
    expect(parsed('gt:5:!EQ:7', 'NUMBER')).toEqual([
      { operator: 'GT', values: ['5'], isNull: false, text: 'GT:5' },
      { operator: 'NE', values: ['7'], isNull: false, text: 'NE:7' },
    ]);
    expect(parsed('NEQ:NV', 'TEXT')).toMatchObject([{ operator: 'NE', values: [], isNull: true }]);
    expect(parsed('in:true;0;NV', 'BOOLEAN')).toMatchObject([{ operator: 'IN', values: ['1', '0'], isNull: true }]);
    expect(parsed('EQ:2024-02-29T10.30', 'DATETIME')).toMatchObject([{ values: ['2024-02-29 10:30:00.0'] }]);
    expect(parsed('LIKE:5', 'NUMBER')).toMatchObject([{ operator: 'LIKE', values: ['5'] }]);
    expect(parseItemFilters('EQ:LegRange001', 'x', { valueType: 'NUMBER', legendSet: {} })).toHaveLength(1);
  });

  it.each([
    ['GT', 'NUMBER', 'E7222'],
    ['GT:', 'NUMBER', 'E7222'],
    ['ABOUT:5', 'NUMBER', 'E7222'],
    ['constructor:5', 'NUMBER', 'E7222'],
    ['IN:;', 'TEXT', 'E7222'],
    ['GT:5:LT', 'NUMBER', 'E7222'],
    ['LIKE:NV', 'TEXT', 'E7229'],
    ['GT:1e999', 'NUMBER', 'E7234'],
    ['GT:0x10', 'NUMBER', 'E7234'],
    ['EQ:maybe', 'BOOLEAN', 'E7234'],
    ['EQ:2023-02-29', 'DATE', 'E7234'],
    ['EQ:2024-01-01T25.00', 'DATETIME', 'E7135'],
  ])('%s on a %s is refused with %s', (text, valueType, code) => {
    expect(() => parsed(text, valueType)).toThrow(expect.objectContaining({ code }));
  });

  it('are read or refused, whatever is written', () => {
    const valueType = fc.constantFrom('NUMBER', 'BOOLEAN', 'DATE', 'DATETIME', 'TEXT');
    fc.assert(
      fc.property(fc.string(), valueType, (text, type) => {
        try {
          for (const { values, isNull } of parsed(text, type)) expect(values.length > 0 || isNull).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(OrderlyError);
        }
      }),
    );
  });
});

describe('names of items', () => {
  it('are taken apart', () => {
    expect(parseItemName('ou')).toBeUndefined();
    expect(parseItemName('abcdefghijk')).toEqual({
      id: 'abcdefghijk',
      prefixes: [],
      uid: 'abcdefghijk',
      legendSet: undefined,
    });
    expect(parseItemName('programuidA.stageuidAbc[-2].elementuidA-legendsetAb')).toEqual({
      id: 'programuidA.stageuidAbc[-2].elementuidA',
      prefixes: [
        { uid: 'programuidA', offset: undefined },
        { uid: 'stageuidAbc', offset: -2 },
      ],
      uid: 'elementuidA',
      legendSet: 'legendsetAb',
    });
    expect(parseItemName('a.abcdefghijk')).toBeUndefined();
  });
});

it('ranges of days are put together without changing the days', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((number) => `2024-02-${String(number).padStart(2, '0')}`);
  const range = fc
    .tuple(day, day)
    .map(([a, b]) => (a < b ? { startDate: a, endDate: b } : { startDate: b, endDate: a }));
  const days = (ranges: readonly { readonly startDate: string; readonly endDate: string }[]) =>
    Array.from({ length: 28 }, (_, index) => `2024-02-${String(index + 1).padStart(2, '0')}`).filter((one) =>
      ranges.some(({ startDate, endDate }) => startDate <= one && one <= endDate),
    );
  fc.assert(
    fc.property(fc.array(range, { maxLength: 6 }), (ranges) => {
      const merged = mergedRanges(ranges);
      expect(days(merged)).toEqual(days(ranges));
      expect(merged.length).toBeLessThanOrEqual(ranges.length);
      for (const [index, { startDate }] of merged.entries())
        expect(startDate > (merged[index - 1]?.endDate ?? '')).toBe(true);
    }),
  );
});
