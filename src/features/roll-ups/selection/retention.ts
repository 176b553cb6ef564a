import type { WeightedQuery } from './greedy.js';

/** A roll-up that stands or is about to. */
export interface Kept {
  readonly key: string;
  readonly rows: number;
  readonly bytes: number;
  /** Places in the list of queries of those that it answers. */
  readonly answers: readonly number[];
  readonly usedAt: Date;
  /** It cannot be retired now: of a user, young, or among the best. */
  readonly isSafe: boolean;
  /** It counts against the limit of the cube, as those that the system defined do. */
  readonly isCounted: boolean;
}

export interface Room {
  readonly bytes: number;
  readonly count: number;
  /** So many above the limit are let be before it is enforced (contract: aggregates.md §4, "Excess Amount Per Cube"). */
  readonly excess: number;
}

/** Those that have to go, and for want of what. */
export interface Crowded<Item> {
  readonly item: Item;
  readonly wanting: 'count' | 'bytes';
}

/**
 * What has to go so that the rest keeps within the limit of the cube and its space: the least useful first, of those equally useful the one that was used longest ago
 * (contract: aggregates.md §6.8).
 */
export function crowdedOut<Item extends Kept>(
  items: readonly Item[],
  queries: readonly WeightedQuery[],
  room: Room,
): readonly Crowded<Item>[] {
  const gone: Crowded<Item>[] = [];
  let kept = items;
  const counted = (): number => kept.filter(({ isCounted }) => isCounted).length;
  const isCrowded = counted() > room.count + room.excess;
  for (;;) {
    const isOver = isCrowded && counted() > room.count;
    const isFull = kept.reduce((sum, { bytes }) => sum + bytes, 0) > room.bytes;
    if (!isOver && !isFull) return gone;
    const benefits = marginalBenefits(kept, queries);
    const [least] = kept
      .filter(({ isSafe }) => !isSafe)
      .toSorted(
        (a, b) =>
          (benefits.get(a) ?? 0) - (benefits.get(b) ?? 0) ||
          a.usedAt.getTime() - b.usedAt.getTime() ||
          (a.key < b.key ? -1 : 1),
      );
    if (!least) return gone;
    gone.push({ item: least, wanting: isOver ? 'count' : 'bytes' });
    kept = kept.filter((item) => item !== least);
  }
}

/** Weight × rows that each saves beside all the others. */
export function marginalBenefits<Item extends Pick<Kept, 'rows' | 'answers'>>(
  items: readonly Item[],
  queries: readonly WeightedQuery[],
): ReadonlyMap<Item, number> {
  const best = queries.map(({ cost }) => ({ item: undefined as Item | undefined, rows: cost, next: cost }));
  for (const item of items) {
    for (const at of item.answers) {
      const known = best[at];
      if (!known) continue;
      if (item.rows < known.rows) best[at] = { item, rows: item.rows, next: known.rows };
      else if (item.rows < known.next) known.next = item.rows;
    }
  }
  const benefits = new Map<Item, number>(items.map((item) => [item, 0]));
  for (const [at, { item, rows, next }] of best.entries()) {
    if (item) benefits.set(item, (benefits.get(item) ?? 0) + (queries[at]?.weight ?? 0) * (next - rows));
  }
  return benefits;
}
