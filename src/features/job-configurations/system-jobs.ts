import { sql } from 'kysely';
import { transaction } from '../../database/index.js';
import { isAvailable, type JobServices, reschedule } from './service.js';
import { lockJob, type StoredJob, saveJob } from './store.js';
import { type SystemJob, systemJobsOf } from './system-job-list.js';

/** Makes the server's own jobs, as far as it can do them, where they are missing; what an administrator changed of them stays. */
export async function ensureSystemJobs(services: JobServices, besideDhis2: boolean): Promise<void> {
  for (const job of systemJobsOf(besideDhis2)) {
    if (!isAvailable(services, job.type)) continue;
    await transaction(services.db, async (db) => {
      // Several servers may start at the same time.
      await sql`select pg_advisory_xact_lock(hashtext('system-jobs'))`.execute(db);
      if (await lockJob(db, job.uid)) return;
      await saveJob(db, stored(job), undefined);
      await reschedule(db, stored(job), true);
    });
  }
}

const stored = ({ uid, name, type, cron, delay }: SystemJob): StoredJob => ({
  uid,
  name,
  code: null,
  type,
  schedulingType: cron === undefined ? 'FIXED_DELAY' : 'CRON',
  cron: cron ?? null,
  delay: delay ?? null,
  parameters: null,
  enabled: true,
  executedBy: null,
  queueName: null,
  queuePosition: null,
  misfire: 'once',
});
