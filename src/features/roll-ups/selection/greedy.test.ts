import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, chooseGreedily, type Limits, type WeightedQuery } from './greedy.js';

/** A limit on the count alone, and every choice as good as the rows it saves. */
const ONLY_COUNT: Limits = {
  bytes: Number.POSITIVE_INFINITY,
  count: 3,
  leastGain: 0,
  refreshWeight: 0,
  refreshesPerDay: 1,
};

const candidate = (key: string, rows: number, answers: readonly number[]): Candidate => ({
  ...{ key, rows, answers },
  ...{ bytes: 1, refreshRows: 0, favour: 1 },
});

/** A lattice: each view with its rows and the views that can be computed from it. Each view is asked for once. */
function lattice(views: Readonly<Record<string, readonly [rows: number, below: string]>>, top: string) {
  const names = Object.keys(views);
  const rows = views[top]?.[0] ?? 0;
  return {
    queries: names.map((): WeightedQuery => ({ weight: 1, cost: rows })),
    candidates: Object.entries(views)
      .filter(([name]) => name !== top)
      .map(([name, [own, below]]) =>
        candidate(
          name,
          own,
          [name, ...below.split(' ').filter((one) => one !== '')].map((one) => names.indexOf(one)),
        ),
      ),
  };
}

/** Weight × rows that the chosen save together. */
function savedBy(queries: readonly WeightedQuery[], chosen: readonly Candidate[]): number {
  return queries.reduce((sum, { weight, cost }, at) => {
    const best = chosen.filter(({ answers }) => answers.includes(at)).map(({ rows }) => rows);
    return sum + weight * (cost - Math.min(cost, ...best));
  }, 0);
}

describe('chooseGreedily', () => {
  it('chooses in the worked lattice of Harinarayan, Rajaraman and Ullman (1996) what they choose', () => {
    const { queries, candidates } = lattice(
      {
        a: [100, 'b c d e f g h'],
        b: [50, 'd e g h'],
        c: [75, 'e f g h'],
        d: [20, 'g'],
        e: [30, 'g h'],
        f: [40, 'h'],
        g: [1, ''],
        h: [10, ''],
      },
      'a',
    );
    const chosen = chooseGreedily(queries, candidates, ONLY_COUNT);
    expect(chosen.map(({ candidate: { key }, saved }) => [key, saved])).toEqual([
      ['b', 250],
      ['f', 70],
      ['d', 60],
    ]);
  });

  it('chooses in a cube of three dimensions the three pairs, for 10 100 rows saved', () => {
    const { queries, candidates } = lattice(
      {
        ABC: [2000, 'AB AC BC A B C all'],
        AB: [400, 'A B all'],
        AC: [900, 'A C all'],
        BC: [700, 'B C all'],
        A: [20, 'all'],
        B: [60, 'all'],
        C: [40, 'all'],
        all: [1, ''],
      },
      'ABC',
    );
    const chosen = chooseGreedily(queries, candidates, ONLY_COUNT);
    expect(chosen.map(({ candidate: { key }, saved }) => [key, saved])).toEqual([
      ['AB', 6400],
      ['BC', 2600],
      ['AC', 1100],
    ]);
  });

  it('prefers what saves more for its bytes, and passes over what does not fit', () => {
    const queries = [
      { weight: 1, cost: 1000 },
      { weight: 1, cost: 1000 },
    ];
    const large = { ...candidate('large', 100, [0, 1]), bytes: 90 };
    const small = { ...candidate('small', 100, [0]), bytes: 20 };
    const other = { ...candidate('other', 200, [1]), bytes: 30 };
    const limits = { ...ONLY_COUNT, bytes: 100 };
    expect(keysOf(chooseGreedily(queries, [large, small, other], limits))).toEqual(['small', 'other']);
    expect(keysOf(chooseGreedily(queries, [large], { ...limits, bytes: 80 }))).toEqual([]);
  });

  it('counts refreshes against what is saved', () => {
    const queries = [{ weight: 2, cost: 1000 }];
    const one = { ...candidate('one', 100, [0]), refreshRows: 1000 };
    const limits = { ...ONLY_COUNT, refreshWeight: 1.7 };
    expect(keysOf(chooseGreedily(queries, [one], limits))).toEqual(['one']);
    expect(keysOf(chooseGreedily(queries, [one], { ...limits, refreshesPerDay: 2 }))).toEqual([]);
  });

  it('leaves out what saves less than the least share of what all queries cost by then', () => {
    const queries = [
      { weight: 99.5, cost: 1000 },
      { weight: 0.5, cost: 1000 },
    ];
    const heavy = { ...candidate('heavy', 0, [0]), bytes: 1000 };
    const light = candidate('light', 0, [1]);
    const limits = { ...ONLY_COUNT, leastGain: 0.01 };
    expect(keysOf(chooseGreedily(queries, [light], limits))).toEqual([]);
    expect(keysOf(chooseGreedily(queries, [light, heavy], limits))).toEqual(['heavy', 'light']);
  });

  it('is as good as 63 % of the best choice of as many in any small lattice', () => {
    fc.assert(
      fc.property(smallLattice, fc.integer({ min: 1, max: 3 }), ({ queries, candidates }, count) => {
        const chosen = chooseGreedily(queries, candidates, { ...ONLY_COUNT, count });
        const own = savedBy(
          queries,
          chosen.map(({ candidate: one }) => one),
        );
        expect(chosen.reduce((sum, { saved }) => sum + saved, 0)).toBeCloseTo(own, 6);
        const best = Math.max(...subsets(candidates, count).map((subset) => savedBy(queries, subset)));
        expect(own).toBeGreaterThanOrEqual((1 - 1 / Math.E) * best - 1e-6);
      }),
      { numRuns: 150 },
    );
  });

  it('finds what looking at every candidate in every round finds, in whichever order they come', () => {
    fc.assert(
      fc.property(
        smallLattice,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 7, maxLength: 7 }),
        (found, sizes) => {
          const candidates = found.candidates.map((one, at) => ({
            ...one,
            bytes: sizes[at] ?? 1,
            refreshRows: one.rows,
          }));
          const limits = { bytes: 20, count: 4, leastGain: 0.05, refreshWeight: 0.1, refreshesPerDay: 1 };
          const chosen = keysOf(chooseGreedily(found.queries, candidates, limits));
          expect(chosen).toEqual(eagerly(found.queries, candidates, limits));
          expect(keysOf(chooseGreedily(found.queries, candidates.toReversed(), limits))).toEqual(chosen);
        },
      ),
      { numRuns: 150 },
    );
  });
});

