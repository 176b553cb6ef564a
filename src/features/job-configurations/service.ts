import { type Db, transaction } from '../../database/index.js';
import { type CurrentUser, hasAnyAuthority } from '../../http/index.js';
import type { Jobs } from '../../jobs/index.js';
import { conflict, forbidden, objectNotFound } from '../../kernel/errors/index.js';
import { type ErrorReport, errorReport, type MetadataObject, typeNamed } from '../../metadata/index.js';
import { readSettings } from '../settings/index.js';
import { describedType } from './configurable-types.js';
import { nextDue } from './due.js';
import { addressedJob, refuseOnce } from './once.js';
import { readJob } from './read-job.js';
import { missingRequirements } from './requirements.js';
import {
  asScheduled,
  clashing,
  jobTimes,
  lockJob,
  readStored,
  type StoredJob,
  saveJob,
  saveSchedule,
} from './store.js';
import { isSystemJob } from './system-job-list.js';
import { problemsOf, refusedCron } from './validate.js';

export interface JobServices {
  readonly db: Db;
  readonly jobs: Jobs;
}

/** What became of a job that was to be saved. */
export interface SavedJob {
  readonly uid: string;
  readonly errors: readonly ErrorReport[];
}

export const isAvailable = ({ jobs }: JobServices, type: string): boolean =>
  jobs.types().some((registered) => registered.type === type);

/** Makes a job of what a client sent. @throws OrderlyError 409 for a type that is left to the DHIS2 beside which the server works */
export async function createJob(services: JobServices, given: MetadataObject, user: CurrentUser): Promise<SavedJob> {
  services.jobs.refuseForeign(String(given.jobType));
  const { job, problems } = readJob(given, undefined, user);
  const unknown = unknownType(services, job);
  if (unknown) return { uid: job.uid, errors: [unknown] };
  refuseWithoutAuthority(job, user);
  return await transaction(services.db, async (db) => {
    if (await lockJob(db, job.uid)) throw conflict(`Job ${job.uid} is there already.`);
    const missing = await missingRequirements(db, job, undefined);
    return await save(db, job, problemsOf(job, await clashing(db, job), [...problems, ...missing]), user, true);
  });
}

function unknownType(services: JobServices, job: StoredJob): ErrorReport | undefined {
  const details = { id: job.uid, property: 'jobType' };
  if (job.type === '') return errorReport(typeNamed('jobConfiguration'), 'E4000', ['jobType'], details);
  if (describedType(job.type) && isAvailable(services, job.type)) return undefined;
  const report = errorReport(typeNamed('jobConfiguration'), 'E1004', [job.type], details);
  return { ...report, message: `Unknown job type: \`${job.type.slice(0, 100)}\`` };
}

/** Scheduling is not to do what its user may not do at once. */
function refuseWithoutAuthority({ type }: StoredJob, user: CurrentUser): void {
  const needed = describedType(type)?.authorities;
  if (needed && !hasAnyAuthority(user, needed))
    throw forbidden(`Access is denied, requires one Authority from [${needed.join(', ')}]`);
}

/**
 * Changes a job to what `change` makes of it.
 *
 * @throws OrderlyError 404 for an unknown one
 */
export async function updateJob(
  services: JobServices,
  uid: string,
  user: CurrentUser,
  change: (stored: StoredJob) => MetadataObject,
): Promise<SavedJob> {
  return await transaction(services.db, async (db) => {
    const stored = await existing(db, uid);
    const { job, problems } = readJob(change(stored), stored, user);
    refuseWithoutAuthority(job, user);
    const missing = await missingRequirements(db, job, stored);
    return await save(
      db,
      job,
      problemsOf(job, await clashing(db, job), [...problems, ...missing]),
      user,
      job.enabled && !stored.enabled,
    );
  });
}

/**
 * Of the server's own jobs only the expression can be changed (contract: scheduling.md §3.3).
 *
 * @param change what of the job is to be other than it is
 */
