import { sql } from 'kysely';
import { isStagingTable, readTableRuns } from '../database/dhis2/index.js';
import type { Db } from '../database/index.js';
import { NODE_LOCK_CLASS } from '../jobs/nodes.js';
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
  const { rows } = await sql<Pick<Activity, 'javaSessions' | 'orderlyServers'>>`
    select
      (
        select count(*)::int
        from pg_stat_activity
        where pg_stat_activity.datname = current_database() and pg_stat_activity.application_name ilike '%jdbc%'
      ) as "javaSessions",
      (
        select count(distinct pg_locks.objid)::int
        from pg_locks
        where pg_locks.locktype = 'advisory' and pg_locks.granted and pg_locks.objsubid = 2 and pg_locks.classid = ${NODE_LOCK_CLASS}::oid
          and pg_locks.database = (select pg_database.oid from pg_database where pg_database.datname = current_database())
      ) as "orderlyServers"
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The server told nothing about its sessions.');
  const { jobs, heldTables } = await readTableRuns(db);
  return {
    ...row,
    tableJobs: jobs,
    stagingTables: [...relations.keys()].filter(isStagingTable),
    lockedTables: heldTables,
  };
}
