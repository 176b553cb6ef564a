import { lowerLens } from './database/dhis2/index.js';
import type { Db } from './database/index.js';
import { connectedServers } from './jobs/index.js';

/** Takes away the views of a DHIS2's tables once no server works with them: an upgrade of DHIS2 cannot drop a column that a view shows. */
export async function lowerUnusedLens(db: Db): Promise<void> {
  await lowerLens(db, async (handle) => (await connectedServers(handle)) > 0);
}