export async function updateSystemJob(
  services: JobServices,
  uid: string,
  user: CurrentUser,
  change: (stored: StoredJob) => MetadataObject,
): Promise<SavedJob> {
  return await transaction(services.db, async (db) => {
    const stored = await existing(db, uid);
    const wanted = change(stored);
    const cron = typeof wanted.cronExpression === 'string' ? wanted.cronExpression : stored.cron;
    const report = (code: 'E7003' | 'E7005', argument: string): SavedJob => ({
      uid,
      errors: [errorReport(typeNamed('jobConfiguration'), code, [argument], { id: uid, property: 'cronExpression' })],
    });
    if (Object.keys(wanted).some((name) => name !== 'cronExpression') || cron === null) return report('E7003', uid);
    const refused = refusedCron(cron);
    if (refused !== undefined) return report('E7005', refused);
    return await save(db, { ...stored, cron, schedulingType: 'CRON' }, [], user, false);
  });
}

async function save(
  db: Db,
  job: StoredJob,
  errors: readonly ErrorReport[],
  user: CurrentUser,
  activated: boolean,
): Promise<SavedJob> {
  if (errors.length > 0) return { uid: job.uid, errors };
  await saveJob(db, job, user);
  await reschedule(db, job, activated);
  return { uid: job.uid, errors: [] };
}

/** Writes when the job runs next. `activated`: it begins to count from now. */
export async function reschedule(db: Db, job: StoredJob, activated: boolean): Promise<void> {
  const times = await jobTimes(db, job.uid);
  const since = activated || times.activeSince === null ? times.now : times.activeSince;
  const { jobsMaxCronDelayHours } = await readSettings(db);
  await saveSchedule(db, job, nextDue(job, times, since, jobsMaxCronDelayHours), activated);
}

/** One job, locked until the transaction ends. @throws OrderlyError 404 E1005 */
export async function existing(db: Db, uid: string): Promise<StoredJob> {
  const job = await lockJob(db, uid);
  if (!job) await refuseOnce(db, uid);
  if (!job) throw objectNotFound('JobConfiguration', uid);
  return job;
}

/** One job as it is now. @throws OrderlyError 404 E1005 */
export async function storedJob({ db }: JobServices, uid: string): Promise<StoredJob> {
  const job = await readStored(db, uid);
  if (!job) await refuseOnce(db, uid);
  if (!job) throw objectNotFound('JobConfiguration', uid);
  return job;
}

/** @throws OrderlyError 409 for one of the server's own */
export function refuseSystemJob(job: StoredJob, what: 'modified' | 'deleted'): void {
  if (isSystemJob(job)) throw conflict(`Job ${job.uid} is a system job that cannot be ${what}.`);
}

export async function enableJob({ db }: JobServices, uid: string, enabled: boolean, user: CurrentUser): Promise<void> {
  await transaction(db, async (handle) => {
    const job = await existing(handle, uid);
    refuseSystemJob(job, 'modified');
    if (enabled && job.cron === null && job.delay === null)
      throw conflict('Job requires schedule setup before it can be enabled.');
    if (job.enabled === enabled) return;
    await saveJob(handle, { ...job, enabled }, user);
    await reschedule(handle, { ...job, enabled }, enabled);
  });
}

/** Starts the job now, besides its schedule. */
export async function executeJob({ db, jobs }: JobServices, uid: string): Promise<void> {
  const { runsOnce } = await addressedJob(db, uid);
  if (runsOnce) return await refuseSecondRun(db, uid);
  await transaction(db, async (handle) => {
    const job = await existing(handle, uid);
    const { active, running, lastFinished } = await jobTimes(handle, uid);
    if (job.schedulingType === 'ONCE_ASAP' && lastFinished !== null) throw conflict('Job did already run once.');
    if (!job.enabled) throw conflict('Failed to transition job into ONCE_ASAP state.');
    if (running) throw conflict('Job is already running.');
    // One that waits already will do what was asked for.
    if (active === null) await jobs.runNow(handle, asScheduled(job));
  });
}

/** A run-once job that waits will start by itself; it does not start again. */
async function refuseSecondRun(db: Db, uid: string): Promise<void> {
  const { active, running } = await jobTimes(db, uid);
  if (running) throw conflict('Job is already running.');
  if (active === null) throw conflict('Job did already run once.');
}

/** Cancels what the job is doing or about to do; false when it does nothing. */
export async function cancelJob({ db, jobs }: JobServices, uid: string): Promise<boolean> {
  const { active } = await jobTimes(db, uid);
  return active !== null && (await jobs.cancel(db, active));
}
