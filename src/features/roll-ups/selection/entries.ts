import type { State } from '../definition.js';
import { holds, type Proposal } from './candidates.js';
import type { Candidate } from './greedy.js';
import type { KnownRollUp } from './plan.js';
import type { Kept } from './retention.js';
import { estimateBytes, estimateRows, type TableStatistics, type TrueSize } from './size.js';
import type { WeightedShape } from './weights.js';

/** A roll-up that stands or may come, as the choice sees it. */
export interface Entry extends Candidate, Omit<Kept, 'isSafe'> {
  /** The definition, where there is one. */
  readonly known: KnownRollUp | undefined;
  readonly proposal: Proposal | undefined;
}

/** Something new has to be so much better than what stands (contract: aggregates.md §6.6 no. 5). */
const FAVOUR_OF_STANDING = 1.2;
/** A definition that could not be built so often is not tried again before somebody unblocks it (contract: aggregates.md §6.7). */
export const MOST_FAILURES = 3;

export interface EntrySources {
  readonly shapes: readonly WeightedShape[];
  readonly statistics: TableStatistics;
  readonly standing: readonly KnownRollUp[];
  /** Rows of the base. */
  readonly base: number;
  readonly now: Date;
}

/** Makes entries of what stands, what is defined but not built yet, and what is proposed. */
export function entryMaker({ shapes, statistics, standing, base, now }: EntrySources) {
  const whole = standing.filter(({ isWhole }) => isWhole);
  const sources = whole.filter(({ isOpen }) => isOpen).map((one) => ({ one, sets: setsOf(one) }));
  const sizes: readonly TrueSize[] = whole.map(({ columns, instance }) => ({
    columns: new Set(columns),
    rows: instance?.rows ?? base,
  }));
  const answersOf = (one: Pick<KnownRollUp, 'columns' | 'states'>): readonly number[] => {
    const sets = setsOf(one);
    return shapes.flatMap((shape, at) => (holds(sets, shape) ? [at] : []));
  };
  // It is built from the smallest roll-up that has all it needs.
  const refreshRows = (one: Pick<KnownRollUp, 'columns' | 'states'>, known?: KnownRollUp): number =>
    sources
      .filter((source) => source.one !== known && holds(source.sets, one))
      .reduce((least, source) => Math.min(least, source.one.instance?.rows ?? base), base);
  const estimated = (one: Pick<KnownRollUp, 'columns' | 'states'>) => {
    const rows = estimateRows(one.columns, statistics, sizes);
    return rows === undefined ? undefined : { rows, bytes: estimateBytes(rows, one, statistics) };
  };
  const ofKnown = (known: KnownRollUp, size: { readonly rows: number; readonly bytes: number }): Entry => ({
    key: keyOf(known),
    ...size,
    refreshRows: refreshRows(known, known),
    // Who asks and for which elements is not recorded.
    answers: known.isWhole && known.isOpen ? answersOf(known) : [],
    favour: FAVOUR_OF_STANDING,
    usedAt: known.usedAt ?? known.createdAt,
    isCounted: known.isOwn && known.kind === 'system_defined',
    known,
    proposal: undefined,
  });
  return {
    ofStanding: (known: KnownRollUp): Entry =>
      ofKnown(known, { rows: known.instance?.rows ?? base, bytes: known.instance?.bytes ?? 0 }),

    /** None where its size cannot be told. */
    ofAwaited(known: KnownRollUp): readonly Entry[] {
      const size = estimated(known);
      return size ? [ofKnown(known, size)] : [];
    },

    /** None where it is there already or will be, was blocked, could not be built, or its size cannot be told. */
    ofProposal(proposal: Proposal, known: readonly KnownRollUp[]): readonly Entry[] {
      const key = keyOf(proposal);
      const own = known.filter(({ isOwn, isWhole }) => isOwn && isWhole);
      const same = own.find((one) => keyOf(one) === key);
      const isBlocked = own.some(({ blocked, columns }) => blocked && columns.join() === proposal.columns.join());
      const isTaken = same && !(same.isRetired && same.kind === 'system_defined' && same.failures < MOST_FAILURES);
      const size = estimated(proposal);
      if (isBlocked || isTaken || !size) return [];
      return [
        {
          key,
          ...size,
          refreshRows: refreshRows(proposal),
          answers: answersOf(proposal),
          favour: 1,
          usedAt: now,
          isCounted: true,
          known: same,
          proposal,
        },
      ];
    },
  };
}

/** The same for the same columns and states. */
const keyOf = ({ columns, states }: Pick<KnownRollUp, 'columns' | 'states'>): string =>
  `${columns.join()} ${[...states].sort().join()}`;

/** Columns and states to look things up in. */
export const setsOf = ({ columns, states }: Pick<KnownRollUp, 'columns' | 'states'>) => ({
  columns: new Set(columns),
  states: new Set<State>(states),
});
