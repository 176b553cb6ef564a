import type { Feature, Services } from '../feature.js';
import { accountExpiryAlertJob } from './account-expiry-alert.js';
import { credentialsExpiryAlertJob } from './credentials-expiry-alert.js';
import { dataValueTrimJob } from './data-value-trim.js';
import { disableInactiveUsersJob } from './disable-inactive-users.js';
import { fileResourceCleanupJob } from './file-resource-cleanup.js';
import { housekeepingJob } from './housekeeping.js';
import { lockExceptionCleanupJob } from './lock-exception-cleanup.js';
import { mockJob } from './mock-job.js';
import { reservedValuesJob } from './reserved-values.js';
import { testJob } from './test-job.js';

/** The work that a server does for itself, mostly at night: one job type a file (contract: job-types.md §3). */
export function createUpkeep({ jobs, clock }: Services): Feature {
  jobs.register(dataValueTrimJob());
  jobs.register(lockExceptionCleanupJob(clock));
  jobs.register(disableInactiveUsersJob(clock));
  jobs.register(reservedValuesJob(clock));
  jobs.register(credentialsExpiryAlertJob(clock));
  jobs.register(accountExpiryAlertJob(clock));
  jobs.register(fileResourceCleanupJob(clock));
  jobs.register(housekeepingJob(clock));
  jobs.register(testJob());
  jobs.register(mockJob());
  return { name: 'upkeep', routes: () => undefined };
}
