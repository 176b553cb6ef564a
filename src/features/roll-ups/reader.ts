import { type Db, readTogether } from '../../database/index.js';
import { type Choice, canAnswer, choose, WORTH_IT } from './choose.js';
import type { Cube, QueryShape, Question } from './definition.js';
import {
  activeRollUps,
  baseStatement,
  baseYears,
  type Standing,
  type StandingRollUp,
  versionStatement,
  yearsOf,
} from './standing.js';

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
 * Reads what stands of the roll-ups once for every change of it, and with every query whether it changed and which years of the analytics tables they are made of: one round
 * trip. Where no roll-up has what is asked for, the years are of no interest.
 *
 * @param note keeps what was asked
 * @param worthIt see `choose`
 */
export function rollUpReader(note: (use: QuestionUse) => void, worthIt: number = WORTH_IT): RollUpReader {
  const known = new Map<Cube, Known>();
  const standingOf = async (handle: Db, cube: Cube, questions: readonly Question[]): Promise<Standing> => {
    const isOfUse = (rollUps: readonly StandingRollUp[]): boolean =>
      rollUps.some((rollUp) => questions.some((question) => canAnswer(rollUp, question)));
    const before = known.get(cube);
    const read = await readTogether(handle, {
      version: versionStatement(),
      base: before && isOfUse(before.rollUps) ? baseStatement(cube) : undefined,
    });
    const version = read.version[0]?.version ?? 0;
    if (before?.version === version) return { base: yearsOf(read.base), rollUps: before.rollUps };
    const rollUps = await activeRollUps(handle, cube);
    // An older transaction sees an older state, which is not for those who come later.
    if (!before || before.version < version) known.set(cube, { version, rollUps });
    return { base: isOfUse(rollUps) ? await baseYears(handle, cube) : [], rollUps };
  };
  return {
    async choose(handle, questions) {
      const asked = questions.filter((question) => question !== undefined);
      const standing = new Map<Cube, Standing>();
      for (const cube of new Set(asked.map((question) => question.cube))) {
        const own = asked.filter((question) => question.cube === cube);
        standing.set(cube, await standingOf(handle, cube, own));
      }
      return questions.map((question) => {
        const found = question && standing.get(question.cube);
        return found && choose(found, question, worthIt);
      });
    },
    note,
  };
}
