import type { ResourceTableDefinition } from '../definition.js';
import { approvalMinLevels, approvalRemapLevels } from './approval.js';
import { categoryStructure } from './categories.js';
import { comboNames } from './combo-names.js';
import { dataElementStructure } from './data-element.js';
import { dataSetTargets } from './data-set-targets.js';
import { dataElementGroupSets, indicatorGroupSets } from './group-sets.js';
import { orgUnitStructure } from './org-unit.js';
import { orgUnitGroupSets } from './org-unit-groups.js';
import { datePeriodStructure, periodStructure } from './periods.js';
import { dataSets, elementCombos, relationships } from './simple.js';

/** Every resource table, in building order: a later one may read an earlier one. */
export const RESOURCE_TABLE_DEFINITIONS: readonly ResourceTableDefinition[] = [
  orgUnitStructure,
  dataSetTargets,
  comboNames,
  dataElementGroupSets,
  indicatorGroupSets,
  orgUnitGroupSets,
  categoryStructure,
  dataElementStructure,
  datePeriodStructure,
  periodStructure,
  elementCombos,
  dataSets,
  relationships,
  approvalRemapLevels,
  approvalMinLevels,
];
