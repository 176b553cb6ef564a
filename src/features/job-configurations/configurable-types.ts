import { ANALYTICS_TABLE_TYPES } from '../analytics-tables/index.js';
import { BATCH_OPERATIONS } from '../maintenance/index.js';
import { DEFAULT_ORGANIZATION, MAINTENANCE_JOB } from '../roll-ups/index.js';
import type { JobParameter, JobTypeDescription } from './job-types.js';

const integer = (name: string, rest: Partial<JobParameter> = {}): JobParameter => ({ name, form: 'Integer', ...rest });
const long = (name: string): JobParameter => ({ name, form: 'Long' });
const flag = (name: string): JobParameter => ({ name, form: 'Boolean', fallback: false });
const text = (name: string, rest: Partial<JobParameter> = {}): JobParameter => ({ name, form: 'String', ...rest });
const set = (name: string, rest: Partial<JobParameter> = {}): JobParameter => ({
  name,
  form: 'Set',
  klass: 'java.lang.String',
  ...rest,
});
const uidList = (name: string, rest: Partial<JobParameter> = {}): JobParameter => ({
  name,
  form: 'List',
  klass: 'java.lang.String',
  uids: true,
  ...rest,
});
const skipTableTypes = set('skipTableTypes', {
  klass: 'org.hisp.dhis.analytics.AnalyticsTableType',
  constants: ANALYTICS_TABLE_TYPES,
  fallback: [],
  endpoint: '/api/analytics/tableTypes',
});
const pageSize = (name: string, fallback: number, min: number, max: number): JobParameter =>
  integer(name, { fallback, min, max });
const checks = set('checks', { endpoint: '/api/dataIntegrity' });
const days = [integer('relativeStart', { fallback: 0 }), integer('relativeEnd', { fallback: 0 })];

type Described = Omit<JobTypeDescription, 'scheduling'> & Partial<Pick<JobTypeDescription, 'scheduling'>>;
const type = ({ scheduling = 'CRON', ...rest }: Described): JobTypeDescription => ({ scheduling, ...rest });

