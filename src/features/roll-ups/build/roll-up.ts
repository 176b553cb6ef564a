import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { addInstances, instancesWhere } from '../instances.js';
import { type BuildOutcome, buildInstance } from './instance.js';

/**
 * Builds a definition at once, outside any job: a new instance of it takes the place of the one that answers.
 *
 * @param rollUp id of the definition
 * @returns what was built, with the id of the instance
 * @throws NoBase, and Error when it cannot be built
 */
export async function buildRollUp(db: Db, rollUp: string): Promise<BuildOutcome & { readonly instance: string }> {
  await addInstances(db, sql`roll_up.roll_up_id = ${rollUp}`);
  const [waiting] = await instancesWhere(db, sql`instance.status = 'pending' and instance.roll_up_id = ${rollUp}`);
  if (!waiting) throw new Error(`There is no definition ${rollUp}.`);
  return { instance: waiting.instance, ...(await buildInstance(db, waiting)) };
}
