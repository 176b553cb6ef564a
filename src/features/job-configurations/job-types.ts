/** A parameter of a job as users set it (contract: job-types.md §2). */
export interface JobParameter {
  readonly name: string;
  readonly form: 'Integer' | 'Long' | 'Boolean' | 'String' | 'List' | 'Set' | 'Enum';
  /** Java class of an enumeration, or of the elements of a list. */
  readonly klass?: string;
  readonly constants?: readonly string[];
  readonly fallback?: unknown;
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Where the choices come from. */
  readonly endpoint?: string;
  /** Elements have to be well-formed uids. */
  readonly uids?: boolean;
}

/** What clients are told of a type of job that users may schedule. What it does is registered with the runner. */
export interface JobTypeDescription {
  readonly type: string;
  /** Name of the seed's time, still read by old clients. */
  readonly key: string;
  readonly scheduling: 'CRON' | 'FIXED_DELAY';
  readonly parameters: readonly JobParameter[];
}

const PARAMETERS = 'org.hisp.dhis.scheduling.parameters';

export const ANALYTICS_TABLE_TYPES = [
  'DATA_VALUE',
  'COMPLETENESS',
  'COMPLETENESS_TARGET',
  'ORG_UNIT_TARGET',
  'VALIDATION_RESULT',
  'EVENT',
  'ENROLLMENT',
  'OWNERSHIP',
  'TRACKED_ENTITY_INSTANCE_EVENTS',
  'TRACKED_ENTITY_INSTANCE_ENROLLMENTS',
  'TRACKED_ENTITY_INSTANCE',
];

const integer = (name: string, rest: Partial<JobParameter> = {}): JobParameter => ({ name, form: 'Integer', ...rest });
const long = (name: string): JobParameter => ({ name, form: 'Long' });
const flag = (name: string): JobParameter => ({ name, form: 'Boolean', fallback: false });
const skipTableTypes: JobParameter = {
  name: 'skipTableTypes',
  form: 'Set',
  klass: 'org.hisp.dhis.analytics.AnalyticsTableType',
  constants: ANALYTICS_TABLE_TYPES,
  fallback: [],
  endpoint: '/api/analytics/tableTypes',
};

/** In the order in which clients are shown them (contract: job-types.md §1.1). Types that this server does not do yet are left out when it answers. */
export const JOB_TYPES: readonly JobTypeDescription[] = [
  { type: 'RESOURCE_TABLE', key: 'resourceTableJob', scheduling: 'CRON', parameters: [] },
  {
    type: 'ANALYTICS_TABLE',
    key: 'analyticsTableJob',
    scheduling: 'CRON',
    parameters: [
      integer('lastYears', { min: 0 }),
      skipTableTypes,
      {
        name: 'skipPrograms',
        form: 'Set',
        klass: 'java.lang.String',
        fallback: [],
        endpoint: '/api/programs',
        uids: true,
      },
      flag('skipResourceTables'),
      flag('skipOutliers'),
    ],
  },
  {
    type: 'DISABLE_INACTIVE_USERS',
    key: 'disableInactiveUsersJob',
    scheduling: 'CRON',
    parameters: [
      integer('inactiveMonths', { fallback: 0, required: true, min: 1, max: 24 }),
      integer('reminderDaysBefore', { min: 1, max: 28 }),
    ],
  },
  {
    type: 'TEST',
    key: 'testJob',
    scheduling: 'CRON',
    parameters: [
      long('waitMillis'),
      integer('stages'),
      integer('failAtStage'),
      integer('items'),
      long('itemDuration'),
      integer('failAtItem'),
      { name: 'failWithMessage', form: 'String' },
      flag('failWithException'),
      flag('failWithPostCondition'),
      {
        name: 'failWithPolicy',
        form: 'Enum',
        klass: 'org.hisp.dhis.scheduling.JobProgress$FailurePolicy',
        constants: ['PARENT', 'FAIL', 'SKIP_STAGE', 'SKIP_ITEM', 'SKIP_ITEM_OUTLIER'],
      },
      flag('runStagesParallel'),
    ],
  },
  {
    type: 'LOCK_EXCEPTION_CLEANUP',
    key: 'lockExceptionCleanupJob',
    scheduling: 'CRON',
    parameters: [integer('expiresAfterMonths', { min: 1, max: 12 })],
  },
];

/** The server's own jobs: one each, made when it is missing (contract: job-types.md §1.3). */
export interface SystemJob {
  readonly type: string;
  readonly uid: string;
  readonly name: string;
  readonly cron?: string;
  /** Seconds. */
  readonly delay?: number;
}

export const SYSTEM_JOBS: readonly SystemJob[] = [
  { type: 'HOUSEKEEPING', uid: 'DHIS2rocks1', name: 'Housekeeping', delay: 20 },
  { type: 'DATA_VALUE_TRIM', uid: 'D2datatrim8', name: 'Data value trim', cron: '0 0 1 ? * *' },
  { type: 'CREDENTIALS_EXPIRY_ALERT', uid: 'sHMedQF7VYa', name: 'Credentials expiry alert', cron: '0 0 2 ? * *' },
  { type: 'DATA_STATISTICS', uid: 'BFa3jDsbtdO', name: 'Data statistics', cron: '0 0 2 ? * *' },
  { type: 'FILE_RESOURCE_CLEANUP', uid: 'pd6O228pqr0', name: 'File resource clean up', cron: '0 0 2 ? * *' },
  { type: 'ACCOUNT_EXPIRY_ALERT', uid: 'fUWM1At1TUx', name: 'User account expiry alert', cron: '0 0 2 ? * *' },
  {
    type: 'REMOVE_USED_OR_EXPIRED_RESERVED_VALUES',
    uid: 'uwWCT2BMmlq',
    name: 'Remove expired or used reserved values',
    cron: '0 0 2 ? * *',
  },
];

/** `ANALYTICS_TABLE` → `Analytics table` */
export const nameOfType = (type: string): string => {
  const words = type.toLowerCase().replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

export const parametersClass = (type: string): string =>
  `${PARAMETERS}.${type
    .toLowerCase()
    .split('_')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('')}JobParameters`;
