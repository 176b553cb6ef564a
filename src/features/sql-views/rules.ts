import { distinct, judgeQueries, type Violation, variablesOf } from '../../database/guard/index.js';
import type { Db } from '../../database/index.js';
import type { SqlView } from '../../metadata/index.js';
import { refuse } from './refusal.js';

/** Which rules each of the stored views breaks: it may have been written by another server, or before a rule was made. */
export async function viewViolations(db: Db, views: readonly SqlView[]): Promise<readonly (readonly Violation[])[]> {
  const judged = await judgeQueries(
    db,
    views.map(({ query }) => query),
  );
  return judged.map(({ ofVariables, ofText }, index) => {
    const view = views[index];
    const unfilled = view && view.type !== 'QUERY' ? variablesOf(view.query) : [];
    return distinct([...ofVariables, ...unfilledProblem(unfilled), ...ofText]);
  });
}

const unfilledProblem = (variables: readonly string[]): readonly Violation[] =>
  variables.length === 0
    ? []
    : [{ code: 'E4307', args: [variables.join(', ')], reason: 'only a view of type QUERY may have variables' }];

/** @throws OrderlyError 409 with all rules that the view breaks */
export async function checkView(db: Db, view: SqlView): Promise<void> {
  const [violations = []] = await viewViolations(db, [view]);
  if (violations.length > 0) throw refuse(violations);
}
