import { sql } from 'kysely';
import type { Db } from '../database/index.js';

/** A job that runs every few seconds would fill the run log with its successes, or with the times that it left out. */
const KEPT = 1_000;

/**
 * Forgets runs that ended more than `days` ago, all but the newest successes and left-out times of each schedule, with their messages, and nodes without runs. Of what is
 * done for an organization the newest thousand are kept whatever their age (contract: aggregates.md §2.2).
 */
export async function pruneRuns(db: Db, days: number): Promise<void> {
  await sql`
    with ranked as (
      select run.run_id, row_number() over (partition by run.type, run.parameters ->> 'organization' order by run.run_id desc) as place
      from orderly.job_run as run
      where run.parameters ? 'organization'
    )
    delete from orderly.job_run as run
    where run.finished_at < now() - make_interval(days => ${days})
      and not exists (select from ranked where ranked.run_id = run.run_id and ranked.place <= ${KEPT})
  `.execute(db);
  await sql`
    with ranked as (
      select run.run_id, row_number() over (partition by run.configuration, run.state order by run.run_id desc) as place
      from orderly.job_run as run
      where run.state in ('done', 'skipped') and run.configuration is not null and not run.parameters ? 'organization'
    )
    delete from orderly.job_run as run using ranked where run.run_id = ranked.run_id and ranked.place > ${KEPT}
  `.execute(db);
  await sql`
    delete from orderly.node
    where node.alive_at < now() - interval '1 day'
      and not exists (select from orderly.job_run as run where run.node_id = node.node_id)
  `.execute(db);
}
