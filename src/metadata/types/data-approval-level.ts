import { integer, reference } from '../model/property.js';
import { defineType } from '../model/type.js';

export const dataApprovalLevel = defineType({
  name: 'dataApprovalLevel',
  plural: 'dataApprovalLevels',
  label: 'Data approval level',
  klass: 'org.hisp.dhis.dataapproval.DataApprovalLevel',
  table: 'dataapprovallevel',
  traits: ['sharing', 'translations', 'author'],
  authorities: { create: ['F_SYSTEM_SETTING'], delete: ['F_SYSTEM_SETTING'] },
  naming: { unique: true },
  uniqueTogether: [['orgUnitLevel', 'categoryOptionGroupSet']],
  properties: {
    level: integer({ required: true, min: 1 }),
    orgUnitLevel: integer({ required: true, min: 1 }),
    categoryOptionGroupSet: reference('categoryOptionGroupSet'),
  },
});
