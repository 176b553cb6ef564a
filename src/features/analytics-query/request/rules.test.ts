import { describe, expect, it } from 'vitest';
import { pathFromRoots } from '../answers/metadata.js';
import type { DataItem } from '../query.js';
import { readableLevel } from '../statements/approval.js';
import { operandName } from './resolve-data.js';
import { type ValidationInput, validateRequest } from './validate.js';

describe('readableLevel', () => {
  const levels = [
    { level: 1, orgUnitLevel: 1 },
    { level: 2, orgUnitLevel: 2 },
    { level: 3, orgUnitLevel: 3 },
  ];

  it.each([
    [1, 2],
    [2, 3],
    [3, 999],
    [4, 999],
  ])('lets somebody at level %d read what is approved at %d or above', (unitLevel, level) => {
    expect(readableLevel(unitLevel, levels)).toBe(level);
  });

  it('takes the next approval level below where the unit has none of its own', () => {
    expect(
      readableLevel(2, [
        { level: 1, orgUnitLevel: 1 },
        { level: 2, orgUnitLevel: 3 },
      ]),
    ).toBe(999);
    expect(
      readableLevel(1, [
        { level: 1, orgUnitLevel: 2 },
        { level: 2, orgUnitLevel: 3 },
      ]),
    ).toBe(2);
  });
});

describe('pathFromRoots', () => {
  it('begins at the highest of the roots above, or at the top', () => {
    expect(pathFromRoots('/a/b/c/d', new Set(['b', 'c']))).toEqual(['b', 'c']);
    expect(pathFromRoots('/a/b/c', new Set(['z']))).toEqual(['a', 'b']);
    expect(pathFromRoots('/a', new Set(['a']))).toEqual([]);
  });
});

describe('operandName', () => {
  it.each([
    ['de', undefined, undefined, 'de'],
    ['de', 'co', undefined, 'de.co'],
    ['de', 'co', 'ao', 'de.co.ao'],
    ['de', undefined, 'ao', 'de.*.ao'],
  ])('names %s %s %s', (element, combo, attributeCombo, name) => {
    expect(operandName(element, combo, attributeCombo)).toBe(name);
  });
});

describe('validateRequest', () => {
  const item = (changes: Partial<DataItem>): DataItem => ({
    uid: 'a',
    name: 'a',
    element: 'a',
    combo: undefined,
    attributeCombo: undefined,
    aggregationType: 'SUM',
    isBoolean: false,
    periodType: undefined,
    neededCategories: [],
    ...changes,
  });
  const named = (...names: readonly string[]) => names.map((name) => ({ name, items: [] }));
  const base: ValidationInput = {
    dimensions: named('dx', 'pe'),
    filters: [],
    startDate: undefined,
    endDate: undefined,
    dataGroupSets: [],
    data: [item({})],
    columns: [],
    derived: [],
  };

  it('lets a whole request pass, and one of data element groups', () => {
    expect(() => validateRequest(base)).not.toThrow();
    expect(() =>
      validateRequest({ ...base, dimensions: named('pe', 'groupset'), dataGroupSets: ['groupset'] }),
    ).not.toThrow();
  });

  it('finds the first of several faults in the order of the peer', () => {
    const faults = { ...base, dimensions: named('pe', 'pe'), filters: named('pe', 'co') };
    expect(() => validateRequest(faults)).toThrow(expect.objectContaining({ code: 'E7102' }));
    const withData = { ...faults, dimensions: named('dx', 'pe', 'pe') };
    expect(() => validateRequest(withData)).toThrow(expect.objectContaining({ code: 'E7103' }));
    expect(() => validateRequest({ ...withData, filters: named('co') })).toThrow(
      expect.objectContaining({ code: 'E7110' }),
    );
    expect(() => validateRequest({ ...withData, filters: [] })).toThrow(expect.objectContaining({ code: 'E7111' }));
  });

  it('wants elements that can be aggregated', () => {
    const data = [
      item({ element: 'x', aggregationType: undefined }),
      item({ element: 'y', aggregationType: undefined }),
    ];
    expect(() => validateRequest({ ...base, data })).toThrow('allow aggregation: `[x, y]`');
  });

  it('wants all categories of a combo whose total means nothing', () => {
    const data = [item({ neededCategories: ['age', 'sex'] })];
    const withColumns = (...names: readonly string[]) => ({ ...base, data, columns: names.map((name) => ({ name })) });
    expect(() => validateRequest(withColumns('age'))).toThrow(expect.objectContaining({ code: 'E7134' }));
    expect(() => validateRequest(withColumns('age', 'sex'))).not.toThrow();
    expect(() => validateRequest(withColumns('co'))).not.toThrow();
  });
});
