import type { Question } from './definition.js';
import type { BaseYear, Part, Standing, StandingRollUp } from './standing.js';

/** What a question is answered from: a roll-up, and the analytics table for the years in which that is behind it. */
export interface Choice {
  readonly instance: string;
  readonly parts: readonly Part[];
  /** Years that are read from the analytics table. */
  readonly baseYears: readonly number[];
  /** About how many rows are read. */
  readonly rows: number;
}

/** A roll-up has to read so much less than the analytics table to be worth it (contract: aggregates.md §6.4). */
export const WORTH_IT = 0.5;

/** The years of the analytics table in which rows of the question may be. */
export const yearsAsked = (base: readonly BaseYear[], { years }: Pick<Question, 'years'>): readonly BaseYear[] =>
  base.filter(({ year }) => years.some(([from, to]) => from <= year && year <= to));

/** Whether a roll-up has everything that an answer needs (contract: aggregates.md §6.4 no. 1–4). Doubt means no. */
export function canAnswer(rollUp: StandingRollUp, { cube, columns, states, elements, user }: Question): boolean {
  return (
    rollUp.cube === cube &&
    columns.every((column) => rollUp.columns.has(column)) &&
    states.every((state) => rollUp.states.has(state)) &&
    (rollUp.elements === undefined || elements.every((element) => rollUp.elements?.has(element))) &&
    (rollUp.members === undefined || rollUp.members.has(user))
  );
}

/**
 * The roll-up that answers a question exactly and reads the least: fewest rows, then fewest bytes, then the oldest. Nothing where the analytics table does as well
 * (contract: aggregates.md §6.4).
 *
 * @param worthIt share of the rows of the analytics table that a roll-up may read at most
 */
export function choose(
  { base, rollUps }: Standing,
  question: Question,
  worthIt: number = WORTH_IT,
): Choice | undefined {
  const asked = yearsAsked(base, question);
  const most = rowsOf(asked) * worthIt;
  const choices = rollUps
    .filter((rollUp) => canAnswer(rollUp, question))
    .map((rollUp) => choiceOf(rollUp, asked))
    .filter(({ parts, rows }) => parts.length > 0 && rows <= most)
    .map((choice) => ({ choice, bytes: choice.parts.reduce((sum, part) => sum + part.bytes, 0) }));
  // The sort keeps the order of what is equal.
  return choices.toSorted((a, b) => a.choice.rows - b.choice.rows || a.bytes - b.bytes)[0]?.choice;
}

/** The tables of a roll-up where they are made of what the years hold now; the other years from the analytics table (contract: aggregates.md §6.4 no. 9). */
function choiceOf({ instance, parts }: StandingRollUp, asked: readonly BaseYear[]): Choice {
  const fresh: Part[] = [];
  const behind: BaseYear[] = [];
  for (const base of asked) {
    const part = parts.get(base.year);
    if (part?.version === base.version) fresh.push(part);
    else behind.push(base);
  }
  const baseYears = behind.map(({ year }) => year);
  return { instance, parts: fresh, baseYears, rows: rowsOf(fresh) + rowsOf(behind) };
}

const rowsOf = (list: readonly { readonly rows: number }[]): number => list.reduce((sum, { rows }) => sum + rows, 0);
