import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { forgetOldFailures, removeEndedSessions } from '../../http/index.js';
import type { JobType } from '../../jobs/index.js';
import { type Clock, formatTimestamp } from '../../kernel/clock.js';
import { removeFinishedOnce } from '../job-configurations/index.js';
import { readSettings } from '../settings/index.js';
import { count } from './count.js';

interface Chore {
  readonly name: string;
  /** @returns how many rows it was about */
  readonly work: (db: Db, clock: Clock) => Promise<number>;
}

/**
 * What grows or grows stale by itself. Cancelling, taking over the runs of dead nodes and forgetting old runs are no chores: the runner does them each second,
 * also when no job can run (contract: scheduling.md §14).
 */
const CHORES: readonly Chore[] = [
  { name: 'Removing sessions that are over', work: removeEndedSessions },
  { name: 'Forgetting failed logins that count no more', work: forgetOldFailures },
  { name: 'Marking jobs that are switched off', work: markDisabled },
  {
    name: 'Deleting finished run-once jobs',
    async work(db, clock) {
      const { jobsCleanupAfterMinutes } = await readSettings(db);
      const minutes = Math.max(1, jobsCleanupAfterMinutes);
      return (await removeFinishedOnce(db, minutes)) + (await deleteFinished(db, clock.now(), minutes));
    },
  },
];

/** `HOUSEKEEPING` (contract: job-types.md §3.3). A chore that fails does not keep the others from being done. */
export function housekeepingJob(clock: Clock): JobType {
  return {
    type: 'HOUSEKEEPING',
    label: 'Housekeeping',
    takeOver: 'restart',
    startMessage: 'Housekeeping',
    async run({ db, progress }) {
      let rows = 0;
      let failed = 0;
      for (const { name, work } of CHORES) {
        const done = await progress.stage(name, () => work(db, clock), { onFailure: 'SKIP_STAGE' });
        rows += done ?? 0;
        if (done === undefined) failed += 1;
      }
      const message = `Housekeeping done: ${count(rows, 'row')}`;
      return { message: failed === 0 ? message : `${message}, ${failed} of ${CHORES.length} chores failed` };
    },
  };
}

/** A job that was switched off while it ran was left as scheduled. */
async function markDisabled(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    update jobconfiguration set jobstatus = 'DISABLED'
    where not jobconfiguration.enabled and jobconfiguration.jobstatus = 'SCHEDULED'
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/**
 * Deletes run-once jobs that DHIS2 left, some minutes after their end; what was handed over to them is up to `FILE_RESOURCE_CLEANUP` from then on (contract: scheduling.md §9).
 * Databases of older peers call every job a run-once job, so one that has a schedule or a place in a queue is none.
 */
async function deleteFinished(db: Db, now: Date, minutes: number): Promise<number> {
  return await transaction(db, async (handle) => {
    const { rows } = await sql<{ uid: string }>`
      delete from jobconfiguration as job
      where job.schedulingtype = 'ONCE_ASAP' and job.cronexpression is null and job.delay is null and job.queueposition is null
        and not job.enabled and job.jobstatus = 'DISABLED'
        and job.lastfinished < ${formatTimestamp(now)}::timestamp - make_interval(mins => ${minutes})
      returning job.uid
    `.execute(handle);
    await sql`
      update fileresource set isassigned = false
      where fileresource.domain = 'JOB_DATA' and fileresource.uid = any (${rows.map(({ uid }) => uid)}::text[])
    `.execute(handle);
    return rows.length;
  });
}
