import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { conflict, objectNotFound } from '../../kernel/errors/index.js';

/** A job by its uid, whether it has a schedule or runs once. */
export interface AddressedJob {
  readonly executedBy: string | null;
  readonly runsOnce: boolean;
}

/** @throws OrderlyError 404 E1005 for an unknown one */
export async function addressedJob(db: Db, uid: string): Promise<AddressedJob> {
  const { rows } = await sql<AddressedJob>`
    select job.executedby as "executedBy", job.runs_once as "runsOnce" from orderly.job_configuration as job where job.uid = ${uid}
  `.execute(db);
  const [job] = rows;
  if (!job) throw objectNotFound('JobConfiguration', uid);
  return job;
}

/** A job that runs once is started by the request that makes it, and not again. @throws OrderlyError 409, 404 E1005 for an unknown one */
export async function refuseOnce(
  db: Db,
  uid: string,
  why = `Job ${uid} runs once and cannot be changed.`,
): Promise<void> {
  if ((await addressedJob(db, uid)).runsOnce) throw conflict(why);
}

/**
 * Takes run-once jobs that ended more than `minutes` ago off the list, with what was handed over to them. Their history and their messages stay (contract:
 * scheduling.md §9, §10.4).
 *
 * @returns how many
 */
export async function removeFinishedOnce(db: Db, minutes: number): Promise<number> {
  return await transaction(db, async (handle) => {
    const { rows } = await sql<{ uid: string }>`
      update orderly.job_run as run set removed_at = clock_timestamp()
      where run.configuration is null and run.removed_at is null and run.finished_at < clock_timestamp() - make_interval(mins => ${minutes})
      returning run.uid
    `.execute(handle);
    await dropPayloads(
      handle,
      rows.map(({ uid }) => uid),
    );
    return rows.length;
  });
}

/** Takes one of them off the list, whatever its age. It must have ended. */
export async function removeOnce(db: Db, uid: string): Promise<void> {
  await sql`
    update orderly.job_run as run set removed_at = clock_timestamp()
    where run.uid = ${uid} and run.configuration is null and run.finished_at is not null
  `.execute(db);
  await dropPayloads(db, [uid]);
}

async function dropPayloads(db: Db, runs: readonly string[]): Promise<void> {
  await sql`delete from orderly.job_payload as payload where payload.run_uid = any (${[...runs]}::text[])`.execute(db);
}
