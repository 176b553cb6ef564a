import { sql } from 'kysely';
import type { Db } from '../database.js';

/**
 * Names of the jobs of some types that the DHIS2 marks as running. None where its jobs may not be read. From 2.41 on whoever runs a job says again and again that it is alive; a row that
 * has been silent for long is that of a server that died.
 */
export async function readRunningJobs(db: Db, types: readonly string[]): Promise<readonly string[]> {
  if (types.length === 0 || !(await mayReadJobs(db))) return [];
  const { rows } = await sql<{ name: string }>`
    select job.name
    from public.jobconfiguration as job
    where job.jobstatus = 'RUNNING' and job.jobtype = any(${[...types]}::text[])
      and coalesce((to_jsonb(job) ->> 'lastalive')::timestamp > localtimestamp - interval '1 hour', true)
    order by job.name
  `.execute(db);
  return rows.map(({ name }) => name);
}

async function mayReadJobs(db: Db): Promise<boolean> {
  // by pg_class and not by to_regclass, which fails where a schema may not be used
  const { rows } = await sql`
    select
    from pg_class
    join pg_namespace on pg_namespace.oid = pg_class.relnamespace and pg_namespace.nspname = 'public'
    where pg_class.relname = 'jobconfiguration' and has_schema_privilege(pg_namespace.oid, 'usage') and has_table_privilege(pg_class.oid, 'select')
  `.execute(db);
  return rows.length > 0;
}
