import { sql } from 'kysely';
import type { Db } from '../database.js';
import { readRunningJobs } from './running-jobs.js';

/** What tells that a DHIS2 makes analytics or resource tables at this moment. */
export interface TableRuns {
  /** Its jobs that are marked as running. */
  readonly jobs: readonly string[];
  /** Generated tables that somebody holds for himself alone, and staging tables that somebody fills. */
  readonly heldTables: readonly string[];
}

const JOBS_OF_TABLES = ['ANALYTICS_TABLE', 'CONTINUOUS_ANALYTICS_TABLE', 'RESOURCE_TABLE'];

/** How the staging tables of DHIS2 are called (contract: tables.md §3.2). */
const STAGING = '^(analytics|_).*_temp$';
const GENERATED = '^(analytics|_)';

export const isStagingTable = (name: string): boolean => new RegExp(STAGING).test(name);

/** Looks at jobs and locks only. A staging table that nobody works on was left behind by a run that failed, and tells nothing. */
export async function readTableRuns(db: Db): Promise<TableRuns> {
  const { rows } = await sql<{ name: string }>`
    select distinct pg_class.relname::text as name
    from pg_locks
    join pg_class on pg_class.oid = pg_locks.relation and pg_class.relkind in ('r', 'p')
    join pg_namespace on pg_namespace.oid = pg_class.relnamespace and pg_namespace.nspname = 'public'
    where pg_locks.granted and pg_locks.database = (select pg_database.oid from pg_database where pg_database.datname = current_database())
      and (
        (pg_locks.mode = 'AccessExclusiveLock' and pg_class.relname ~ ${GENERATED})
        or (pg_locks.mode in ('RowExclusiveLock', 'ShareLock') and pg_class.relname ~ ${STAGING})
      )
    order by 1
  `.execute(db);
  return { heldTables: rows.map(({ name }) => name), jobs: await readRunningJobs(db, JOBS_OF_TABLES) };
}
