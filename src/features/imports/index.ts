export { answerMessage, answerSummary } from './answer.js';
export { type IdScheme, identifier, isUidScheme, namesOf, parseIdScheme, schemeText, uidsOf } from './id-schemes.js';
export {
  defaultOptions,
  IMPORT_OPTIONS,
  IMPORT_QUERY,
  type ImportHead,
  type ImportOptions,
  type ImportQuery,
  importOptions,
  type Strategy,
  schemeFor,
  strategyOf,
  withHead,
  withSettings,
} from './import-options.js';
export {
  Conflicts,
  combined,
  errorSummary,
  type ImportConflict,
  type ImportCount,
  type ImportSummaries,
  type ImportSummary,
  NOTHING,
  type Refusal,
} from './import-summary.js';
