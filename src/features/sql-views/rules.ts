import { checkVariables, type Violation, variablesOf, violationsOf } from '../../database/guard/index.js';
import type { Db } from '../../database/index.js';
import type { SqlView } from '../../metadata/index.js';
import { refuse } from './refusal.js';

/** Which rules a stored view breaks: it may have been written by another server, or before a rule was made. */
export async function viewViolations(db: Db, view: SqlView): Promise<readonly Violation[]> {
  const { sample, parameters, violations } = await checkVariables(view.query);
  const variables = view.type === 'QUERY' ? [] : variablesOf(view.query);
  const unfilled: readonly Violation[] =
    variables.length === 0
      ? []
      : [{ code: 'E4307', args: [variables.join(', ')], reason: 'only a view of type QUERY may have variables' }];
  return distinct([...violations, ...unfilled, ...(await violationsOf(db, sample, parameters))]);
}

/** @throws OrderlyError 409 with all rules that the view breaks */
export async function checkView(db: Db, view: SqlView): Promise<void> {
  const violations = await viewViolations(db, view);
  if (violations.length > 0) throw refuse(violations);
}

/** The first of each code: what the variables break, the text without them may break again. */
export const distinct = (violations: readonly Violation[]): readonly Violation[] =>
  violations.filter(({ code }, index) => violations.findIndex((other) => other.code === code) === index);