const keysOf = (chosen: ReturnType<typeof chooseGreedily>): readonly string[] =>
  chosen.map(({ candidate: { key } }) => key);

/** Sets of columns below a base of 100 rows; what has more columns has no fewer rows. */
const smallLattice = fc
  .record({
    factors: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 3 }),
    weights: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 8, maxLength: 8 }),
  })
  .map(({ factors, weights }) => {
    const sets = Array.from({ length: 8 }, (_, set) => set);
    const rowsOf = (set: number): number =>
      Math.min(
        100,
        factors.reduce((product, factor, bit) => ((set >> bit) & 1 ? product * factor : product), 1),
      );
    return {
      queries: weights.map((weight): WeightedQuery => ({ weight, cost: 100 })),
      candidates: sets.slice(0, 7).map((set) =>
        candidate(
          `v${set}`,
          rowsOf(set),
          sets.filter((other) => (other & set) === other),
        ),
      ),
    };
  });

function subsets<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) => [
    [item],
    ...subsets(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]),
  ]);
}

/** The same choice without remembering anything. */
function eagerly(queries: readonly WeightedQuery[], candidates: readonly Candidate[], limits: Limits): string[] {
  const chosen: Candidate[] = [];
  for (;;) {
    const now = savedBy(queries, chosen);
    const total = queries.reduce((sum, { weight, cost }) => sum + weight * cost, 0) - now;
    const used = chosen.reduce((sum, { bytes }) => sum + bytes, 0);
    const scored = candidates
      .filter((one) => !chosen.includes(one) && used + one.bytes <= limits.bytes)
      .map((one) => ({ one, saved: savedBy(queries, [...chosen, one]) - now }))
      .map(({ one, saved }) => ({ one, saved, score: (saved - limits.refreshWeight * one.refreshRows) / one.bytes }))
      .filter(({ saved, score }) => score > 0 && saved >= limits.leastGain * total)
      .sort((a, b) => b.score - a.score || a.one.bytes - b.one.bytes || (a.one.key < b.one.key ? -1 : 1));
    const [first] = scored;
    if (!first || chosen.length === limits.count) return chosen.map(({ key }) => key);
    chosen.push(first.one);
  }
}
