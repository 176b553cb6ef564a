import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MapView } from '../favourites.js';
import { classesOf, classFor } from './classes.js';
import { middleOf, shapeOf } from './geometry.js';

const view = (options: Partial<MapView>): MapView => ({
  layer: 'thematic1',
  columns: [],
  rows: [],
  filters: [],
  ...options,
});

describe('classes of a map', () => {
  it('are equally wide, or equally full', () => {
    const values = [0, 1, 2, 3, 100];
    const scale = { colorScale: '#111111,#222222,#333333,#444444,#555555' };
    const ranges = (options: Partial<MapView>) =>
      classesOf(view({ ...scale, ...options }), undefined, values).map(({ from, to }) => [from, to]);
    expect(ranges({ classes: 4 })).toEqual([
      [0, 25],
      [25, 50],
      [50, 75],
      [75, 100],
    ]);
    expect(ranges({ method: 3 })).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 100],
      [100, 100],
    ]);
  });

  it('hold every value once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1 }),
        fc.constantFrom(2, 3),
        (values, method) => {
          const classes = classesOf(view({ method }), undefined, values);
          for (const value of values) {
            const found = classFor(classes, value);
            expect(found && value >= found.from && value <= found.to).toBe(true);
          }
        },
      ),
    );
  });

  it('take no colour that is none', () => {
    expect(classesOf(view({ colorScale: 'red,#123456,url(x)' }), undefined, [1, 2]).map(({ color }) => color)).toEqual([
      '#123456',
    ]);
  });
});

describe('shapes', () => {
  const square = [
    [
      [0, 0],
      [4, 0],
      [4, 2],
      [0, 2],
      [0, 0],
    ],
  ];

  it('are found in collections', () => {
    const shape = shapeOf({
      type: 'GeometryCollection',
      geometries: [
        { type: 'Polygon', coordinates: square },
        {
          type: 'MultiPoint',
          coordinates: [
            [1, 2],
            [3, 4],
          ],
        },
      ],
    });
    expect(shape).toEqual({
      areas: [square],
      lines: [],
      points: [
        [1, 2],
        [3, 4],
      ],
    });
    expect(middleOf(shape)).toEqual([2, 1]);
  });

  it.each([
    [null],
    ['x'],
    [{}],
    [{ type: 'Point', coordinates: ['a', 1] }],
    [{ type: 'Polygon', coordinates: 7 }],
    [{ type: 'Point', coordinates: [0, 91] }],
  ])('are nothing in %j', (geometry) => {
    expect(middleOf(shapeOf(geometry))).toBeUndefined();
  });
});
