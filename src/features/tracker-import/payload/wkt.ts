type Coordinates = number | readonly Coordinates[];

/** Depth of the coordinates of each type, as lists in lists. */
const TYPES: Readonly<Record<string, readonly [string, number]>> = {
  POINT: ['Point', 1],
  MULTIPOINT: ['MultiPoint', 2],
  LINESTRING: ['LineString', 2],
  MULTILINESTRING: ['MultiLineString', 3],
  POLYGON: ['Polygon', 3],
  MULTIPOLYGON: ['MultiPolygon', 4],
};

const LONGEST = 1_000_000;

/** A geometry in well-known text, e.g. `POINT (-11.4 8.4)`, as one of GeoJSON; undefined for what is none. Whether its positions are on the globe is for others to check. */
export function wktGeometry(text: string): Readonly<Record<string, unknown>> | undefined {
  const found = /^\s*([A-Z]+)\s*Z?\s*(\(.*\))\s*$/is.exec(text);
  const known = TYPES[found?.[1]?.toUpperCase() ?? ''];
  if (!known || text.length > LONGEST || !/^[-+\d.eE\s,()]*$/.test(found?.[2] ?? '')) return undefined;
  const [type, depth] = known;
  try {
    const coordinates: Coordinates = JSON.parse(asJson(found?.[2] ?? '', type));
    const inner = type === 'Point' ? (coordinates as readonly Coordinates[])[0] : coordinates;
    return depthOf(inner ?? 0) === depth ? { type, coordinates: inner } : undefined;
  } catch {
    return undefined;
  }
}

/** The brackets as those of lists, and every position as a list of its numbers. */
const asJson = (brackets: string, type: string): string =>
  (type === 'MultiPoint' ? brackets.replace(/\(\s*([-+\d.eE\s]+?)\s*\)/g, '$1') : brackets)
    .replaceAll('(', '[')
    .replaceAll(')', ']')
    .replace(/[-+\d.eE]+(?:\s+[-+\d.eE]+)+/g, (position) => `[${position.trim().split(/\s+/).map(Number).join(',')}]`);

const depthOf = (value: Coordinates): number =>
  typeof value === 'number' ? 0 : 1 + depthOf((value as readonly Coordinates[])[0] ?? 0);
