import { sql } from 'kysely';
import type { MetadataType } from '../../metadata/index.js';
import { computed, constant, flag, integer, json, moment, reference, text } from '../../metadata/model/property.js';
import { defineType } from '../../metadata/model/type.js';

const nothing = () => sql`null`;

/** Jobs and their schedules (contract: scheduling.md §2). Only described here: their paths are another feature's. */
const jobConfiguration = defineType({
  name: 'jobConfiguration',
  plural: 'jobConfigurations',
  label: 'Job configuration',
  klass: 'org.hisp.dhis.scheduling.JobConfiguration',
  table: 'jobconfiguration',
  authorities: { create: ['F_SCHEDULING_ADMIN'], delete: ['F_SCHEDULING_ADMIN'] },
  naming: { unique: true },
  properties: {
    // Its words are the job types that are registered, which other features know.
    jobType: () => ({ kind: 'value', type: 'CONSTANT', column: 'jobtype', owner: true, required: true }),
    schedulingType: constant(['CRON', 'FIXED_DELAY', 'ONCE_ASAP'], { required: true }),
    cronExpression: text({ max: 255 }),
    delay: integer({ min: 1 }),
    jobParameters: json({ column: 'jsonbjobparameters' }),
    enabled: flag({ fallback: true }),
    executedBy: text({ max: 11 }),
    queueName: text({ max: 50, readOnly: true }),
    queuePosition: integer({ min: 0, readOnly: true }),
    jobStatus: constant(['RUNNING', 'SCHEDULED', 'DISABLED', 'COMPLETED', 'STOPPED', 'FAILED', 'NOT_STARTED'], {
      readOnly: true,
    }),
    lastExecutedStatus: constant(['COMPLETED', 'FAILED', 'STOPPED', 'NOT_STARTED'], { readOnly: true }),
    lastExecuted: moment({ readOnly: true }),
    lastFinished: moment({ readOnly: true }),
    lastAlive: moment({ readOnly: true }),
    errorCodes: text({ readOnly: true }),
    lastRuntimeExecution: computed('TEXT', nothing),
    nextExecutionTime: computed('DATE', nothing),
    maxDelayedExecutionTime: computed('DATE', nothing),
    configurable: computed('BOOLEAN', nothing),
    leaderOnlyJob: computed('BOOLEAN', nothing),
    userUid: computed('TEXT', nothing),
  },
});

/** The range in which values are expected (contract: data-admin.md §1). */
const minMaxDataElement = defineType({
  name: 'minMaxDataElement',
  plural: 'minMaxDataElements',
  label: 'Min max data element',
  klass: 'org.hisp.dhis.minmax.MinMaxDataElement',
  table: 'minmaxdataelement',
  identifiable: false,
  standalone: true,
  authorities: { create: ['F_MINMAX_DATAELEMENT_ADD'], delete: ['F_MINMAX_DATAELEMENT_ADD'] },
  properties: {
    source: reference('organisationUnit', { required: true }),
    dataElement: reference('dataElement', { required: true }),
    optionCombo: reference('categoryOptionCombo', { column: 'categoryoptioncomboid', required: true }),
    min: integer({ column: 'minimumvalue', required: true }),
    max: integer({ column: 'maximumvalue', required: true }),
    generated: flag({ column: 'generatedvalue' }),
  },
});

/** Types that have a schema and no descriptor among the metadata types. */
export const OTHER_TYPES: readonly MetadataType[] = [jobConfiguration, minMaxDataElement];
