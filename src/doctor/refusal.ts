import type { ConnectionOptions } from '../database/index.js';
import { examine } from './diagnosis.js';
import { problemsOf } from './problems.js';

/** Why a server does not start on a database, in a sentence. Nothing was written there. */
export class DatabaseRefused extends Error {}

/** Said of every sound DHIS2 as long as Orderly cannot work beside one. */
export const ATTACHED_MODE =
  'This version of Orderly cannot work beside a DHIS2 yet: attached mode is not complete, and "orderly serve" refuses this database.';

/**
 * Looks whether a server can work with the database before anything is written to it.
 *
 * @throws DatabaseRefused with the gravest problem
 * @throws DatabaseUnreachable when it cannot be looked into
 */
export async function requireFit(connection: ConnectionOptions): Promise<void> {
  const fitness = await examine(connection);
  const [problem] = problemsOf(fitness);
  if (problem) throw new DatabaseRefused(problem.sentence);
  if (fitness.detection.kind === 'dhis2') throw new DatabaseRefused(ATTACHED_MODE);
}
