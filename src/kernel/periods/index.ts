export { PERIOD_TYPE_NAMES, type Period, type PeriodType, type PeriodTypeName } from './period.js';
export {
  daysInPeriod,
  parseDateRange,
  parsePeriod,
  periodContaining,
  periodLabel,
  periodsStartingWithin,
  periodType,
  shiftPeriod,
} from './periods.js';
export {
  type FinancialType,
  isRelativePeriod,
  RELATIVE_PERIODS,
  type RelativeContext,
  relativePeriodLabel,
  relativePeriods,
} from './relative.js';
export { RELATIVE_BY_SPELLING, storedRelativePeriods } from './stored-relative-periods.js';
export { PERIOD_TYPES } from './types.js';
