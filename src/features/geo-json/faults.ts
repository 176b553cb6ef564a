import { type Position, placeOf, polygonsOf, type Ring } from './area.js';
import { crossingOf } from './crossings.js';

type Value = Readonly<Record<string, unknown>>;
/** What is wrong, with the place. */
type Fault = string | undefined;
type Find = (coordinates: unknown) => Fault;

const SMALLEST_LINE = 2;
const SMALLEST_RING = 4;

/**
 * What is wrong with a geometry of GeoJSON, in the words of PostGIS where it has words for it: positions that are none or off the globe, lines and rings that are too short, rings that are not
 * closed, cross themselves or each other, and holes outside. That the polygons of a multipolygon do not lie in each other is not looked at.
 *
 * @returns undefined for a sound geometry
 */
export function faultOfGeometry(value: unknown): Fault {
  if (typeof value !== 'object' || value === null) return 'No geometry';
  const { type, coordinates, geometries } = value as Value;
  if (type === 'GeometryCollection') return first(geometries, faultOfGeometry, 0);
  if (typeof type !== 'string' || !Object.hasOwn(FINDS, type)) return `Unknown type ${String(type)}`;
  return FINDS[type]?.(coordinates);
}

/** The first fault of the members of a list. */
function first(list: unknown, find: Find, least = 1): Fault {
  if (!Array.isArray(list)) return 'A list is missing';
  if (list.length < least) return 'Too few points in geometry component';
  for (const member of list) {
    const fault = find(member);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const faultOfPosition: Find = (position) => {
  if (!Array.isArray(position) || position.length < 2 || position.length > 4)
    return `A position is two to four numbers, not ${short(position)}`;
  if (!position.every((number) => typeof number === 'number' && Number.isFinite(number)))
    return `A position is made of numbers, not ${short(position)}`;
  const [longitude = 0, latitude = 0] = position as Position;
  const isOnGlobe = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
  return isOnGlobe ? undefined : `Position off the globe${at(position)}`;
};

const short = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 60);
const at = ([x, y]: Position): string => `[${x} ${y}]`;

const faultOfLine: Find = (line) => first(line, faultOfPosition, SMALLEST_LINE);

const faultOfRing: Find = (ring) => {
  const fault = first(ring, faultOfPosition, SMALLEST_RING);
  if (fault !== undefined) return fault;
  const [start = [], ...rest] = ring as Ring;
  const [x, y] = start;
  const end = rest.at(-1) ?? [];
  return x === end[0] && y === end[1] ? undefined : `Ring is not closed${at(end)}`;
};

const faultOfRings: Find = (polygon) => first(polygon, faultOfRing);

/** Faults of the area as a whole, once each ring is one. */
function faultOfArea(area: Value, rings: Fault): Fault {
  if (rings !== undefined) return rings;
  const polygons = polygonsOf(area);
  const crossing = crossingOf(polygons.flat());
  if (crossing) return `Self-intersection${at(crossing)}`;
  for (const [shell = [], ...holes] of polygons)
    for (const hole of holes) {
      const outside = hole.find((position) => placeOf(position, shell) !== 'border');
      if (outside && placeOf(outside, shell) === 'outside') return `Hole lies outside shell${at(outside)}`;
    }
  return undefined;
}

const FINDS: Readonly<Record<string, Find>> = {
  Point: faultOfPosition,
  MultiPoint: (points) => first(points, faultOfPosition),
  LineString: faultOfLine,
  MultiLineString: (lines) => first(lines, faultOfLine),
  Polygon: (coordinates) => faultOfArea({ type: 'Polygon', coordinates }, faultOfRings(coordinates)),
  MultiPolygon: (coordinates) => faultOfArea({ type: 'MultiPolygon', coordinates }, first(coordinates, faultOfRings)),
};
