type Value = Readonly<Record<string, unknown>>;

const SMALLEST_LINE = 2;
/** The last position of a ring is its first again. */
const SMALLEST_RING = 4;

/** Whether a value is a geometry of GeoJSON (RFC 7946) whose positions are on the globe. */
export function isGeometry(value: unknown): value is Value {
  if (typeof value !== 'object' || value === null) return false;
  const { type, coordinates, geometries } = value as Value;
  if (type === 'GeometryCollection')
    return Array.isArray(geometries) && geometries.every((one) => isGeometry(one) && !('geometries' in one));
  const check = typeof type === 'string' && Object.hasOwn(CHECKS, type) ? CHECKS[type] : undefined;
  return check?.(coordinates) ?? false;
}

type Check = (coordinates: unknown) => boolean;

const every =
  (check: Check, least = 1): Check =>
  (list) =>
    Array.isArray(list) && list.length >= least && list.every(check);

const isPosition: Check = (position) => {
  if (!Array.isArray(position) || position.length < 2 || position.length > 4) return false;
  if (!position.every((number) => typeof number === 'number' && Number.isFinite(number))) return false;
  const [longitude, latitude] = position as readonly number[];
  return Math.abs(longitude ?? 0) <= 180 && Math.abs(latitude ?? 0) <= 90;
};

const isLine = every(isPosition, SMALLEST_LINE);
const isRing: Check = (ring) =>
  every(isPosition, SMALLEST_RING)(ring) &&
  JSON.stringify((ring as unknown[])[0]) === JSON.stringify((ring as unknown[]).at(-1));
const isPolygon = every(isRing);

const CHECKS: Readonly<Record<string, Check>> = {
  Point: isPosition,
  MultiPoint: every(isPosition),
  LineString: isLine,
  MultiLineString: every(isLine),
  Polygon: isPolygon,
  MultiPolygon: every(isPolygon),
};
