import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areContaining, polygonsOf } from './area.js';
import { faultOfGeometry } from './faults.js';
import { isGeometry } from './geometry.js';

const box = (x: number, y: number, size: number) => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];
const polygon = (...coordinates: unknown[]) => ({ type: 'Polygon', coordinates });
const multi = (...coordinates: unknown[]) => ({ type: 'MultiPolygon', coordinates });

describe('a geometry', () => {
  it.each<[string, unknown, string | undefined]>([
    ['a point', { type: 'Point', coordinates: [1, 2] }, undefined],
    ['a point far north', { type: 'Point', coordinates: [1, 90.5] }, 'Position off the globe[1 90.5]'],
    ['a point of one number', { type: 'Point', coordinates: [1] }, 'A position is two to four numbers, not [1]'],
    ['a point of texts', { type: 'Point', coordinates: ['1', 2] }, 'A position is made of numbers, not ["1",2]'],
    ['a line of one position', { type: 'LineString', coordinates: [[1, 2]] }, 'Too few points in geometry component'],
    ['a box', polygon(box(0, 0, 4)), undefined],
    ['a box with a hole', polygon(box(0, 0, 4), box(1, 1, 2)), undefined],
    [
      'a hole that touches the shell',
      polygon(box(0, 0, 4), [
        [0, 0],
        [2, 1],
        [1, 2],
        [0, 0],
      ]),
      undefined,
    ],
    [
      'a position that is there twice',
      polygon([
        [0, 0],
        [0, 0],
        [4, 0],
        [4, 4],
        [0, 0],
      ]),
      undefined,
    ],
    ['an open ring', polygon(box(0, 0, 4).slice(0, 4)), 'Ring is not closed[0 4]'],
    [
      'a ring of two sides',
      polygon([
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
      'Too few points in geometry component',
    ],
    [
      'a bow tie',
      polygon([
        [0, 0],
        [2, 2],
        [2, 0],
        [0, 2],
        [0, 0],
      ]),
      'Self-intersection[1 1]',
    ],
    [
      'a ring that touches itself',
      polygon([
        [0, 0],
        [4, 0],
        [2, 2],
        [4, 4],
        [0, 4],
        [2, 2],
        [0, 0],
      ]),
      'Self-intersection[2 2]',
    ],
    [
      'a ring that goes back and forth',
      polygon([
        [0, 0],
        [4, 0],
        [8, 0],
        [4, 0],
        [4, 4],
        [0, 0],
      ]),
      'Self-intersection[4 0]',
    ],
    [
      'a ring without area',
      polygon([
        [0, 0],
        [4, 0],
        [4, 0],
        [0, 0],
      ]),
      'Self-intersection[2 0]',
    ],
    ['a hole outside', polygon(box(0, 0, 4), box(6, 6, 1)), 'Hole lies outside shell[6 6]'],
    ['a hole across the shell', polygon(box(0, 0, 4), box(3, 1, 2)), 'Self-intersection[4 1]'],
    ['two boxes', multi([box(0, 0, 4)], [box(5, 5, 1)]), undefined],
    ['two boxes with a corner in common', multi([box(0, 0, 4)], [box(4, 4, 1)]), undefined],
    ['two boxes that overlap', multi([box(0, 0, 4)], [box(3, 3, 4)]), 'Self-intersection[3 4]'],
    ['two boxes with a side in common', multi([box(0, 0, 4)], [box(4, 0, 4)]), 'Self-intersection[4 2]'],
    [
      'a collection',
      { type: 'GeometryCollection', geometries: [polygon(box(0, 0, 4).slice(1))] },
      'Ring is not closed[0 0]',
    ],
    ['another kind', { type: 'toString', coordinates: [] }, 'Unknown type toString'],
  ])('%s', (_what, geometry, fault) => {
    expect(faultOfGeometry(geometry)).toBe(fault);
  });

  const number = fc.integer({ min: -20, max: 20 });
  const ring = fc.array(fc.tuple(number, number), { minLength: 3, maxLength: 12 }).map((open) => [...open, open[0]]);

  it('is sound as a star about its middle, and is not with two corners exchanged', () => {
    // Corners in the order of their angles never make sides cross.
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 10, noNaN: true }), { minLength: 5, maxLength: 60 }), (radii) => {
        const corners = radii.map((radius, index) => {
          const angle = (index / radii.length) * 2 * Math.PI;
          return [radius * Math.cos(angle), radius * Math.sin(angle)];
        });
        expect(faultOfGeometry(polygon([...corners, corners[0]]))).toBeUndefined();
      }),
    );
    const corners = box(0, 0, 4);
    expect(faultOfGeometry(polygon([corners[0], corners[2], corners[1], corners[3], corners[0]]))).toMatch(/^Self/);
  });

  it('finds crossings that comparing all sides with all others finds', () => {
    fc.assert(
      fc.property(ring, (positions) => {
        const found = faultOfGeometry(polygon(positions)) !== undefined;
        expect(found).toBe(crossesBySlowCounting(positions as [number, number][]));
      }),
      { numRuns: 2_000 },
    );
  });

  it('has a fault of form exactly if it may not be stored', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('Point', 'LineString', 'MultiPoint'), (coordinates, type) => {
        const geometry = { type, coordinates };
        expect(faultOfGeometry(geometry) === undefined).toBe(isGeometry(geometry));
      }),
    );
  });
});

