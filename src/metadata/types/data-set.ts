import { sql } from 'kysely';
import {
  children,
  computed,
  flag,
  integer,
  json,
  members,
  number,
  parts,
  periodType,
  reference,
  text,
} from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';
import { DEFAULT_CATEGORY_COMBO } from './constants.js';

export const dataSet = defineType({
  name: 'dataSet',
  plural: 'dataSets',
  label: 'Data set',
  klass: 'org.hisp.dhis.dataset.DataSet',
  table: 'dataset',
  traits: ['dataSharing', 'sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('DATASET'),
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    formName: text({ translatedAs: 'FORM_NAME' }),
    style: json(),
    periodType: periodType({ required: true }),
    categoryCombo: reference('categoryCombo', { fallback: DEFAULT_CATEGORY_COMBO }),
    mobile: flag(),
    version: integer({ fallback: 0 }),
    expiryDays: number({ fallback: 0 }),
    timelyDays: number({ fallback: 15 }),
    notifyCompletingUser: flag(),
    workflow: reference('dataApprovalWorkflow'),
    openFuturePeriods: integer({ fallback: 0 }),
    openPeriodsAfterCoEndDate: integer({ fallback: 0 }),
    fieldCombinationRequired: flag(),
    validCompleteOnly: flag(),
    noValueRequiresComment: flag(),
    skipOffline: flag(),
    dataElementDecoration: flag(),
    renderAsTabs: flag(),
    renderHorizontally: flag(),
    compulsoryFieldsCompleteOnly: flag(),
    displayOptions: json({ textual: true }),
    dataEntryForm: reference('dataEntryForm', { column: 'dataentryform' }),
    notificationRecipients: reference('userGroup', { column: 'notificationrecipients' }),
    dataSetElements: parts('dataSetElement', { by: 'datasetid', distinctBy: 'dataElement' }),
    dataInputPeriods: parts('dataInputPeriod', { by: 'datasetid' }),
    sections: children('section', { by: 'datasetid', sort: 'sortorder', goesAlong: true }),
    compulsoryDataElementOperands: members('dataElementOperand', {
      table: 'datasetoperands',
      own: 'datasetid',
      item: 'dataelementoperandid',
      embedded: true,
    }),
    organisationUnits: members('organisationUnit', { table: 'datasetsource', own: 'datasetid', item: 'sourceid' }),
    indicators: members('indicator', { table: 'datasetindicators', own: 'datasetid', item: 'indicatorid' }),
    legendSets: members('legendSet', {
      table: 'datasetlegendsets',
      own: 'datasetid',
      item: 'legendsetid',
      sort: 'sort_order',
    }),
    formType: computed(
      'CONSTANT',
      (alias) => sql`case
        when ${sql.ref(`${alias}.dataentryform`)} is not null then 'CUSTOM'
        when exists (select from section where section.datasetid = ${sql.ref(`${alias}.datasetid`)}) then 'SECTION'
        else 'DEFAULT'
      end`,
    ),
    dimensionItem: computed('TEXT', (alias) => sql.ref(`${alias}.uid`)),
    dimensionItemType: computed('CONSTANT', () => sql`'REPORTING_RATE'`),
  },
});