/** In the order in which clients are shown them (contract: job-types.md §1.1, §2). Types that this server does not do yet are left out when it answers. */
export const JOB_TYPES: readonly JobTypeDescription[] = [
  type({
    type: 'DATA_INTEGRITY',
    key: 'dataIntegrityJob',
    parameters: [
      {
        name: 'type',
        form: 'Enum',
        klass: 'org.hisp.dhis.scheduling.parameters.DataIntegrityJobParameters$DataIntegrityReportType',
        constants: ['REPORT', 'SUMMARY', 'DETAILS'],
      },
      checks,
    ],
  }),
  type({ type: 'DATA_INTEGRITY_DETAILS', key: 'dataIntegrityDetailsJob', parameters: [checks] }),
  type({ type: 'RESOURCE_TABLE', key: 'resourceTableJob', parameters: [] }),
  type({
    type: 'ANALYTICS_TABLE',
    key: 'analyticsTableJob',
    parameters: [
      integer('lastYears', { min: 0 }),
      skipTableTypes,
      set('skipPrograms', { fallback: [], endpoint: '/api/programs', uids: true }),
      flag('skipResourceTables'),
      flag('skipOutliers'),
    ],
  }),
  type({
    type: 'CONTINUOUS_ANALYTICS_TABLE',
    key: 'continuousAnalyticsTableJob',
    scheduling: 'FIXED_DELAY',
    parameters: [
      integer('fullUpdateHourOfDay', { fallback: 0, min: 0, max: 23 }),
      integer('lastYears', { min: 1 }),
      skipTableTypes,
      flag('skipOutliers'),
    ],
  }),
  type({
    type: 'SINGLE_EVENT_DATA_SYNC',
    key: 'singleEventDataSyncJob',
    parameters: [pageSize('pageSize', 60, 5, 200)],
  }),
  type({
    type: 'TRACKED_ENTITY_DATA_SYNC',
    key: 'trackedEntityDataSyncJob',
    parameters: [pageSize('pageSize', 60, 5, 200)],
  }),
  type({ type: 'DATA_SYNC', key: 'dataSyncJob', parameters: [pageSize('pageSize', 10_000, 50, 30_000)] }),
  type({
    type: 'META_DATA_SYNC',
    key: 'metadataSyncJob',
    parameters: [pageSize('dataValuesPageSize', 10_000, 50, 30_000)],
  }),
  type({
    type: 'AGGREGATE_DATA_EXCHANGE',
    key: 'aggregateDataExchangeJob',
    parameters: [uidList('dataExchangeIds', { endpoint: '/api/aggregateDataExchanges', filled: 'E4000' })],
  }),
  type({ type: 'SEND_SCHEDULED_MESSAGE', key: 'sendScheduledMessageJob', parameters: [] }),
  type({ type: 'PROGRAM_NOTIFICATIONS', key: 'programNotificationsJob', parameters: [] }),
  type({
    type: 'MONITORING',
    key: 'monitoringJob',
    parameters: [
      ...days,
      uidList('validationRuleGroups', { fallback: [], endpoint: '/api/validationRuleGroups' }),
      flag('sendNotifications'),
      flag('persistResults'),
    ],
  }),
  type({
    type: 'PUSH_ANALYSIS',
    key: 'pushAnalysisJob',
    parameters: [
      uidList('pushAnalysis', { fallback: [], required: true, endpoint: '/api/pushAnalysis', filled: 'E4014' }),
    ],
  }),
  type({
    type: 'HTML_PUSH_ANALYTICS',
    key: 'htmlPushAnalyticsJob',
    parameters: [
      text('dashboard', { required: true, uids: true, endpoint: '/api/dashboards' }),
      text('receivers', { required: true, uids: true, endpoint: '/api/userGroups' }),
      {
        name: 'mode',
        form: 'Enum',
        klass: 'org.hisp.dhis.scheduling.parameters.HtmlPushAnalyticsJobParameters$ViewMode',
        constants: ['EXECUTOR', 'RECEIVER'],
        required: true,
      },
    ],
  }),
  type({
    type: 'TRACKER_SEARCH_OPTIMIZATION',
    key: 'trackerSearchOptimizationJob',
    parameters: [
      set('attributes', { fallback: [], endpoint: '/api/trackedEntityAttributes/indexable', uids: true }),
      flag('skipIndexDeletion'),
    ],
  }),
  type({
    type: 'PREDICTOR',
    key: 'predictorJob',
    parameters: [
      ...days,
      uidList('predictors', { fallback: [], endpoint: '/api/predictors' }),
      uidList('predictorGroups', { fallback: [], endpoint: '/api/predictorGroups' }),
    ],
  }),
  type({
    type: 'MATERIALIZED_SQL_VIEW_UPDATE',
    key: 'materializedSqlViewUpdateJob',
    parameters: [uidList('sqlViews', { fallback: [], endpoint: '/api/sqlViews' })],
  }),
  type({
    type: 'DISABLE_INACTIVE_USERS',
    key: 'disableInactiveUsersJob',
    parameters: [
      integer('inactiveMonths', { fallback: 0, required: true, min: 1, max: 24 }),
      integer('reminderDaysBefore', { min: 1, max: 28 }),
    ],
  }),
  type({
    type: 'TEST',
    key: 'testJob',
    parameters: [
      long('waitMillis'),
      integer('stages'),
      integer('failAtStage'),
      integer('items'),
      long('itemDuration'),
      integer('failAtItem'),
      text('failWithMessage'),
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
  }),
  type({
    type: 'LOCK_EXCEPTION_CLEANUP',
    key: 'lockExceptionCleanupJob',
    parameters: [integer('expiresAfterMonths', { min: 1, max: 12 })],
  }),
  // Orderly's own.
  type({
    type: MAINTENANCE_JOB,
    key: 'aggregateMaintenanceJob',
    // As AtScale has it: what is scheduled there shows here, and the other way round (contract: aggregates.md §3).
    zone: 'UTC',
    authorities: ['F_AGGREGATES_MANAGE'],
    parameters: [text('organization', { fallback: DEFAULT_ORGANIZATION, endpoint: '/api/aggregateOrganizations' })],
  }),
  type({
    type: 'MAINTENANCE',
    key: 'maintenanceJob',
    authorities: ['F_PERFORM_MAINTENANCE'],
    parameters: [
      set('operations', {
        constants: BATCH_OPERATIONS.map(({ name }) => name),
        endpoint: '/api/maintenance/operations',
        filled: 'E4014',
      }),
      flag('dryRun'),
      flag('failFast'),
      {
        name: 'zeroPattern',
        form: 'Enum',
        klass: 'java.lang.String',
        constants: ['peer', 'all'],
        fallback: 'peer',
      },
    ],
  }),
];

/** What is known of a type; undefined for one that users cannot schedule. */
export const describedType = (type: string): JobTypeDescription | undefined =>
  JOB_TYPES.find((described) => described.type === type);
