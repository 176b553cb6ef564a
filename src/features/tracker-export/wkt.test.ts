import { expect, it } from 'vitest';
import { wkt } from './wkt.js';

it.each([
  [{ type: 'Point', coordinates: [-11.4, 8.1] }, 'POINT (-11.4 8.1)'],
  [{ type: 'Point', coordinates: [] }, 'POINT EMPTY'],
  [
    {
      type: 'LineString',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    },
    'LINESTRING (1 2, 3 4)',
  ],
  [
    {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [0, 1],
          [1, 1],
          [0, 0],
        ],
        [
          [2, 2],
          [2, 3],
          [2, 2],
        ],
      ],
    },
    'POLYGON ((0 0, 0 1, 1 1, 0 0), (2 2, 2 3, 2 2))',
  ],
  [
    {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [0, 0],
            [0, 1],
            [0, 0],
          ],
        ],
      ],
    },
    'MULTIPOLYGON (((0 0, 0 1, 0 0)))',
  ],
  [
    { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [1, 2] }] },
    'GEOMETRYCOLLECTION (POINT (1 2))',
  ],
  [{ type: 'GeometryCollection', geometries: [] }, 'GEOMETRYCOLLECTION EMPTY'],
])('%j is %s', (geometry, text) => {
  expect(wkt(geometry)).toBe(text);
});
