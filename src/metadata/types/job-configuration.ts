import { type RawBuilder, sql } from 'kysely';
import { computed, constant, flag, integer, text } from '../model/property.js';
import { defineType } from '../model/type.js';

/** Types that users may schedule; the server has one job of its own for each of the others (contract: job-types.md §1.3). */
const SYSTEM_TYPES = [
  'HOUSEKEEPING',
  'DATA_VALUE_TRIM',
  'DATA_SET_NOTIFICATION',
  'CREDENTIALS_EXPIRY_ALERT',
  'DATA_STATISTICS',
  'FILE_RESOURCE_CLEANUP',
  'ACCOUNT_EXPIRY_ALERT',
  'VALIDATION_RESULTS_NOTIFICATION',
  'REMOVE_USED_OR_EXPIRED_RESERVED_VALUES',
  'SYSTEM_VERSION_UPDATE_CHECK',
];

/** Types that requests start: they run once (contract: job-types.md §1.2, §1.4). */
const PROGRAM_TYPES = [
  ...[
    'MOCK',
    'SMS_SEND',
    'SMS_INBOUND_PROCESSING',
    'TRACKER_IMPORT_JOB',
    'IMAGE_PROCESSING',
    'METADATA_IMPORT',
    'DATAVALUE_IMPORT',
  ],
  ...[
    'COMPLETE_DATA_SET_REGISTRATION_IMPORT',
    'GEOJSON_IMPORT',
    'GML_IMPORT',
    'EVENT_IMPORT',
    'ENROLLMENT_IMPORT',
    'TEI_IMPORT',
  ],
];

