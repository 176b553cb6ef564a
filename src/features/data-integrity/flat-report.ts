import type { Issue } from './check.js';

type Form = (issues: readonly Issue[]) => unknown;

const nameAndUid: Form = (issues) => issues.map(({ id, name }) => `${name}:${id}`);
const names: Form = (issues) => issues.map(({ name }) => name);
const commentsByName: Form = (issues) => Object.fromEntries(issues.map(({ name, comment = '' }) => [name, comment]));
const groups: Form = (issues) => issues.map(({ refs = [] }) => refs);
const refsByName: Form = (issues) => Object.fromEntries(issues.map(({ name, refs = [] }) => [name, refs]));

/** Keys of the report that old clients read, by check (contract: data-admin.md §7.4). */
const REPORT: Readonly<Record<string, readonly [key: string, form: Form]>> = {
  data_elements_without_datasets: ['dataElementsWithoutDataSet', nameAndUid],
  data_elements_aggregate_no_groups: ['dataElementsWithoutGroups', nameAndUid],
  invalid_category_combos: ['invalidCategoryCombos', nameAndUid],
  orgunits_orphaned: ['orphanedOrganisationUnits', nameAndUid],
  organisation_units_without_groups: ['organisationUnitsWithoutGroups', nameAndUid],
  datasets_not_assigned_to_org_units: ['dataSetsNotAssignedToOrganisationUnits', names],
  indicators_not_grouped: ['indicatorsWithoutGroups', names],
  periods_same_start_date_period_type: ['duplicatePeriods', names],
  org_units_not_in_compulsory_group_sets: ['organisationUnitGroupsWithoutGroupSets', names],
  validation_rules_without_groups: ['validationRulesWithoutGroups', names],
  program_indicators_without_expression: ['programIndicatorsWithNoExpression', names],
  data_elements_aggregate_with_different_period_types: [
    'dataElementsAssignedToDataSetsWithDifferentPeriodTypes',
    refsByName,
  ],
  data_elements_violating_exclusive_group_sets: ['dataElementsViolatingExclusiveGroupSets', refsByName],
  indicators_violating_exclusive_group_sets: ['indicatorsViolatingExclusiveGroupSets', refsByName],
  organisation_units_violating_exclusive_group_sets: ['organisationUnitsViolatingExclusiveGroupSets', refsByName],
  program_rules_without_condition: ['programRulesWithNoCondition', refsByName],
  program_rules_no_priority: ['programRulesWithNoPriority', refsByName],
  program_rules_no_action: ['programRulesWithNoAction', refsByName],
  org_units_with_cyclic_references: ['organisationUnitsWithCyclicReferences', names],
  data_elements_in_data_set_not_in_form: ['dataElementsInDataSetNotInForm', refsByName],
  program_rule_variables_without_data_element: ['programRuleVariablesWithNoDataElement', refsByName],
  program_rule_variables_without_attribute: ['programRuleVariablesWithNoAttribute', refsByName],
  program_rule_actions_without_data_object: ['programRuleActionsWithNoDataObject', refsByName],
  program_rule_actions_without_notification: ['programRuleActionsWithNoNotification', refsByName],
  program_rule_actions_without_section: ['programRuleActionsWithNoSectionId', refsByName],
  indicators_with_identical_formulas: ['indicatorsWithIdenticalFormulas', groups],
  indicators_with_invalid_numerator: ['invalidIndicatorNumerators', commentsByName],
  indicators_with_invalid_denominator: ['invalidIndicatorDenominators', commentsByName],
  validation_rules_with_invalid_left_side_expression: ['invalidValidationRuleLeftSideExpressions', commentsByName],
  validation_rules_with_invalid_right_side_expression: ['invalidValidationRuleRightSideExpressions', commentsByName],
  program_indicators_with_invalid_expressions: ['invalidProgramIndicatorExpressions', commentsByName],
  program_indicators_with_invalid_filters: ['invalidProgramIndicatorFilters', commentsByName],
  program_rule_actions_without_stage_id: ['programRuleActionsWithNoStageId', refsByName],
};

/** The flat report of a run as 2.41 and before stored it. Checks that were not run have no key. */
export function flatReport(found: ReadonlyMap<string, readonly Issue[]>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...found].flatMap(([name, issues]) => {
      const [key, form] = REPORT[name] ?? [];
      return key !== undefined && form !== undefined ? [[key, form(issues)]] : [];
    }),
  );
}
