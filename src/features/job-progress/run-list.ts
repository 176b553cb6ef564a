import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { RunState } from '../../jobs/index.js';

/** Which runs are wanted; what is left out does not restrict. */
export interface RunSelection {
  readonly states?: readonly RunState[];
  readonly types?: readonly string[];
  readonly run?: string;
  /** Those that ended at or after this moment, and those that have not ended. */
  readonly since?: Date | undefined;
  /** uid of the user whose runs alone are shown. */
  readonly onlyOf?: string | undefined;
}

/** A run as the list of all runs shows it. Times are instants. */
export interface ListedRun {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  /** The job that it is a run of: one with a schedule, or the run itself. */
  readonly job: string;
  readonly scheduled: boolean;
  readonly state: RunState;
  readonly interrupted: boolean;
  readonly trigger: string;
  readonly requestedBy: string | null;
  readonly due: Date;
  readonly queued: Date;
  readonly started: Date | null;
  readonly finished: Date | null;
  readonly attempt: number;
  readonly node: string | null;
  readonly message: string | null;
}

const COLUMNS = sql`
  run.uid as id, run.type, coalesce(job.name, run.name) as name, run.job_uid as job, run.configuration is not null as scheduled, run.state,
  run.interrupted, run.trigger, userinfo.username as "requestedBy", run.due_at as due, run.queued_at as queued, run.started_at as started,
  run.finished_at as finished, run.attempt, node.name as node, run.message
`;

const SOURCE = sql`
  orderly.job_run as run
  left join jobconfiguration as job on job.uid = run.configuration
  left join userinfo on userinfo.uid = run.requested_by
  left join orderly.node on node.node_id = run.node_id
`;

/** All runs, of whatever job, the latest first. */
export async function readAllRuns(
  db: Db,
  selection: RunSelection,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ readonly total: number; readonly runs: readonly ListedRun[] }> {
  const wanted = conditionOf(selection);
  const { rows } = await sql<ListedRun>`
    select ${COLUMNS} from ${SOURCE} where ${wanted} order by run.run_id desc limit ${limit} offset ${offset}
  `.execute(db);
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from orderly.job_run as run where ${wanted}
  `.execute(db);
  return { total: counted.rows[0]?.total ?? 0, runs: rows };
}

/** One run with what it was given and what it left. */
export type RunDetails = ListedRun & {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly summary: Readonly<Record<string, unknown>> | null;
};

export async function readRunDetails(db: Db, selection: RunSelection): Promise<RunDetails | undefined> {
  const { rows } = await sql<RunDetails>`
    select ${COLUMNS}, run.parameters, run.summary from ${SOURCE} where ${conditionOf(selection)}
  `.execute(db);
  return rows[0];
}

function conditionOf({ states, types, run, since, onlyOf }: RunSelection): RawBuilder<unknown> {
  const conditions = [
    states && sql`run.state = any (${[...states]}::text[])`,
    types && sql`run.type = any (${[...types]}::text[])`,
    run !== undefined && sql`run.uid = ${run}`,
    since && sql`(run.finished_at >= ${since} or run.finished_at is null)`,
    onlyOf !== undefined && sql`run.requested_by = ${onlyOf}`,
  ].filter((condition) => condition !== false && condition !== undefined);
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}
