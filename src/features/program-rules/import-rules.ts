import type { Db } from '../../database/index.js';
import { readSettings } from '../settings/index.js';
import { assignValues } from './assign.js';
import { ruleEffects } from './effects.js';
import { stagedInput } from './staged-input.js';
import { type RuleCode, type RuleIssue, rulesVerdict } from './verdict.js';

/** An error or a warning about the object at a position of the payload. */
export interface RuleFinding {
  readonly position: number;
  readonly code: RuleCode;
  readonly args: readonly string[];
  readonly warning: boolean;
}

/**
 * Lets the program rules judge an import that is in its staging tables: puts the values there that rules assign, and gives what they find
 * (contract: imports.md §7.4).
 */
export async function applyRules(
  db: Db,
  { user }: { readonly user: { readonly uid: string } },
): Promise<readonly RuleFinding[]> {
  const input = await stagedInput(db);
  if (!input) return [];
  const given = { user: user.uid, enrollments: input.enrollments, events: input.events };
  const effects = await ruleEffects(db, given);
  if (effects.length === 0) return [];
  const verdict = rulesVerdict(effects, given, await readSettings(db));
  const positionOf = ({ target, uid }: Pick<RuleIssue, 'target' | 'uid'>): number => {
    const position = input.positions.get(`${target} ${uid}`);
    if (position === undefined) throw new Error(`A rule spoke of ${target} ${uid}, which is not in the payload.`);
    return position;
  };
  await assignValues(
    db,
    verdict.assignments.map((assignment) => ({ ...assignment, position: positionOf(assignment) })),
  );
  const found = (warning: boolean) => (issue: RuleIssue) => ({
    position: positionOf(issue),
    code: issue.code,
    args: issue.args,
    warning,
  });
  return [...verdict.errors.map(found(false)), ...verdict.warnings.map(found(true))];
}
