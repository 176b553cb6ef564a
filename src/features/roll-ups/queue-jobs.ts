import { sql } from 'kysely';
import { type Db, lockInTransaction, transaction } from '../../database/index.js';
import type { Jobs } from '../../jobs/index.js';
import { BATCH_JOB, type BatchParameters, MAINTENANCE_JOB, type MaintenanceParameters } from './job-parameters.js';

/**
 * Asks for a maintenance job. If one of the organization waits already, that will do: it has not looked at anything yet (contract: aggregates.md §2 no. 10).
 *
 * @param requestedBy uid of the user who asks
 * @returns uid of the run that waits
 */
export async function queueMaintenance(
  db: Db,
  jobs: Jobs,
  parameters: MaintenanceParameters,
  requestedBy: string | undefined,
): Promise<string> {
  const { organization } = parameters;
  return await queueUnlessWaiting(db, jobs, { type: MAINTENANCE_JOB, same: { organization }, parameters, requestedBy });
}

/**
 * Asks for the roll-ups of a cube to be built, likewise.
 *
 * @returns uid of the run that waits
 */
export async function queueBatch(
  db: Db,
  jobs: Jobs,
  parameters: BatchParameters,
  requestedBy: string | undefined,
): Promise<string> {
  return await queueUnlessWaiting(db, jobs, { type: BATCH_JOB, same: parameters, parameters, requestedBy });
}

interface Wanted {
  readonly type: string;
  /** Parameters by which a run that waits is as good as a new one. */
  readonly same: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly requestedBy: string | undefined;
}

async function queueUnlessWaiting(
  db: Db,
  jobs: Jobs,
  { type, same, parameters, requestedBy }: Wanted,
): Promise<string> {
  return await transaction(db, async (handle) => {
    // Whoever asks at the same time looks when this has been decided.
    await lockInTransaction(handle, `${type} ${String(parameters.organization)}`);
    const { rows } = await sql<{ uid: string }>`
      select run.uid from orderly.job_run as run
      where run.type = ${type} and run.state = 'queued' and run.parameters @> ${JSON.stringify(same)}::jsonb
      order by run.due_at, run.run_id
      limit 1
    `.execute(handle);
    if (rows[0]) return rows[0].uid;
    const run = await jobs.queue(handle, { type, parameters, ...(requestedBy !== undefined && { requestedBy }) });
    return run.uid;
  });
}
