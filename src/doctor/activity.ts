import { sql } from 'kysely';
import { isStagingTable, readTableRuns } from '../database/dhis2/index.js';
import type { Db } from '../database/index.js';
import { connectedServers } from '../jobs/index.js';
import type { Relations } from './relations.js';

/** Who else works with the database at this moment. */
export interface Activity {
  /** Sessions of Java's driver: a DHIS2 that is running, as a rule. */
  readonly javaSessions: number;
  /** Servers of Orderly that are connected. */
  readonly orderlyServers: number;
  /** Jobs of DHIS2 that make analytics or resource tables and are marked as running. */
  readonly tableJobs: readonly string[];
  /** Tables that such a run builds beside the others, or left behind. */
  readonly stagingTables: readonly string[];
  /** Generated tables that somebody works on so that others cannot. */
  readonly lockedTables: readonly string[];
}

export async function readActivity(db: Db, relations: Relations): Promise<Activity> {
  const { rows } = await sql<Pick<Activity, 'javaSessions'>>`
    select
      (
        select count(*)::int
        from pg_stat_activity
        where pg_stat_activity.datname = current_database() and pg_stat_activity.application_name ilike '%jdbc%'
      ) as "javaSessions"
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The server told nothing about its sessions.');
  const { jobs, heldTables } = await readTableRuns(db);
  return {
    ...row,
    orderlyServers: await connectedServers(db),
    tableJobs: jobs,
    stagingTables: [...relations.keys()].filter(isStagingTable),
    lockedTables: heldTables,
  };
}
