import { isGeometry } from '../geo-json/index.js';
import { wktGeometry } from '../tracker-import/index.js';
import { isObject, type Json } from './values.js';

/** A geometry, a fault of it, or neither. */
export interface ReadGeometry {
  readonly geometry?: Json;
  readonly fault?: string;
}

const TYPES: Readonly<Record<string, string>> = {
  POINT: 'Point',
  POLYGON: 'Polygon',
  MULTI_POLYGON: 'MultiPolygon',
};

/**
 * The geometry of an object of the old form: `geometry` as GeoJSON or well-known text, `coordinate` of an event, or `featureType` with `coordinates` of a tracked entity.
 */
export function geometryOf({ geometry, coordinate, featureType, coordinates }: Json): ReadGeometry {
  if (typeof geometry === 'string' && geometry.trim() !== '') return fromText(geometry);
  if (isObject(geometry)) return checked(geometry);
  if (isObject(coordinate)) return pointOf(coordinate.longitude, coordinate.latitude);
  const type = typeof featureType === 'string' ? TYPES[featureType] : undefined;
  if (type === undefined || typeof coordinates !== 'string' || coordinates.trim() === '') return {};
  return checked(parsedJson(`{"type":"${type}","coordinates":${coordinates}}`));
}

/** A point; nothing when there is not one of the two. */
export function pointOf(longitude: unknown, latitude: unknown): ReadGeometry {
  if (isBlank(longitude) && isBlank(latitude)) return {};
  if (isBlank(longitude) || isBlank(latitude)) return COORDINATES;
  return checked({ type: 'Point', coordinates: [Number(longitude), Number(latitude)] });
}

const COORDINATES: ReadGeometry = { fault: 'Could not parse coordinates' };

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

const checked = (geometry: unknown): ReadGeometry => (isGeometry(geometry) ? { geometry } : COORDINATES);

/** Well-known text, which exports quote with apostrophes, or GeoJSON as text. */
function fromText(text: string): ReadGeometry {
  const bare = text.trim().replaceAll(/^'|'$/g, '');
  return checked(bare.startsWith('{') ? parsedJson(bare) : wktGeometry(bare));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
