import { isBetween, type Ring } from './area.js';

/** A side of a ring, from west to east. */
interface Side {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly ring: number;
  /** Place among the sides of the ring, and how many those are. */
  readonly index: number;
  readonly count: number;
}

/** Pairs of sides that are looked at in one geometry. Borders of countries need far less; one that is drawn to need more is let pass. */
const MOST_PAIRS = 50_000_000;

/**
 * A place at which sides of the rings cross, run over each other or, within one ring, touch. Rings may touch each other.
 *
 * @returns longitude and latitude; undefined where there is none
 */
export function crossingOf(rings: readonly Ring[]): readonly [number, number] | undefined {
  const sides = rings.flatMap(sidesOf).sort((a, b) => a.x1 - b.x1);
  let open: Side[] = [];
  let pairs = 0;
  for (const side of sides) {
    // A sweep from west to east: only sides that reach as far as this one begins can meet it.
    open = open.filter((other) => other.x2 >= side.x1);
    pairs += open.length;
    if (pairs > MOST_PAIRS) return undefined;
    for (const other of open) {
      const place = meet(side, other);
      if (place) return place;
    }
    open.push(side);
  }
  return undefined;
}

function sidesOf(ring: Ring, number: number): readonly Side[] {
  // The same position twice in a row is no side.
  const corners = ring.filter(
    ([x, y], index) => index === 0 || x !== ring[index - 1]?.[0] || y !== ring[index - 1]?.[1],
  );
  const count = corners.length - 1;
  return corners.slice(1).map(([x2 = 0, y2 = 0], index) => {
    const [x1 = 0, y1 = 0] = corners[index] ?? [];
    const isEastward = x1 <= x2;
    return {
      ...(isEastward ? { x1, y1, x2, y2 } : { x1: x2, y1: y2, x2: x1, y2: y1 }),
      ring: number,
      index,
      count,
    };
  });
}

/** Where two sides meet as they may not. */
function meet(a: Side, b: Side): readonly [number, number] | undefined {
  if (Math.max(a.y1, a.y2) < Math.min(b.y1, b.y2) || Math.max(b.y1, b.y2) < Math.min(a.y1, a.y2)) return undefined;
  const [a1, a2] = [turn(b, a.x1, a.y1), turn(b, a.x2, a.y2)];
  const [b1, b2] = [turn(a, b.x1, b.y1), turn(a, b.x2, b.y2)];
  if (a1 === 0 && a2 === 0 && b1 === 0 && b2 === 0) return overlap(a, b);
  if (a1 * a2 < 0 && b1 * b2 < 0) {
    const share = a1 / (a1 - a2);
    return [a.x1 + share * (a.x2 - a.x1), a.y1 + share * (a.y2 - a.y1)];
  }
  if (a.ring !== b.ring || areNeighbours(a, b)) return undefined;
  if (a1 === 0 && isOn(b, a.x1, a.y1)) return [a.x1, a.y1];
  if (a2 === 0 && isOn(b, a.x2, a.y2)) return [a.x2, a.y2];
  if (b1 === 0 && isOn(a, b.x1, b.y1)) return [b.x1, b.y1];
  if (b2 === 0 && isOn(a, b.x2, b.y2)) return [b.x2, b.y2];
  return undefined;
}

/** On which side of the line a position is: the sign says it, 0 is on it. */
const turn = ({ x1, y1, x2, y2 }: Side, x: number, y: number): number => (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);

const isOn = ({ x1, y1, x2, y2 }: Side, x: number, y: number): boolean => isBetween(x, x1, x2) && isBetween(y, y1, y2);

function areNeighbours(a: Side, b: Side): boolean {
  const apart = Math.abs(a.index - b.index);
  return apart === 1 || apart === a.count - 1;
}

/** Of two sides on one line: the middle of what they have in common, if that is more than a corner, or a corner that they may not share. */
function overlap(a: Side, b: Side): readonly [number, number] | undefined {
  const isVertical = a.x1 === a.x2;
  const along = ({ x1, y1, x2, y2 }: Side) => (isVertical ? [Math.min(y1, y2), Math.max(y1, y2)] : [x1, x2]);
  const [[a1 = 0, a2 = 0], [b1 = 0, b2 = 0]] = [along(a), along(b)];
  const [from, to] = [Math.max(a1, b1), Math.min(a2, b2)];
  const mayTouch = a.ring !== b.ring || areNeighbours(a, b);
  if (from > to || (from === to && mayTouch)) return undefined;
  const middle = (from + to) / 2;
  return isVertical ? [a.x1, middle] : [middle, a.y1 + ((middle - a.x1) / (a.x2 - a.x1)) * (a.y2 - a.y1)];
}
