import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';

const JOB_TYPE = 'MATERIALIZED_SQL_VIEW_UPDATE';

const viewsOf = (job: string): RawBuilder<unknown> =>
  sql`coalesce(orderly.job_parameters(${sql.ref(`${job}.jsonbjobparameters`)}) -> 'sqlViews', '[]')`;

/** uid of the job that reads the view anew: the link is kept in the job's parameters (contract: data-admin.md §9.1). */
export const updateJobOf = (alias: string): RawBuilder<unknown> => sql`(
  select job.uid
  from jobconfiguration as job
  where job.jobtype = ${sql.lit(JOB_TYPE)} and ${viewsOf('job')} @> to_jsonb(${sql.ref(`${alias}.uid`)}::text)
  order by job.jobconfigurationid
  limit 1
)`;

/** What is wrong with a uid as that of an update job. */
export async function updateJobProblems(db: Db, uids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<{ uid: string; type: string | null }>`
    select named.uid, job.jobtype as type
    from unnest(${[...uids]}::text[]) as named (uid)
    left join jobconfiguration as job on job.uid = named.uid
    where job.jobtype is distinct from ${JOB_TYPE}
  `.execute(db);
  return new Map(
    rows.map(({ uid, type }) => [
      uid,
      type === null ? `Update job does not exist: ${uid}` : `Update job must be of type ${JOB_TYPE}`,
    ]),
  );
}

/** Adds views to the jobs that are to read them, and takes those with null out of all. */
export async function linkUpdateJobs(db: Db, links: ReadonlyMap<string, string | null>): Promise<void> {
  const pairs = JSON.stringify([...links].map(([view, job]) => ({ view, job })));
  await sql`
    update jobconfiguration as job
    set jsonbjobparameters = case jsonb_typeof(job.jsonbjobparameters)
      when 'array' then jsonb_set(job.jsonbjobparameters, '{1,sqlViews}', changed.list)
      when 'object' then job.jsonbjobparameters || jsonb_build_object('sqlViews', changed.list)
      else jsonb_build_object('sqlViews', changed.list)
    end
    from (
      select
        job.jobconfigurationid,
        jsonb_build_array(
          'java.util.ArrayList',
          (
            select coalesce(jsonb_agg(views.uid order by views.place), '[]')
            from (
              select element.uid, element.place
              from jsonb_array_elements_text(${viewsOf('job')}) with ordinality as element (uid, place)
              where not exists (select from json_to_recordset(${pairs}::json) as link (view text, job text) where link.view = element.uid and link.job is null)
              union all
              select link.view, 1000000
              from json_to_recordset(${pairs}::json) as link (view text, job text)
              where link.job = job.uid and not ${viewsOf('job')} @> to_jsonb(link.view)
            ) as views
          )
        ) as list
      from jobconfiguration as job
      where job.jobtype = ${JOB_TYPE}
    ) as changed
    where changed.jobconfigurationid = job.jobconfigurationid
      and orderly.job_parameters(changed.list) <> ${viewsOf('job')}
  `.execute(db);
}
