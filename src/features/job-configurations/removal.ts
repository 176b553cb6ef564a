import { setTimeout as sleep } from 'node:timers/promises';
import { type Db, transaction } from '../../database/index.js';
import { addressedJob, removeOnce } from './once.js';
import { closeGap } from './queues.js';
import { cancelJob, existing, type JobServices, refuseSystemJob } from './service.js';
import { deleteJob, jobTimes, saveSchedule } from './store.js';

const CANCEL_PATIENCE_MS = 10_000;
const CANCEL_LOOK_MS = 100;

/** Deletes a job. A run of it is cancelled first, and waited for a while. */
export async function removeJob(services: JobServices, uid: string): Promise<void> {
  const { db } = services;
  const { runsOnce } = await addressedJob(db, uid);
  if (!runsOnce) await takeOffSchedule(db, uid);
  await cancelJob(services, uid);
  for (let waited = 0; waited < CANCEL_PATIENCE_MS; waited += CANCEL_LOOK_MS) {
    if ((await jobTimes(db, uid)).active === null) break;
    await sleep(CANCEL_LOOK_MS);
  }
  if (runsOnce) return await removeOnce(db, uid);
  await transaction(db, async (handle) => {
    await closeGap(handle, uid);
    await deleteJob(handle, uid);
  });
}

async function takeOffSchedule(db: Db, uid: string): Promise<void> {
  await transaction(db, async (handle) => {
    const job = await existing(handle, uid);
    refuseSystemJob(job, 'deleted');
    await saveSchedule(handle, job, undefined, false);
  });
}
