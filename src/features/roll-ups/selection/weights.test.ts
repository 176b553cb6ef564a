import { expect, it } from 'vitest';
import { weighShapes } from './weights.js';

it('halves what a use counts every fourteen days, and puts the heaviest first', () => {
  const shapes = weighShapes(
    [
      { day: '2026-03-15', columns: ['dx', 'monthly'], states: ['n', 'sum_v'], queries: 4 },
      { day: '2026-03-01', columns: ['monthly', 'dx'], states: ['sum_v', 'n'], queries: 8 },
      { day: '2026-02-15', columns: ['dx', 'yearly'], states: ['n'], queries: 100 },
      // A server whose clock is ahead.
      { day: '2026-03-16', columns: ['dx'], states: ['n'], queries: 3 },
    ],
    '2026-03-15',
  );
  expect(shapes).toEqual([
    { columns: ['dx', 'yearly'], states: ['n'], weight: 25 },
    { columns: ['dx', 'monthly'], states: ['n', 'sum_v'], weight: 8 },
    { columns: ['dx'], states: ['n'], weight: 3 },
  ]);
});