/** Whole numbers are exact, so that this needs no tolerance: a ring is simple if sides that are no neighbours share no point, and neighbours just one. */
function crossesBySlowCounting(positions: readonly [number, number][]): boolean {
  const corners = positions.filter(
    ([x, y], index) => index === 0 || x !== positions[index - 1]?.[0] || y !== positions[index - 1]?.[1],
  );
  const count = corners.length - 1;
  const cross = (o: readonly number[], a: readonly number[], b: readonly number[]) =>
    ((a[0] ?? 0) - (o[0] ?? 0)) * ((b[1] ?? 0) - (o[1] ?? 0)) -
    ((a[1] ?? 0) - (o[1] ?? 0)) * ((b[0] ?? 0) - (o[0] ?? 0));
  const within = (a: readonly number[], b: readonly number[], p: readonly number[]) =>
    cross(a, b, p) === 0 &&
    [0, 1].every(
      (axis) =>
        Math.min(a[axis] ?? 0, b[axis] ?? 0) <= (p[axis] ?? 0) &&
        (p[axis] ?? 0) <= Math.max(a[axis] ?? 0, b[axis] ?? 0),
    );
  for (let i = 0; i < count; i += 1)
    for (let j = i + 1; j < count; j += 1) {
      const [a, b, c, d] = [corners[i], corners[i + 1], corners[j], corners[j + 1]] as [number, number][];
      if (!a || !b || !c || !d) continue;
      const proper = cross(a, b, c) * cross(a, b, d) < 0 && cross(c, d, a) * cross(c, d, b) < 0;
      const touches = [c, d].filter((p) => within(a, b, p)).length + [a, b].filter((p) => within(c, d, p)).length;
      const areNeighbours = j === i + 1 || (i === 0 && j === count - 1);
      // A corner that neighbours share is counted from both sides.
      if (proper || touches > (areNeighbours ? 2 : 0)) return true;
    }
  // Two sides or less are no area.
  return count < 3;
}

describe('an area', () => {
  const land = polygonsOf(multi([box(0, 0, 10), box(4, 4, 2)], [box(20, 0, 5)]));

  it.each<[number, number, boolean]>([
    [1, 1, true],
    [22, 3, true],
    [5, 5, false],
    [15, 3, false],
    [-1, 0, false],
    [0, 5, false],
    [10, 10, false],
    [4, 5, false],
  ])('contains %d %d: %s', (x, y, expected) => {
    expect(areContaining(land, [x, y])).toBe(expected);
  });

  it('contains what is on the left of all its sides, if it is convex', () => {
    const triangle = [
      [0, 0],
      [7, 1],
      [3, 8],
      [0, 0],
    ];
    const coordinate = fc.integer({ min: -2, max: 10 });
    fc.assert(
      fc.property(coordinate, coordinate, (x, y) => {
        const isLeft = [0, 1, 2].every((index) => {
          const [[x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = []] = [triangle[index], triangle[index + 1]];
          return (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) > 0;
        });
        expect(areContaining(polygonsOf(polygon(triangle)), [x, y])).toBe(isLeft);
      }),
    );
  });
});
