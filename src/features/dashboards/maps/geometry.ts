import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';

/** Longitude and latitude. */
export type Place = readonly [number, number];

/** What is drawn of a geometry: areas as rings, the outer one first, lines, and points. */
export interface Shape {
  readonly areas: readonly (readonly (readonly Place[])[])[];
  readonly lines: readonly (readonly Place[])[];
  readonly points: readonly Place[];
}

export interface ShapedUnit {
  readonly uid: string;
  readonly name: string;
  readonly level: number;
  readonly shape: Shape;
}

/** The units that have a geometry. Without PostGIS it is GeoJSON already; with it, it becomes GeoJSON. */
export async function readShapes(db: Db, uids: readonly string[]): Promise<ReadonlyMap<string, ShapedUnit>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<{ uid: string; name: string; level: number; geometry: unknown }>`
    select unit.uid, unit.name, unit.hierarchylevel as level, to_jsonb(unit.geometry) as geometry
    from organisationunit as unit
    where unit.uid = any (${[...uids]}::text[]) and unit.geometry is not null
  `.execute(db);
  return new Map(rows.map(({ geometry, ...unit }) => [unit.uid, { ...unit, shape: shapeOf(geometry) }]));
}

const isPlace = (value: unknown): value is Place =>
  Array.isArray(value) && Number.isFinite(value[0]) && Number.isFinite(value[1]) && Math.abs(value[1]) <= 90;

const places = (value: unknown): readonly Place[] => (Array.isArray(value) ? value.filter(isPlace) : []);
const lists = <Element>(value: unknown, read: (element: unknown) => Element): readonly Element[] =>
  Array.isArray(value) ? value.map(read) : [];
const rings = (value: unknown): readonly (readonly Place[])[] => lists(value, places);

const NOTHING: Shape = { areas: [], lines: [], points: [] };

/** A GeoJSON geometry taken apart; what is none has no shape. */
export function shapeOf(geometry: unknown): Shape {
  if (typeof geometry !== 'object' || geometry === null) return NOTHING;
  const { type, coordinates, geometries } = geometry as Readonly<Record<string, unknown>>;
  switch (type) {
    case 'Point':
      return { ...NOTHING, points: places([coordinates]) };
    case 'MultiPoint':
      return { ...NOTHING, points: places(coordinates) };
    case 'LineString':
      return { ...NOTHING, lines: [places(coordinates)] };
    case 'MultiLineString':
      return { ...NOTHING, lines: rings(coordinates) };
    case 'Polygon':
      return { ...NOTHING, areas: [rings(coordinates)] };
    case 'MultiPolygon':
      return { ...NOTHING, areas: lists(coordinates, rings) };
    case 'GeometryCollection': {
      const shapes = lists(geometries, shapeOf);
      return {
        areas: shapes.flatMap(({ areas }) => areas),
        lines: shapes.flatMap(({ lines }) => lines),
        points: shapes.flatMap(({ points }) => points),
      };
    }
    default:
      return NOTHING;
  }
}

export const isPlaceless = ({ areas, lines, points }: Shape): boolean =>
  areas.length === 0 && lines.length === 0 && points.length === 0;

/** Where a label or a bubble stands: the middle of the largest area by its number of corners, or the first point. */
export function middleOf({ areas, lines, points }: Shape): Place | undefined {
  const outlines = [...areas.map(([outline]) => outline ?? []), ...lines];
  const largest = outlines.toSorted((a, b) => b.length - a.length)[0];
  if (!largest || largest.length === 0) return points[0];
  const middle = (axis: 0 | 1): number => {
    const [min, max] = largest.reduce(
      ([low, high], place) => [Math.min(low, place[axis]), Math.max(high, place[axis])],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
    return (min + max) / 2;
  };
  return [middle(0), middle(1)];
}
