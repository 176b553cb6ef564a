import { sql } from 'kysely';
import { defineChecks } from '../check.js';

const PERIODS = { section: 'Periods', issuesIdType: 'periods', of: 'period' } as const;
const RULES = { section: 'Validation rules', issuesIdType: 'validationRules', of: 'validationrule' } as const;

/** Periods and validation rules (contract: data-admin.md §7.7). */
export const periodAndRuleChecks = defineChecks([
  {
    ...PERIODS,
    name: 'periods_same_start_date_period_type',
    displayName: 'Periods that are there twice',
    sectionOrder: 1,
    severity: 'CRITICAL',
    description: 'Two periods of one type with the same first day.',
    introduction: 'Data of one and the same time are split over both.',
    recommendation: 'Move the data of one to the other, and delete it.',
    issues: sql`
      select type.name as id, period.startdate::text as name,
        string_agg(period.enddate::text, ', ' order by period.enddate) as comment
      from period
      join periodtype as type on type.periodtypeid = period.periodtypeid
      group by type.name, period.startdate
      having count(*) > 1
    `,
  },
  {
    ...PERIODS,
    name: 'periods_3y_future',
    displayName: 'Periods far in the future',
    sectionOrder: 2,
    severity: 'WARNING',
    description: 'A period that ends three years ahead or later.',
    introduction: 'Data for it are most often filed under a wrong year.',
    recommendation: 'Correct the data of the period, then remove it by pruning periods.',
    issues: sql`
      select type.name || ' ' || period.startdate || '/' || period.enddate as name
      from period
      join periodtype as type on type.periodtypeid = period.periodtypeid
      where period.enddate >= localtimestamp + interval '3 years'
    `,
  },
  {
    ...PERIODS,
    name: 'periods_distant_past',
    displayName: 'Periods in the distant past',
    sectionOrder: 3,
    severity: 'WARNING',
    description: 'A period that ended 30 years ago or earlier.',
    introduction: 'Data for it are most often filed under a wrong year.',
    recommendation: 'Correct the data of the period, then remove it by pruning periods.',
    issues: sql`
      select type.name || ' ' || period.startdate || '/' || period.enddate as name
      from period
      join periodtype as type on type.periodtypeid = period.periodtypeid
      where period.enddate <= localtimestamp - interval '30 years'
    `,
  },
  {
    ...RULES,
    name: 'validation_rules_missing_value_strategy_null',
    displayName: 'Validation rules without strategy for missing values',
    sectionOrder: 1,
    severity: 'SEVERE',
    description: 'A validation rule of which a side does not say what missing values mean.',
    introduction: 'The rule cannot be evaluated.',
    recommendation: 'Choose the strategy of both sides and save the rule.',
    issues: sql`
      select rule.uid as id, rule.name, side.name as comment
      from validationrule as rule
      cross join lateral (values ('LHS', rule.leftexpressionid), ('RHS', rule.rightexpressionid)) as side (name, expressionid)
      join expression on expression.expressionid = side.expressionid
      where expression.missingvaluestrategy is null
    `,
  },
  {
    ...RULES,
    name: 'validation_rules_without_groups',
    displayName: 'Validation rules in no group',
    sectionOrder: 1,
    severity: 'WARNING',
    description: 'A validation rule that belongs to no group.',
    introduction: 'Scheduled validation goes by groups, and leaves the rule out.',
    recommendation: 'Add the rule to a group.',
    issues: sql`
      select rule.uid as id, rule.name from validationrule as rule
      where not exists (
        select from validationrulegroupmembers as member where member.validationruleid = rule.validationruleid
      )
    `,
  },
]);
