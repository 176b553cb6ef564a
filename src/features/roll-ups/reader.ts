import type { Db } from '../../database/index.js';
import { type Choice, choose, WORTH_IT } from './choose.js';
import type { Cube, QueryShape, Question } from './definition.js';
import { activeRollUps, baseYears, catalogueVersion, type Standing, type StandingRollUp } from './standing.js';

/** How a question was answered. */
export interface QuestionUse extends QueryShape {
  /** The instance that answered; undefined for the analytics table. */
  readonly instance: string | undefined;
  readonly milliseconds: number;
  /** About how many rows were read. */
  readonly rows: number;
}

/** What queries ask of the roll-ups. */
export interface RollUpReader {
  /**
   * What each question is best answered from, as the transaction of the handle sees it; undefined for the analytics table. The transaction must see one state all the time and
   * have locked that table, or what is chosen may not be what is read.
   */
  choose(handle: Db, questions: readonly (Question | undefined)[]): Promise<readonly (Choice | undefined)[]>;
  /** Keeps in mind that something was asked: what is asked often is worth a roll-up (contract: aggregates.md §6.5). */
  note(use: QuestionUse): void;
}

interface Known {
  readonly version: number;
  readonly rollUps: readonly StandingRollUp[];
}

/**
 * Reads what stands of the roll-ups once for every change of it, and which years of the analytics tables they are made of with every query: one look each.
 *
 * @param note keeps what was asked
 * @param worthIt see `choose`
 */
export function rollUpReader(note: (use: QuestionUse) => void, worthIt: number = WORTH_IT): RollUpReader {
  const known = new Map<Cube, Known>();
  const rollUpsOf = async (handle: Db, cube: Cube): Promise<readonly StandingRollUp[]> => {
    const version = await catalogueVersion(handle);
    const before = known.get(cube);
    if (before?.version === version) return before.rollUps;
    const rollUps = await activeRollUps(handle, cube);
    // An older transaction sees an older state, which is not for those who come later.
    if (!before || before.version < version) known.set(cube, { version, rollUps });
    return rollUps;
  };
  return {
    async choose(handle, questions) {
      const standing = new Map<Cube, Standing>();
      for (const cube of new Set(questions.flatMap((question) => (question ? [question.cube] : [])))) {
        const rollUps = await rollUpsOf(handle, cube);
        standing.set(cube, { rollUps, base: rollUps.length > 0 ? await baseYears(handle, cube) : [] });
      }
      return questions.map((question) => {
        const own = question && standing.get(question.cube);
        return own && choose(own, question, worthIt);
      });
    },
    note,
  };
}
