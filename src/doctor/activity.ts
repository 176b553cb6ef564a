import { sql } from 'kysely';
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
  /** Generated tables that somebody holds for himself alone. */
  readonly lockedTables: readonly string[];
}

const JOBS_OF_TABLES = ['ANALYTICS_TABLE', 'CONTINUOUS_ANALYTICS_TABLE', 'RESOURCE_TABLE'];

/** Staging tables of DHIS2 have this at the end (contract: tables.md §3.2). */
const STAGING = /^(analytics|_).*_temp$/;

export async function readActivity(db: Db, relations: Relations): Promise<Activity> {
  const { rows } = await sql<Omit<Activity, 'tableJobs' | 'stagingTables' | 'orderlyServers'>>`
    select
      (
        select count(*)::int
        from pg_stat_activity
        where pg_stat_activity.datname = current_database() and pg_stat_activity.application_name ilike '%jdbc%'
      ) as "javaSessions",
      array(
        select distinct pg_class.relname::text
        from pg_locks
        join pg_class on pg_class.oid = pg_locks.relation
        join pg_namespace on pg_namespace.oid = pg_class.relnamespace and pg_namespace.nspname = 'public'
        where pg_locks.granted and pg_locks.mode = 'AccessExclusiveLock' and pg_class.relname ~ '^(analytics|_).*'
          and pg_locks.database = (select pg_database.oid from pg_database where pg_database.datname = current_database())
        order by 1
      ) as "lockedTables"
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The server told nothing about its sessions.');
  return {
    ...row,
    orderlyServers: await connectedServers(db),
    tableJobs: await runningTableJobs(db, relations),
    stagingTables: [...relations.keys()].filter((name) => STAGING.test(name)),
  };
}

async function runningTableJobs(db: Db, relations: Relations): Promise<readonly string[]> {
  if (!relations.get('jobconfiguration')?.rights.has('select')) return [];
  const { rows } = await sql<{ name: string }>`
    select job.name
    from public.jobconfiguration as job
    where job.jobstatus = 'RUNNING' and job.jobtype = any(${JOBS_OF_TABLES}::text[])
    order by job.name
  `.execute(db);
  return rows.map(({ name }) => name);
}
