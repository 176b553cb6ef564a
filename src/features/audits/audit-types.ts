import { moment, reference, text } from '../../metadata/model/property.js';
import { defineType } from '../../metadata/model/type.js';

const COMBO = { column: 'categoryoptioncomboid' };
const ATTRIBUTE_COMBO = { column: 'attributeoptioncomboid' };

/** What a data value was before it was changed or deleted (contract: schema.md §2.2). */
export const DATA_VALUE_AUDIT = defineType({
  name: 'dataValueAudit',
  plural: 'dataValueAudits',
  label: 'Data value audit',
  klass: 'org.hisp.dhis.datavalue.DataValueAudit',
  table: 'datavalueaudit',
  identifiable: false,
  properties: {
    dataElement: reference('dataElement'),
    period: reference('period', { column: 'periodid' }),
    organisationUnit: reference('organisationUnit', { column: 'organisationunitid' }),
    categoryOptionCombo: reference('categoryOptionCombo', COMBO),
    attributeOptionCombo: reference('categoryOptionCombo', ATTRIBUTE_COMBO),
    value: text(),
    modifiedBy: text({ column: 'modifiedby' }),
    created: moment(),
    auditType: text({ column: 'audittype' }),
  },
});

/** What was done with the approval of data (contract: schema.md §2.5). */
export const DATA_APPROVAL_AUDIT = defineType({
  name: 'dataApprovalAudit',
  plural: 'dataApprovalAudits',
  label: 'Data approval audit',
  klass: 'org.hisp.dhis.dataapproval.DataApprovalAudit',
  table: 'dataapprovalaudit',
  identifiable: false,
  properties: {
    level: reference('dataApprovalLevel', { column: 'levelid' }),
    workflow: reference('dataApprovalWorkflow', { column: 'workflowid' }),
    period: reference('period', { column: 'periodid' }),
    organisationUnit: reference('organisationUnit', { column: 'organisationunitid' }),
    attributeOptionCombo: reference('categoryOptionCombo', ATTRIBUTE_COMBO),
    action: text(),
    created: moment(),
    creator: reference('user', { column: 'creator' }),
  },
});
