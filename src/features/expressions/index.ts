export { readCells, rowsByUnit } from './cells.js';
export { expressionDescriptionRoute } from './description-route.js';
export { describeFormulas, type FormulaPlace, formulaFaults } from './faults.js';
export {
  type Formula,
  type FormulaSet,
  type FormulaSource,
  loadFormulas,
  questionsIn,
  RATES,
  type RateName,
  type UnitQuestions,
} from './formulas.js';
export { byAttribute, type CellsByPeriod, frameOf, PeriodLine, placeInYear } from './frames.js';
export { CyclicIndicatorError, caught, withIndicators } from './indicators.js';
export { objectsByUid } from './objects.js';
export { readSelections, type Selection } from './selections.js';
export type { CellRow, Disaggregation } from './targets.js';
export { chunksOf, type OrgUnit, type UnitFactsOf, type UnitSelection, unitFacts, unitsOf } from './units.js';
