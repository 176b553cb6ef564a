import type { Detection } from '../database/dhis2/index.js';
import type { ConnectionOptions } from '../database/index.js';
import { examine } from './diagnosis.js';
import { problemsOf } from './problems.js';

/** Why a server does not start on a database, in a sentence. Nothing was written there. */
export class DatabaseRefused extends Error {}

/**
 * Looks whether a server can work with the database before anything is written to it.
 *
 * @returns what it holds
 * @throws DatabaseRefused with the gravest problem
 * @throws DatabaseUnreachable when it cannot be looked into
 */
export async function requireFit(connection: ConnectionOptions): Promise<Detection> {
  const fitness = await examine(connection);
  const [problem] = problemsOf(fitness);
  if (problem) throw new DatabaseRefused(problem.sentence);
  return fitness.detection;
}
