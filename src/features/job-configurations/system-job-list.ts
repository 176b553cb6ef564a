import { randomInt } from 'node:crypto';
import { isSystemJobType } from '../../metadata/index.js';

/** The server's own jobs: one each, made when it is missing (contract: job-types.md §1.3). */
export interface SystemJob {
  readonly type: string;
  readonly uid: string;
  readonly name: string;
  readonly cron?: string;
  /** Seconds. */
  readonly delay?: number;
}

const daily = (type: string, uid: string, name: string, hour = 2): SystemJob => ({
  type,
  uid,
  name,
  cron: `0 0 ${hour} ? * *`,
});

/** A time before the working day, drawn when the job is made, so that the servers of the world do not ask for their versions at the same second. */
const someTimeAtNight = (): string => `${randomInt(60)} ${randomInt(60)} ${randomInt(3, 6)} ? * *`;

export const systemJobs = (): readonly SystemJob[] => [
  { type: 'HOUSEKEEPING', uid: 'DHIS2rocks1', name: 'Housekeeping', delay: 20 },
  daily('DATA_VALUE_TRIM', 'D2datatrim8', 'Data value trim', 1),
  daily('DATA_SET_NOTIFICATION', 'YvAwAmrqAtN', 'Dataset notification'),
  daily('CREDENTIALS_EXPIRY_ALERT', 'sHMedQF7VYa', 'Credentials expiry alert'),
  daily('DATA_STATISTICS', 'BFa3jDsbtdO', 'Data statistics'),
  daily('FILE_RESOURCE_CLEANUP', 'pd6O228pqr0', 'File resource clean up'),
  daily('ACCOUNT_EXPIRY_ALERT', 'fUWM1At1TUx', 'User account expiry alert'),
  daily('VALIDATION_RESULTS_NOTIFICATION', 'Js3vHn2AVuG', 'Validation result notification', 7),
  daily('REMOVE_USED_OR_EXPIRED_RESERVED_VALUES', 'uwWCT2BMmlq', 'Remove expired or used reserved values'),
  {
    type: 'SYSTEM_VERSION_UPDATE_CHECK',
    uid: 'vt21671bgno',
    name: 'System version update check notification',
    cron: someTimeAtNight(),
  },
];

/** Whether a job is one of those, and not the copy of one that a DHIS2 has. */
export const isSystemJob = ({ type, uid }: { readonly type: string; readonly uid: string }): boolean =>
  isSystemJobType(type) && systemJobs().some((job) => job.uid === uid);

/** Those that the server makes: beside a DHIS2, which looks after itself, only what keeps its own tables tidy. */
export const systemJobsOf = (besideDhis2: boolean): readonly SystemJob[] =>
  systemJobs().filter(({ type }) => !besideDhis2 || type === 'HOUSEKEEPING');
