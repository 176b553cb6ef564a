export { ruleEffects } from './effects.js';
export type { RuleEffect, RuleEnrollment, RuleEvent, RuleInput, SentValues, Values } from './given.js';
export { applyRules, type RuleFinding } from './import-rules.js';
export {
  type RuleAssignment,
  type RuleIssue,
  type RuleMessage,
  type RuleSettings,
  type RulesVerdict,
  rulesVerdict,
} from './verdict.js';
