import { describe, expect, it } from 'vitest';
import { crowdedOut, type Kept, marginalBenefits } from './retention.js';

const kept = (key: string, rows: number, answers: readonly number[], more: Partial<Kept> = {}): Kept => ({
  ...{ key, rows, answers },
  ...{ bytes: 10, usedAt: new Date('2026-03-01'), isSafe: false, isCounted: true },
  ...more,
});

const queries = [
  { weight: 10, cost: 1000 },
  { weight: 1, cost: 1000 },
];
const ROOMY = { bytes: 1e9, count: 100, excess: 2 };

describe('marginalBenefits', () => {
  it('is what would be lost without the one', () => {
    const [fine, coarse, idle] = [kept('fine', 400, [0, 1]), kept('coarse', 100, [0]), kept('idle', 500, [1])];
    expect([...marginalBenefits([fine, coarse, idle], queries)]).toEqual([
      [fine, 1 * (500 - 400)],
      [coarse, 10 * (400 - 100)],
      [idle, 0],
    ]);
  });
});

describe('crowdedOut', () => {
  const items = [
    kept('best', 100, [0]),
    kept('idle, used lately', 500, [], { usedAt: new Date('2026-03-10') }),
    kept('idle, used long ago', 500, [], { usedAt: new Date('2026-01-10') }),
    kept('safe', 500, [], { isSafe: true, usedAt: new Date('2020-01-01') }),
    kept('of a user', 500, [], { isSafe: true, isCounted: false }),
    kept('useful', 400, [0, 1]),
  ];
  const keysOf = (room: Partial<typeof ROOMY>) =>
    crowdedOut(items, queries, { ...ROOMY, ...room }).map(({ item: { key }, wanting }) => `${key}: ${wanting}`);

  it('lets the excess be, and goes back to the limit beyond it', () => {
    expect(keysOf({ count: 3 })).toEqual([]);
    expect(keysOf({ count: 2 })).toEqual(['idle, used long ago: count', 'idle, used lately: count', 'useful: count']);
  });

  it('makes room, the least useful first', () => {
    expect(keysOf({ bytes: 60 })).toEqual([]);
    expect(keysOf({ bytes: 59 })).toEqual(['idle, used long ago: bytes']);
    expect(keysOf({ bytes: 30 })).toEqual(['idle, used long ago: bytes', 'idle, used lately: bytes', 'useful: bytes']);
  });

  it('leaves what is safe, however little room there is', () => {
    expect(keysOf({ bytes: 0 })).toHaveLength(4);
    expect(keysOf({ bytes: 0 }).join()).not.toContain('safe');
  });
});
