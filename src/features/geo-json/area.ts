/** Longitude and latitude, and whatever follows. */
export type Position = readonly number[];
/** Positions of which the last is the first again. */
export type Ring = readonly Position[];
/** A shell and its holes. */
type Polygon = readonly Ring[];

/** The polygons of a geometry that `isGeometry` has passed; none of one that has no area. */
export function polygonsOf({ type, coordinates }: Readonly<Record<string, unknown>>): readonly Polygon[] {
  if (type === 'Polygon') return [coordinates as Polygon];
  return type === 'MultiPolygon' ? (coordinates as readonly Polygon[]) : [];
}

/** Whether a point lies within one of the polygons. What lies on a border is not within, as in PostGIS. */
export const areContaining = (polygons: readonly Polygon[], point: Position): boolean =>
  polygons.some(
    ([shell = [], ...holes]) =>
      placeOf(point, shell) === 'inside' && holes.every((hole) => placeOf(point, hole) === 'outside'),
  );

/** Where a point is: a ray from it to the east crosses the ring an odd number of times if it is inside. */
export function placeOf([x = 0, y = 0]: Position, ring: Ring): 'inside' | 'outside' | 'border' {
  let isInside = false;
  let [x1 = 0, y1 = 0] = ring.at(-1) ?? [];
  for (const [x2 = 0, y2 = 0] of ring) {
    if (isBetween(y, y1, y2) && isBetween(x, x1, x2) && (x2 - x1) * (y - y1) === (y2 - y1) * (x - x1)) return 'border';
    if (y1 > y !== y2 > y && x < x1 + ((x2 - x1) * (y - y1)) / (y2 - y1)) isInside = !isInside;
    [x1, y1] = [x2, y2];
  }
  return isInside ? 'inside' : 'outside';
}

export const isBetween = (value: number, one: number, other: number): boolean =>
  one < other ? one <= value && value <= other : other <= value && value <= one;
