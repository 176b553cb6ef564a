import type { IntegrityCheck } from '../check.js';
import { categoryChecks } from './categories.js';
import { categoryComboChecks } from './category-combos.js';
import { dataElementChecks } from './data-elements.js';
import { dataSetChecks } from './data-sets.js';
import { favouriteChecks } from './favourites.js';
import { fileResourceChecks } from './file-resources.js';
import { formulaChecks } from './formulas.js';
import { geometryChecks } from './geometries.js';
import { groupSizeChecks } from './group-sizes.js';
import { indicatorChecks } from './indicators.js';
import { optionSetChecks } from './option-sets.js';
import { organisationUnitChecks } from './organisation-units.js';
import { periodAndRuleChecks } from './periods-and-rules.js';
import { programmaticChecks } from './programmatic.js';
import { programChecks } from './programs.js';
import { userChecks } from './users.js';

/** All checks: adding one is adding its definition to the file of its section. */
export const CHECKS: readonly IntegrityCheck[] = [
  ...categoryChecks,
  ...categoryComboChecks,
  ...dataSetChecks,
  ...organisationUnitChecks,
  ...geometryChecks,
  ...optionSetChecks,
  ...programChecks,
  ...favouriteChecks,
  ...dataElementChecks,
  ...indicatorChecks,
  ...periodAndRuleChecks,
  ...groupSizeChecks,
  ...userChecks,
  ...fileResourceChecks,
  ...programmaticChecks,
  ...formulaChecks,
];
