import { dayNumber, type IsoDate } from '../../../kernel/calendar.js';
import type { State } from '../definition.js';

/** How often a kind of question was asked on a day. */
export interface DayOfUse {
  readonly day: IsoDate;
  readonly columns: readonly string[];
  readonly states: readonly State[];
  readonly queries: number;
}

/** A kind of question, and how much it counts. */
export interface WeightedShape {
  readonly columns: readonly string[];
  readonly states: readonly State[];
  readonly weight: number;
}

/** What was asked so many days ago counts half. */
const HALF_LIFE_DAYS = 14;

/** What one use of `age` days ago still counts. */
export const decay = (age: number): number => 0.5 ** (Math.max(0, age) / HALF_LIFE_DAYS);

/** The kinds of questions with their weights, the heaviest first (contract: aggregates.md §6.5: Σ count × 0.5^(age / 14 days)). */
export function weighShapes(uses: readonly DayOfUse[], today: IsoDate): readonly WeightedShape[] {
  const shapes = new Map<string, WeightedShape & { weight: number }>();
  for (const { day, columns, states, queries } of uses) {
    const weight = queries * decay(dayNumber(today) - dayNumber(day));
    const key = `${[...columns].sort().join()} ${[...states].sort().join()}`;
    const known = shapes.get(key);
    if (known) known.weight += weight;
    else shapes.set(key, { columns: [...columns].sort(), states: [...states].sort(), weight });
  }
  return [...shapes]
    .toSorted(([a, { weight: left }], [b, { weight: right }]) => right - left || (a < b ? -1 : 1))
    .map(([, shape]) => shape);
}
