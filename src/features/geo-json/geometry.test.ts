import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGeometry } from './geometry.js';

const position = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -90, max: 90, noNaN: true }),
);
const ring = fc.array(position, { minLength: 3, maxLength: 6 }).map((open) => [...open, open[0]]);
const line = fc.array(position, { minLength: 2, maxLength: 5 });
const some = <Value>(one: fc.Arbitrary<Value>) => fc.array(one, { minLength: 1, maxLength: 3 });

const geometry = fc.oneof(
  position.map((coordinates) => ({ type: 'Point', coordinates })),
  some(position).map((coordinates) => ({ type: 'MultiPoint', coordinates })),
  line.map((coordinates) => ({ type: 'LineString', coordinates })),
  some(line).map((coordinates) => ({ type: 'MultiLineString', coordinates })),
  some(ring).map((coordinates) => ({ type: 'Polygon', coordinates })),
  some(some(ring)).map((coordinates) => ({ type: 'MultiPolygon', coordinates })),
);

describe('a geometry', () => {
  it('is one of the six kinds, or a collection of them', () => {
    fc.assert(fc.property(geometry, (value) => isGeometry(value)));
    fc.assert(fc.property(fc.array(geometry), (geometries) => isGeometry({ type: 'GeometryCollection', geometries })));
  });

  it('is nothing else, and no value makes the check fail', () => {
    fc.assert(
      fc.property(geometry, fc.string(), ({ coordinates }, type) => !isGeometry({ type: `${type}!`, coordinates })),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (coordinates) => {
        for (const type of ['Point', 'MultiPoint', 'LineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'])
          expect(typeof isGeometry({ type, coordinates, geometries: coordinates })).toBe('boolean');
        return !isGeometry(coordinates);
      }),
    );
  });

  it.each([
    [
      'a ring that is open',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
        ],
      },
    ],
    [
      'a ring of three positions',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [0, 0],
          ],
        ],
      },
    ],
    ['a line of one position', { type: 'LineString', coordinates: [[0, 0]] }],
    ['a position off the globe', { type: 'Point', coordinates: [0, 91] }],
    ['a position with a text', { type: 'Point', coordinates: ['0', 1] }],
    ['a name of every object', { type: 'toString', coordinates: [] }],
    [
      'a collection in a collection',
      { type: 'GeometryCollection', geometries: [{ type: 'GeometryCollection', geometries: [] }] },
    ],
  ])('is not %s', (_what, value) => {
    expect(isGeometry(value)).toBe(false);
  });
});
