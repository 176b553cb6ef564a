/** A GeoJSON geometry as well-known text, e.g. `POINT (-11.4 8.1)`. */
export function wkt(geometry: Readonly<Record<string, unknown>>): string {
  const type = String(geometry.type).toUpperCase();
  if (type === 'GEOMETRYCOLLECTION') {
    const members = (geometry.geometries ?? []) as readonly Readonly<Record<string, unknown>>[];
    return members.length === 0 ? `${type} EMPTY` : `${type} (${members.map(wkt).join(', ')})`;
  }
  const { coordinates } = geometry;
  if (!Array.isArray(coordinates) || coordinates.length === 0) return `${type} EMPTY`;
  return type === 'POINT' ? `${type} (${coordinates.join(' ')})` : `${type} ${bracketed(coordinates)}`;
}

const bracketed = (coordinates: readonly unknown[]): string =>
  `(${coordinates.map((part) => (isPosition(part) ? part.join(' ') : bracketed(part as readonly unknown[]))).join(', ')})`;

const isPosition = (part: unknown): part is readonly number[] => Array.isArray(part) && typeof part[0] === 'number';
