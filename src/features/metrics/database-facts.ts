import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { type AnalyticsTableFacts, analyticsTableFacts } from '../analytics-tables/index.js';

/** What all servers on a database share. */
export interface DatabaseFacts {
  readonly bytes: number;
  /** Runs that wait or are being done, by type. */
  readonly runs: readonly { readonly type: string; readonly state: 'queued' | 'running'; readonly count: number }[];
  /** Seconds for which the run that is due longest has been waiting; 0 when none waits. */
  readonly oldestQueuedSeconds: number;
  readonly analyticsTables: readonly AnalyticsTableFacts[];
}

export async function databaseFacts(db: Db): Promise<DatabaseFacts> {
  // Each half is read by an index that has only these runs, however long the log is.
  const { rows } = await sql<Omit<DatabaseFacts, 'analyticsTables'>>`
    with waiting as (
      select run.type, 'queued' as state, count(*) as count, min(greatest(run.queued_at, run.due_at)) as since
      from orderly.job_run as run where run.state = 'queued' group by run.type
    ),
    working as (
      select run.type, 'running' as state, count(*) as count from orderly.job_run as run where run.state = 'running' group by run.type
    )
    select pg_database_size(current_database()) as bytes,
      coalesce((
        select jsonb_agg(present order by present.type, present.state)
        from (select waiting.type, waiting.state, waiting.count from waiting union all select * from working) as present
      ), '[]') as runs,
      greatest(coalesce((select extract(epoch from now() - min(waiting.since)) from waiting), 0), 0)::float8 as "oldestQueuedSeconds"
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The database tells nothing of itself.');
  return { ...row, analyticsTables: await analyticsTableFacts(db) };
}