const WIRE_DATE = 'YYYY-MM-DD"T"HH24:MI:SS.MS';
const shown = (moment: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`to_char((${moment})::timestamp, ${sql.lit(WIRE_DATE)})`;

/** It has begun, or was cancelled before, or lost its turn in a queue (contract: scheduling.md §5.2, §14 no. 17). */
const HAPPENED = sql`(run.started_at is not null or run.state = 'cancelled' or (run.state = 'skipped' and run.trigger = 'queue'))`;

/** A value of the latest run of the job. The run log is the one truth about what happened. */
const ofLatestRun = (alias: string, value: RawBuilder<unknown>, condition: RawBuilder<unknown> = sql`true`) => sql`(
  select ${value}
  from orderly.job_run as run
  where run.job_uid = ${sql.ref(`${alias}.uid`)} and ${HAPPENED} and ${condition}
  order by run.run_id desc
  limit 1
)`;

const isActive = (alias: string, state: string): RawBuilder<boolean> => sql`exists (
  select from orderly.job_run as run where run.job_uid = ${sql.ref(`${alias}.uid`)} and run.state = ${state}
)`;

const dueAt = (alias: string): RawBuilder<unknown> => sql`(
  select schedule.due_at from orderly.job_schedule as schedule
  where schedule.job_uid = ${sql.ref(`${alias}.uid`)} and ${sql.ref(`${alias}.enabled`)}
)`;

const DURATION = 'HH24:MI:SS.MS';

/** A job with its schedule (contract: scheduling.md §2). What it did and when it runs next come from the run log and the scheduler. */
export const jobConfiguration = defineType({
  name: 'jobConfiguration',
  plural: 'jobConfigurations',
  label: 'Job configuration',
  klass: 'org.hisp.dhis.scheduling.JobConfiguration',
  table: 'jobconfiguration',
  source: 'orderly.job_configuration',
  // A day of imports must not fill the first page (contract: scheduling.md §14 no. 26).
  precedence: 'runs_once',
  authorities: { create: ['F_SCHEDULING_ADMIN'], delete: ['F_SCHEDULING_ADMIN'] },
  naming: { unique: true },
  // Its paths are those of the feature that schedules jobs, and it is no part of exports.
  standalone: false,
  properties: {
    jobType: () => ({ kind: 'value', type: 'CONSTANT', column: 'jobtype', owner: true, required: true }),
    schedulingType: constant(['CRON', 'FIXED_DELAY', 'ONCE_ASAP'], { required: true }),
    cronExpression: text({ max: 255 }),
    delay: integer({ min: 1 }),
    jobParameters: computed(
      'COMPLEX',
      (alias) => sql`orderly.job_parameters(${sql.ref(`${alias}.jsonbjobparameters`)})`,
      { owner: true },
    ),
    enabled: flag({ fallback: true }),
    executedBy: text({ max: 11 }),
    userUid: computed('TEXT', (alias) => sql.ref(`${alias}.executedby`)),
    queueName: text({ max: 50, readOnly: true }),
    queuePosition: integer({ min: 0, readOnly: true }),
    jobStatus: computed(
      'CONSTANT',
      (alias) => sql`case
        when ${isActive(alias, 'running')} then 'RUNNING'
        when not ${sql.ref(`${alias}.enabled`)} then 'DISABLED'
        when ${sql.ref(`${alias}.cronexpression`)} is null and ${sql.ref(`${alias}.delay`)} is null and ${sql.ref(`${alias}.queuename`)} is null
          and not ${isActive(alias, 'queued')}
          then 'NOT_STARTED'
        else 'SCHEDULED'
      end`,
    ),
    lastExecutedStatus: computed(
      'CONSTANT',
      (alias) =>
        sql`coalesce(${ofLatestRun(
          alias,
          sql`case run.state when 'done' then 'COMPLETED' when 'cancelled' then 'STOPPED' when 'skipped' then 'NOT_STARTED' else 'FAILED' end`,
          sql`run.finished_at is not null`,
        )}, 'NOT_STARTED')`,
    ),
    lastExecuted: computed('DATE', (alias) =>
      shown(ofLatestRun(alias, sql`coalesce(run.started_at, case run.state when 'skipped' then run.finished_at end)`)),
    ),
    lastFinished: computed('DATE', (alias) =>
      shown(ofLatestRun(alias, sql`run.finished_at`, sql`run.finished_at is not null`)),
    ),
    lastAlive: computed('DATE', (alias) =>
      shown(sql`(
        select node.alive_at
        from orderly.job_run as run
        join orderly.node on node.node_id = run.node_id
        where run.job_uid = ${sql.ref(`${alias}.uid`)} and run.state = 'running'
        limit 1
      )`),
    ),
    lastRuntimeExecution: computed('TEXT', (alias) =>
      ofLatestRun(
        alias,
        sql`to_char(run.finished_at - run.started_at, ${sql.lit(DURATION)})`,
        sql`run.finished_at is not null`,
      ),
    ),
    nextExecutionTime: computed('DATE', (alias) => shown(dueAt(alias))),
    maxDelayedExecutionTime: computed(
      'DATE',
      (alias) => sql`case when ${sql.ref(`${alias}.schedulingtype`)} = 'CRON'
        then ${shown(sql`${dueAt(alias)} + interval '4 hours'`)}
      end`,
    ),
    misfirePolicy: computed(
      'CONSTANT',
      (alias) => sql`coalesce(
        (select schedule.misfire from orderly.job_schedule as schedule where schedule.job_uid = ${sql.ref(`${alias}.uid`)}), 'once'
      )`,
    ),
    configurable: computed(
      'BOOLEAN',
      (alias) => sql`${sql.ref(`${alias}.jobtype`)} <> all (${[...SYSTEM_TYPES, ...PROGRAM_TYPES]})`,
    ),
    leaderOnlyJob: computed('BOOLEAN', () => sql`true`),
    errorCodes: computed(
      'TEXT',
      (alias) =>
        sql`coalesce(${ofLatestRun(
          alias,
          sql`(select progress.error_codes from orderly.job_progress as progress where progress.run_id = run.run_id)`,
        )}, '')`,
    ),
    externalAccess: computed('BOOLEAN', () => sql`false`),
    userGroupAccesses: computed('COMPLEX', () => sql`'[]'::jsonb`),
    userAccesses: computed('COMPLEX', () => sql`'[]'::jsonb`),
    attributeValues: computed('COMPLEX', () => sql`'[]'::jsonb`),
  },
});

export const isSystemJobType = (type: string): boolean => SYSTEM_TYPES.includes(type);
