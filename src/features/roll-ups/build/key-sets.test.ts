import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canMake, differIn, keySets as keySetsBy, keysOf } from './key-sets.js';

const shape = (columns: string, elements: readonly string[] = []) => ({ columns: columns.split(' ').sort(), elements });
/** Where no column follows from another. */
const keySets = (shapes: Parameters<typeof keySetsBy>[0], hasPeriod: boolean) =>
  keySetsBy(shapes, hasPeriod, new Map());
const MONTHS = 'monthly bimonthly quarterly yearly';

describe('the sets of keys of a reading', () => {
  it('are those that no other can stand for', () => {
    const sets = keySets(
      [
        shape(`dx uidlevel1 uidlevel2 ${MONTHS}`),
        shape(`dx uidlevel1 ${MONTHS}`),
        shape('dx uidlevel1 uidlevel2 yearly'),
        shape('dx uidlevel1 uidlevel2 uidlevel3 yearly'),
        shape(`dx daily ${MONTHS}`),
      ],
      true,
    );
    expect(sets.map((set) => keysOf(set).toSorted().join(' '))).toEqual([
      'dx pe uidlevel1 uidlevel2',
      'dx uidlevel1 uidlevel2 uidlevel3 yearly',
    ]);
  });

  it('have the columns of periods where the period itself cannot stand for them', () => {
    expect(keySets([shape(`dx ${MONTHS}`)], false)).toEqual([
      { columns: ['dx'], follow: [], periods: MONTHS.split(' ').sort(), byPeriod: false },
    ]);
    expect(keySets([shape(`co ${MONTHS}`)], true)[0]?.byPeriod).toBe(false);
    expect(keySets([shape('dx monthly quarterly')], true)[0]?.byPeriod).toBe(false);
  });

  it('have the data element of roll-ups that are of some only', () => {
    expect(keySets([shape('co', ['one'])], true)).toEqual([
      { columns: ['co', 'dx'], follow: [], periods: [], byPeriod: false },
    ]);
  });

  it('take up columns that follow from theirs', () => {
    const determined = new Map([
      ['elementset', 'dx'],
      ['category', 'co'],
    ]);
    const wide = shape(`dx uidlevel1 uidlevel2 ${MONTHS}`);
    for (const shapes of [
      [wide, shape(`dx elementset uidlevel1 ${MONTHS}`)],
      [shape(`dx elementset uidlevel1 ${MONTHS}`), wide],
    ]) {
      const [set, ...others] = keySetsBy(shapes, true, determined);
      expect(others).toEqual([]);
      expect(set).toEqual({
        columns: ['dx', 'uidlevel1', 'uidlevel2'],
        follow: ['elementset'],
        periods: [],
        byPeriod: true,
      });
      expect(set && shapes.map((one) => [canMake(set, one), differIn(set, one)])).toEqual(
        shapes.map((one) => [true, one === wide]),
      );
    }
    // The category follows from an option combo that is not there.
    expect(keySetsBy([wide, shape(`category dx ${MONTHS}`)], true, determined)).toHaveLength(2);
  });

  it('can make every roll-up, as far as there is room', () => {
    const names = ['dx', 'co', 'ao', 'uidlevel1', 'uidlevel2', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly'];
    const shapes = fc.array(
      fc.record({
        columns: fc.subarray(names, { minLength: 1 }),
        elements: fc.constantFrom<readonly string[]>([], ['one']),
      }),
      { minLength: 1, maxLength: 10 },
    );
    const determined = fc.subarray([
      ['uidlevel1', 'uidlevel2'],
      ['dx', 'ao'],
      ['co', 'dx'],
    ] as const);
    fc.assert(
      fc.property(shapes, fc.boolean(), determined, (drawn, hasPeriod, follow) => {
        const sets = keySetsBy(drawn, hasPeriod, new Map(follow));
        for (const one of drawn) expect(sets.some((set) => canMake(set, one))).toBe(true);
        const sources = sets.map((set) => keysOf(set).toSorted().join());
        expect(new Set(sources).size).toBe(sources.length);
      }),
    );
  });

  it('are no more than a reading has room for', () => {
    const many = Array.from({ length: 40 }, (_, number) => shape(`dx set${number}`));
    const sets = keySets(many, true);
    expect(sets).toHaveLength(12);
    const wide = keySets(
      Array.from({ length: 10 }, (_, number) =>
        shape(Array.from({ length: 8 }, (_one, at) => `c${number}of${at}`).join(' ')),
      ),
      true,
    );
    expect(new Set(wide.flatMap(keysOf)).size).toBeLessThanOrEqual(31);
  });
});
