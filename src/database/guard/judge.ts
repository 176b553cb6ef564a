import type { Db } from '../database.js';
import { type Violation, violationsOfAll } from './rules.js';
import { checkVariables } from './template.js';

/** What is wrong with a query as its author wrote it. */
export interface Judgement {
  readonly ofVariables: readonly Violation[];
  /** With values in the places of the variables. */
  readonly ofText: readonly Violation[];
}

/** Judges queries before there are any values for their variables. */
export async function judgeQueries(db: Db, queries: readonly string[]): Promise<readonly Judgement[]> {
  const checked = await Promise.all(queries.map(checkVariables));
  const found = await violationsOfAll(
    db,
    checked.map(({ sample, parameters }) => ({ text: sample, parameters })),
  );
  return checked.map(({ violations }, index) => ({ ofVariables: violations, ofText: found[index] ?? [] }));
}
