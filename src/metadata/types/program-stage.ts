import { sql } from 'kysely';
import {
  children,
  computed,
  constant,
  flag,
  integer,
  json,
  parts,
  periodType,
  reference,
  text,
} from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';
import { FEATURE_TYPES } from './constants.js';

export const programStage = defineType({
  name: 'programStage',
  plural: 'programStages',
  label: 'Program stage',
  klass: 'org.hisp.dhis.program.ProgramStage',
  table: 'programstage',
  traits: ['dataSharing', 'sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('PROGRAM'),
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    formName: text({ translatedAs: 'FORM_NAME' }),
    program: reference('program'),
    minDaysFromStart: integer({ fallback: 0 }),
    repeatable: flag(),
    dataEntryForm: reference('dataEntryForm'),
    standardInterval: integer(),
    executionDateLabel: text({ max: 255, translatedAs: 'EXECUTION_DATE_LABEL' }),
    dueDateLabel: text({ max: 255, translatedAs: 'DUE_DATE_LABEL' }),
    programStageLabel: text({ translatedAs: 'PROGRAM_STAGE_LABEL' }),
    eventLabel: text({ translatedAs: 'EVENT_LABEL' }),
    autoGenerateEvent: flag({ fallback: true }),
    displayGenerateEventBox: flag({ fallback: true }),
    generatedByEnrollmentDate: flag(),
    blockEntryForm: flag(),
    remindCompleted: flag(),
    allowGenerateNextVisit: flag(),
    openAfterEnrollment: flag(),
    reportDateToUse: text({ max: 255 }),
    preGenerateUID: flag(),
    style: json(),
    hideDueDate: flag(),
    sortOrder: integer({ column: 'sort_order' }),
    featureType: constant(FEATURE_TYPES),
    periodType: periodType(),
    validationStrategy: constant(['ON_COMPLETE', 'ON_UPDATE_AND_INSERT'], { fallback: 'ON_COMPLETE' }),
    enableUserAssignment: flag(),
    nextScheduleDate: reference('dataElement', { column: 'nextscheduledateid' }),
    referral: flag(),
    programStageDataElements: parts('programStageDataElement', {
      by: 'programstageid',
      sort: 'sort_order',
      distinctBy: 'dataElement',
    }),
    programStageSections: children('programStageSection', { by: 'programstageid', sort: 'sortorder', owner: true }),
    notificationTemplates: children('programNotificationTemplate', { by: 'programstageid', owner: true }),
    formType: computed(
      'CONSTANT',
      (alias) => sql`case
        when ${sql.ref(`${alias}.dataentryformid`)} is not null then 'CUSTOM'
        when exists (
          select from programstagesection where programstagesection.programstageid = ${sql.ref(`${alias}.programstageid`)}
        ) then 'SECTION'
        else 'DEFAULT'
      end`,
    ),
  },
});
