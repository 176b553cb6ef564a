import { sql } from 'kysely';
import type { Fault } from './integrity-objects.js';
import { uidOf, unit } from './integrity-objects.js';

export const point = (longitude: number, latitude: number): string =>
  JSON.stringify({ type: 'Point', coordinates: [longitude, latitude] });

/** An area with a hole. */
export const AREA = JSON.stringify({
  type: 'MultiPolygon',
  coordinates: [
    [
      [
        [30, 10],
        [40, 10],
        [40, 20],
        [30, 20],
        [30, 10],
      ],
      [
        [33, 13],
        [37, 13],
        [37, 17],
        [33, 17],
        [33, 13],
      ],
    ],
  ],
});

export const GEOMETRY_FAULTS: Readonly<Record<string, Fault>> = {
  orgunits_null_island: (db) => uidOf(unit(db, { geometry: point(0.1, -0.2) })),
  orgunits_not_contained_by_parent: async (db) => {
    const parent = await unit(db, { geometry: AREA });
    await unit(db, { parentid: parent.id, geometry: point(31, 11) });
    return await uidOf(unit(db, { parentid: parent.id, geometry: point(35, 15) }));
  },
  orgunits_invalid_geometry: (db) =>
    uidOf(
      unit(db, {
        geometry: JSON.stringify({
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [2, 2],
              [2, 0],
              [0, 2],
              [0, 0],
            ],
          ],
        }),
      }),
    ),
  tracker_geometry_invalid_srid: async (db) => {
    const geometry = {
      type: 'Point',
      coordinates: [1, 2],
      crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::3857' } },
    };
    const { rows } = await sql<{ uid: string }>`
      update enrollment set geometry = ${JSON.stringify(geometry)}
      where enrollmentid = (select min(enrollmentid) from enrollment) returning uid
    `.execute(db);
    return rows[0]?.uid ?? '';
  },
};
