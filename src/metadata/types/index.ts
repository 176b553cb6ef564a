import type { MetadataType } from '../model/type.js';
import { aggregateDataExchange } from './aggregate-data-exchange.js';
import { analyticsPeriodBoundary } from './analytics-period-boundary.js';
import { analyticsTableHook } from './analytics-table-hook.js';
import { attribute } from './attribute.js';
import { attributeValue } from './attribute-value.js';
import { category } from './category.js';
import { categoryCombo } from './category-combo.js';
import { categoryOption } from './category-option.js';
import { categoryOptionCombo } from './category-option-combo.js';
import { categoryOptionGroup } from './category-option-group.js';
import { categoryOptionGroupSet } from './category-option-group-set.js';
import { constantType } from './constant-type.js';
import { dashboard } from './dashboard.js';
import { dashboardItem } from './dashboard-item.js';
import { dataApprovalLevel } from './data-approval-level.js';
import { dataApprovalWorkflow } from './data-approval-workflow.js';
import { dataDimensionItem } from './data-dimension-item.js';
import { dataElement } from './data-element.js';
import { dataElementGroup } from './data-element-group.js';
import { dataElementGroupSet } from './data-element-group-set.js';
import { dataElementOperand } from './data-element-operand.js';
import { dataEntryForm } from './data-entry-form.js';
import { dataInputPeriod } from './data-input-period.js';
import { dataSet } from './data-set.js';
import { dataSetElement } from './data-set-element.js';
import { dataSetNotificationTemplate } from './data-set-notification-template.js';
import { document } from './document.js';
import { eventVisualization } from './event-visualization.js';
import { expression } from './expression.js';
import { fileResource } from './file-resource.js';
import { indicator } from './indicator.js';
import { indicatorGroup } from './indicator-group.js';
import { indicatorGroupSet } from './indicator-group-set.js';
import { indicatorType } from './indicator-type.js';
import { interpretation } from './interpretation.js';
import { jobConfiguration } from './job-configuration.js';
import { legend } from './legend.js';
import { legendSet } from './legend-set.js';
import { map } from './map.js';
import { mapView } from './map-view.js';
import { option } from './option.js';
import { optionGroup } from './option-group.js';
import { optionGroupSet } from './option-group-set.js';
import { optionSet } from './option-set.js';
import { organisationUnit } from './organisation-unit.js';
import { organisationUnitGroup } from './organisation-unit-group.js';
import { organisationUnitGroupSet } from './organisation-unit-group-set.js';
import { organisationUnitLevel } from './organisation-unit-level.js';
import { period } from './period.js';
import { predictor } from './predictor.js';
import { predictorGroup } from './predictor-group.js';
import { program } from './program.js';
import { programIndicator } from './program-indicator.js';
import { programIndicatorGroup } from './program-indicator-group.js';
import { programNotificationTemplate } from './program-notification-template.js';
import { programRule } from './program-rule.js';
import { programRuleAction } from './program-rule-action.js';
import { programRuleVariable } from './program-rule-variable.js';
import { programSection } from './program-section.js';
import { programStage } from './program-stage.js';
import { programStageDataElement } from './program-stage-data-element.js';
import { programStageSection } from './program-stage-section.js';
import { programTrackedEntityAttribute } from './program-tracked-entity-attribute.js';
import { pushAnalysis } from './push-analysis.js';
import { relationshipConstraint } from './relationship-constraint.js';
import { relationshipType } from './relationship-type.js';
import { report } from './report.js';
import { section } from './section.js';
import { sqlView } from './sql-view.js';
import { trackedEntityAttribute } from './tracked-entity-attribute.js';
import { trackedEntityType } from './tracked-entity-type.js';
import { trackedEntityTypeAttribute } from './tracked-entity-type-attribute.js';
import { user } from './user.js';
import { userGroup } from './user-group.js';
import { userRole } from './user-role.js';
import { validationNotificationTemplate } from './validation-notification-template.js';
import { validationRule } from './validation-rule.js';
import { validationRuleGroup } from './validation-rule-group.js';
import { visualization } from './visualization.js';

/** Every metadata type. A new one is a file beside this and a line here. */
export const ALL_TYPES: readonly MetadataType[] = [
  aggregateDataExchange,
  analyticsPeriodBoundary,
  analyticsTableHook,
  attribute,
  attributeValue,
  category,
  categoryCombo,
  categoryOption,
  categoryOptionCombo,
  categoryOptionGroup,
  categoryOptionGroupSet,
  constantType,
  dashboard,
  dashboardItem,
  dataApprovalLevel,
  dataApprovalWorkflow,
  dataDimensionItem,
  dataElement,
  dataElementGroup,
  dataElementGroupSet,
  dataElementOperand,
  dataEntryForm,
  dataInputPeriod,
  dataSet,
  dataSetElement,
  dataSetNotificationTemplate,
  document,
  eventVisualization,
  expression,
  fileResource,
  indicator,
  indicatorGroup,
  indicatorGroupSet,
  indicatorType,
  interpretation,
  jobConfiguration,
  legend,
  legendSet,
  map,
  mapView,
  option,
  optionGroup,
  optionGroupSet,
  optionSet,
  organisationUnit,
  organisationUnitGroup,
  organisationUnitGroupSet,
  organisationUnitLevel,
  period,
  predictor,
  predictorGroup,
  program,
  programIndicator,
  programIndicatorGroup,
  programNotificationTemplate,
  programRule,
  programRuleAction,
  programRuleVariable,
  programSection,
  programStage,
  programStageDataElement,
  programStageSection,
  programTrackedEntityAttribute,
  pushAnalysis,
  relationshipConstraint,
  relationshipType,
  report,
  section,
  sqlView,
  trackedEntityAttribute,
  trackedEntityType,
  trackedEntityTypeAttribute,
  user,
  userGroup,
  userRole,
  validationNotificationTemplate,
  validationRule,
  validationRuleGroup,
  visualization,
];
