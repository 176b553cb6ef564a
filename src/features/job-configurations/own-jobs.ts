import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { generateUid } from '../../kernel/uid.js';
import { reschedule } from './service.js';
import { saveJob } from './store.js';

/** A job with an expression that a feature makes of something else that it was asked. */
export interface OwnJob {
  readonly type: string;
  readonly name: string;
  readonly cron: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Stores a job that counts from now. What users send is checked by `createJob`; here the feature has done that.
 *
 * @param user whose rights it has; undefined for one of the server's own
 * @returns its uid
 */
export async function storeOwnJob(db: Db, job: OwnJob, user: CurrentUser | undefined): Promise<string> {
  const uid = generateUid();
  const stored = {
    ...job,
    uid,
    code: null,
    schedulingType: 'CRON',
    delay: null,
    enabled: true,
    executedBy: user?.uid ?? null,
    queueName: null,
    queuePosition: null,
    misfire: 'once',
  } as const;
  await saveJob(db, stored, user);
  await reschedule(db, stored, true);
  return uid;
}
