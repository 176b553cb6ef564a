import type { RowRules, WholeRules } from '../rules.js';
import { completenessRules } from './completeness.js';
import { dataValueRules } from './data-value.js';
import { ownershipRules } from './ownership.js';
import { TRACKER_RULES } from './tracker.js';

/** Types that latest runs bring up to date row by row. */
export const ROW_RULES: readonly RowRules[] = [dataValueRules, completenessRules, ...TRACKER_RULES, ownershipRules];

/** Types that they make anew when a source has changed. */
export const WHOLE_RULES: readonly WholeRules[] = [
  {
    type: 'COMPLETENESS_TARGET',
    tables: ['dataset'],
    resources: ['dataSetTargets', 'orgUnit', 'orgUnitGroups', 'categories'],
  },
  { type: 'ORG_UNIT_TARGET', tables: ['orgunitgroupmembers', 'orgunitgroup'], resources: ['orgUnit'] },
  {
    type: 'VALIDATION_RESULT',
    tables: ['validationresult', 'validationrule'],
    resources: ['period', 'orgUnit', 'orgUnitGroups', 'categories'],
  },
];
