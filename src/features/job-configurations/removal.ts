import { transaction } from '../../database/index.js';
import { closeGap } from './queues.js';
import { cancelJob, existing, type JobServices, refuseSystemJob } from './service.js';
import { deleteJob, jobTimes, saveSchedule } from './store.js';

const CANCEL_PATIENCE_MS = 10_000;
const CANCEL_LOOK_MS = 100;

/** Deletes a job. A run of it is cancelled first, and waited for a while. */
export async function removeJob(services: JobServices, uid: string): Promise<void> {
  const { db } = services;
  await transaction(db, async (handle) => {
    const job = await existing(handle, uid);
    refuseSystemJob(job, 'deleted');
    await saveSchedule(handle, job, undefined, false);
  });
  await cancelJob(services, uid);
  for (let waited = 0; waited < CANCEL_PATIENCE_MS; waited += CANCEL_LOOK_MS) {
    if ((await jobTimes(db, uid)).active === null) break;
    await new Promise((resolve) => setTimeout(resolve, CANCEL_LOOK_MS));
  }
  await transaction(db, async (handle) => {
    await closeGap(handle, uid);
    await deleteJob(handle, uid);
  });
}
