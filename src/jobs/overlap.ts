import { sql } from 'kysely';
import type { Db } from '../database/index.js';

/** A run that is in the way of another one. */
export interface OverlappingRun {
  readonly uid: string;
  readonly type: string;
  readonly state: 'queued' | 'running';
}

export interface Overlap {
  /** Resources: whoever holds one of them, or waits for it. */
  readonly exclusive?: readonly string[];
  /** Types of jobs: whoever of them runs. */
  readonly types?: readonly string[];
}

/** The first run that is in the way; one that runs before one that waits. */
export async function overlappingRun(
  db: Db,
  { exclusive = [], types = [] }: Overlap,
): Promise<OverlappingRun | undefined> {
  const { rows } = await sql<OverlappingRun>`
    select run.uid, run.type, run.state from orderly.job_run as run
    where run.state in ('queued', 'running')
      and (run.exclusive && ${[...exclusive]}::text[] or run.state = 'running' and run.type = any (${[...types]}::text[]))
    order by run.state desc, run.run_id
    limit 1
  `.execute(db);
  return rows[0];
}
