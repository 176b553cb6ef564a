import { children, members, periodType, reference } from '../model/property.js';
import { defineType } from '../model/type.js';
import { DEFAULT_CATEGORY_COMBO } from './constants.js';

export const dataApprovalWorkflow = defineType({
  name: 'dataApprovalWorkflow',
  plural: 'dataApprovalWorkflows',
  label: 'Data approval workflow',
  klass: 'org.hisp.dhis.dataapproval.DataApprovalWorkflow',
  table: 'dataapprovalworkflow',
  key: 'workflowid',
  traits: ['sharing', 'translations', 'author'],
  authorities: { create: ['F_DATA_APPROVAL_WORKFLOW'], delete: ['F_DATA_APPROVAL_WORKFLOW'] },
  naming: { unique: true },
  properties: {
    periodType: periodType({ required: true }),
    categoryCombo: reference('categoryCombo', { fallback: DEFAULT_CATEGORY_COMBO }),
    dataApprovalLevels: members('dataApprovalLevel', {
      table: 'dataapprovalworkflowlevels',
      own: 'workflowid',
      item: 'dataapprovallevelid',
    }),
    dataSets: children('dataSet', { by: 'workflowid' }),
  },
});
