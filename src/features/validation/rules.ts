import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { MissingValueStrategy } from '../../kernel/expressions/index.js';
import type { PeriodTypeName } from '../../kernel/periods/index.js';
import type { Operator } from './violation.js';

export interface ValidationRule {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly operator: Operator;
  readonly periodType: PeriodTypeName;
  readonly left: string;
  readonly leftStrategy: MissingValueStrategy;
  readonly right: string;
  readonly rightStrategy: MissingValueStrategy;
  /** Levels of the hierarchy that it is for; all when empty. */
  readonly levels: readonly number[];
}

/** Which rules: all, those that have a template for notifications, the members of groups, or those that a form checks. */
export type RuleChoice =
  | { readonly of: 'all' }
  | { readonly of: 'templates' }
  | { readonly of: 'groups'; readonly uids: readonly string[] }
  | { readonly of: 'form'; readonly dataSet: number; readonly periodType: PeriodTypeName };

/** The rules in the order of their keys. */
export async function readRules(db: Db, choice: RuleChoice): Promise<readonly ValidationRule[]> {
  const { rows } = await sql<ValidationRule>`
    select
      rule.validationruleid as id, rule.uid, rule.name, rule.operator, periodtype.name as "periodType",
      coalesce(left_side.expression, '') as left, left_side.missingvaluestrategy as "leftStrategy",
      coalesce(right_side.expression, '') as right, right_side.missingvaluestrategy as "rightStrategy",
      array(
        select level.organisationunitlevel from validationruleorganisationunitlevels as level
        where level.validationruleid = rule.validationruleid and level.organisationunitlevel is not null
      ) as levels
    from validationrule as rule
    join periodtype on periodtype.periodtypeid = rule.periodtypeid
    join expression as left_side on left_side.expressionid = rule.leftexpressionid
    join expression as right_side on right_side.expressionid = rule.rightexpressionid
    where ${isChosen(choice)}
    order by rule.validationruleid
  `.execute(db);
  return rows;
}

function isChosen(choice: RuleChoice): RawBuilder<boolean> {
  switch (choice.of) {
    case 'all':
      return sql`true`;
    case 'templates':
      return sql`exists (
        select from validationnotificationtemplatevalidationrules as template where template.validationruleid = rule.validationruleid
      )`;
    case 'groups':
      return sql`exists (
        select from validationrulegroup as "group"
        join validationrulegroupmembers as member on member.validationgroupid = "group".validationrulegroupid
        where member.validationruleid = rule.validationruleid and "group".uid = any (${[...choice.uids]})
      )`;
    case 'form':
      return sql`(
        rule.skipformvalidation is not true and periodtype.name = ${choice.periodType} and exists (
          select from datasetelement as part
          join dataelement on dataelement.dataelementid = part.dataelementid
          where part.datasetid = ${choice.dataSet}
            and (${isNamed(sql`dataelement.uid`)} or exists (
              select from dataelementgroupmembers as member
              join dataelementgroup as "group" on "group".dataelementgroupid = member.dataelementgroupid
              where member.dataelementid = part.dataelementid and ${isNamed(sql`"group".uid`)}
            ))
        )
      )`;
  }
}

/** Whether a side of the rule names something. */
const isNamed = (uid: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql`position(${uid} in left_side.expression || ' ' || right_side.expression) > 0`;
