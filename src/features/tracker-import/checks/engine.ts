import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { Finding } from '../report.js';
import { type StagedCounts, type StagedType, staged } from '../staging/tables.js';
import { type Action, type Check, type CheckContext, STAGES } from './check.js';
import { refuseDependants } from './dependants.js';
import { keepFirstError, markRefused, storeFindings } from './findings.js';
import { CHECKS } from './index.js';

const BOTH: readonly Action[] = ['create', 'update'];

/**
 * Runs all checks over the staging tables. Findings are in `staged_finding` afterwards, and what has an error is marked as refused, with whatever hangs on it.
 *
 * @param counts how many objects of each type there are; checks of types without any are left out
 * @param rules program rules: asked before the content of objects is checked, so that values that they assign are checked like all others
 */
export async function runChecks(
  db: Db,
  context: CheckContext,
  counts: StagedCounts,
  rules?: () => Promise<readonly Finding[]>,
): Promise<void> {
  const { importStrategy, validationMode } = context.options;
  // Skipping the checks would let others pass what they may not see or change.
  const skipping = validationMode === 'SKIP' && context.user.isSuper;
  const possible = ACTIONS[importStrategy];
  const due = CHECKS.filter(
    ({ of, actions = BOTH, when }) =>
      counts[of] > 0 && actions.some((action) => possible.includes(action)) && (when?.(context) ?? true),
  );
  for (const { name, needed } of STAGES) {
    if (skipping && !needed) continue;
    if (name === 'content' && rules) await addFindings(db, await rules());
    const own = due.filter(({ stage }) => stage === name);
    for (const type of Object.keys(counts) as StagedType[]) {
      const checks = own.filter(({ of }) => of === type);
      if (checks.length === 0) continue;
      await find(db, checks, context);
      if (checks.some(({ warning }) => warning !== true)) await markRefused(db, type);
    }
    if (validationMode === 'FAIL_FAST' && (await keepFirstError(db))) return;
  }
  if (importStrategy !== 'DELETE') await refuseDependants(db);
}

const ACTIONS: Readonly<Record<CheckContext['options']['importStrategy'], readonly Action[]>> = {
  CREATE: ['create'],
  UPDATE: ['update'],
  CREATE_AND_UPDATE: ['create', 'update'],
  DELETE: ['delete'],
};

/** Runs the checks of one type and stage. */
async function find(db: Db, checks: readonly Check[], context: CheckContext): Promise<void> {
  const relations = checks.map((check) => {
    const actions = [...(check.actions ?? BOTH)];
    const objects = sql`(
      select * from ${staged(check.of)} as own where not own.refused and own.action = any (${actions}::text[])
    )`;
    return sql`
      select found.position, found.code, found.args, ${check.warning === true}::boolean as warning
      from (${check.problems(objects, context)}) as found (position, code, args)
    `;
  });
  await sql`
    insert into staged_finding (position, code, args, warning)
    ${sql.join(relations, sql` union all `)}
  `.execute(db);
}

/** Adds what others than the checks have found; errors refuse the objects that they are about and what hangs on those. */
async function addFindings(db: Db, findings: readonly Finding[]): Promise<void> {
  if (findings.length === 0) return;
  await storeFindings(db, findings);
  for (const type of ['entity', 'enrollment', 'event', 'relationship'] as const) await markRefused(db, type);
  await refuseDependants(db);
}
