import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { IsoDate } from '../../../kernel/calendar.js';
import type { Period, PeriodTypeName } from '../../../kernel/periods/index.js';

/** A violation of a validation rule that somebody has just found. Ids are those of the database. */
export interface Violation {
  /** Of its row in `validationresult`, which is marked once it is notified; absent when it is not stored. */
  readonly resultId?: number;
  readonly ruleId: number;
  readonly organisationUnitId: number;
  readonly attributeOptionComboId: number;
  readonly period: Period;
  readonly leftSideValue: number;
  readonly rightSideValue: number;
}

/** A template of a rule that is violated. */
export interface ValidationTemplate {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly subject: string | null;
  readonly message: string | null;
  readonly hierarchyOnly: boolean | null;
  readonly strategy: 'SINGLE_NOTIFICATION' | 'COLLECTIVE_SUMMARY';
  readonly groupIds: readonly number[];
}

export interface Rule {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly description: string | null;
  readonly importance: 'LOW' | 'MEDIUM' | 'HIGH';
  readonly operator: string;
  readonly leftDescription: string | null;
  readonly rightDescription: string | null;
}

/** One violation and one template of its rule. */
export interface Finding {
  readonly resultId: number | null;
  readonly templateId: number;
  readonly ruleId: number;
  readonly unit: string;
  readonly unitName: string;
  readonly path: string;
  readonly attributeOptionComboId: number;
  readonly periodType: PeriodTypeName;
  readonly startDate: IsoDate;
  readonly endDate: IsoDate;
  readonly leftSideValue: number;
  readonly rightSideValue: number;
}

/** All templates that have a rule to tell of, and a group to tell it to. */
export async function validationTemplates(db: Db): Promise<readonly ValidationTemplate[]> {
  const { rows } = await sql<ValidationTemplate>`
    select template.validationnotificationtemplateid as id, template.uid, template.name, template.subjecttemplate as subject,
      template.messagetemplate as message, template.notifyusersinhierarchyonly as "hierarchyOnly",
      case template.sendstrategy when 'SINGLE_NOTIFICATION' then 'SINGLE_NOTIFICATION' else 'COLLECTIVE_SUMMARY' end as strategy,
      coalesce((
        select json_agg(receiver.usergroupid) from validationnotificationtemplate_recipientusergroups as receiver
        where receiver.validationnotificationtemplateid = template.validationnotificationtemplateid
      ), '[]') as "groupIds"
    from validationnotificationtemplate as template
  `.execute(db);
  return rows;
}

/** The rules that have templates. */
export async function notifiedRules(db: Db): Promise<readonly Rule[]> {
  const { rows } = await sql<Rule>`
    select rule.validationruleid as id, rule.uid, rule.name, rule.description, coalesce(rule.importance, 'MEDIUM') as importance,
      rule.operator, left_side.description as "leftDescription", right_side.description as "rightDescription"
    from validationrule as rule
    left join expression as left_side on left_side.expressionid = rule.leftexpressionid
    left join expression as right_side on right_side.expressionid = rule.rightexpressionid
    where exists (
      select from validationnotificationtemplatevalidationrules as member where member.validationruleid = rule.validationruleid
    )
  `.execute(db);
  return rows;
}

/** What a violation is told with, in the order in which people read of them. */
const findings = (violations: RawBuilder<unknown>): RawBuilder<Finding> => sql<Finding>`
  select violation.result_id as "resultId", member.validationnotificationtemplateid as "templateId", violation.rule_id as "ruleId",
    unit.uid as unit, unit.name as "unitName", unit.path, violation.combo_id as "attributeOptionComboId",
    violation.period_type as "periodType", violation.start_date as "startDate", violation.end_date as "endDate",
    violation.left_value as "leftSideValue", violation.right_value as "rightSideValue"
  from (${violations}) as violation
  join validationnotificationtemplatevalidationrules as member on member.validationruleid = violation.rule_id
  join validationrule as rule on rule.validationruleid = violation.rule_id
  join organisationunit as unit on unit.organisationunitid = violation.unit_id
  order by rule.name, unit.name, unit.uid, violation.start_date, violation.combo_id, member.validationnotificationtemplateid
`;

/** Findings of the given violations. */
export async function findingsOf(db: Db, violations: readonly Violation[]): Promise<readonly Finding[]> {
  const records = violations.map((violation) => ({
    result_id: violation.resultId ?? null,
    rule_id: violation.ruleId,
    unit_id: violation.organisationUnitId,
    combo_id: violation.attributeOptionComboId,
    period_type: violation.period.type,
    start_date: violation.period.startDate,
    end_date: violation.period.endDate,
    left_value: violation.leftSideValue,
    right_value: violation.rightSideValue,
  }));
  const { rows } = await findings(sql`
    select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as given (
      result_id bigint, rule_id bigint, unit_id bigint, combo_id bigint, period_type text, start_date date, end_date date,
      left_value double precision, right_value double precision
    )
  `).execute(db);
  return rows;
}

/** Findings of stored results that nobody has been told of: of the first `limit` results after the one with the id. */
export async function unsentFindings(db: Db, after: number, limit: number): Promise<readonly Finding[]> {
  const { rows } = await findings(sql`
    select result.validationresultid as result_id, result.validationruleid as rule_id, result.organisationunitid as unit_id,
      result.attributeoptioncomboid as combo_id, periodtype.name as period_type, period.startdate as start_date,
      period.enddate as end_date, coalesce(result.leftsidevalue, 0) as left_value, coalesce(result.rightsidevalue, 0) as right_value
    from (
      select unsent.* from validationresult as unsent
      where unsent.notificationsent is not true and unsent.validationresultid > ${after}::bigint
        and exists (
          select from validationnotificationtemplatevalidationrules as member
          where member.validationruleid = unsent.validationruleid
        )
      order by unsent.validationresultid
      limit ${limit}
    ) as result
    join period on period.periodid = result.periodid
    join periodtype on periodtype.periodtypeid = period.periodtypeid
  `).execute(db);
  return rows;
}

/** Marks stored results as told. */
export async function markNotified(db: Db, resultIds: readonly number[]): Promise<void> {
  await sql`
    update validationresult set notificationsent = true
    where validationresult.validationresultid = any (${resultIds}::bigint[]) and validationresult.notificationsent is not true
  `.execute(db);
}
