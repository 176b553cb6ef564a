import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { EffectAction } from './given.js';

export interface RuleAction {
  readonly type: EffectAction;
  readonly content: string | null;
  readonly data: string | null;
  readonly dataElement: string | null;
  readonly attribute: string | null;
  /** Of the data element or attribute. */
  readonly valueType: string | null;
  readonly optionSet: number | null;
  readonly notificationTemplate: string | null;
}

export interface Rule {
  readonly uid: string;
  readonly name: string;
  readonly stage: string | null;
  readonly condition: string;
  readonly priority: number | null;
  readonly actions: readonly RuleAction[];
}

export interface RuleVariable {
  readonly name: string;
  readonly source:
    | 'DATAELEMENT_NEWEST_EVENT_PROGRAM_STAGE'
    | 'DATAELEMENT_NEWEST_EVENT_PROGRAM'
    | 'DATAELEMENT_CURRENT_EVENT'
    | 'DATAELEMENT_PREVIOUS_EVENT'
    | 'CALCULATED_VALUE'
    | 'TEI_ATTRIBUTE';
  /** The data element or attribute it reads; of a calculated value the uid of the variable. */
  readonly field: string;
  readonly valueType: string;
  readonly stage: string | null;
  /** Set if the variable has the name of the option, and not its code. */
  readonly namedBy: number | null;
}

export interface Stage {
  readonly uid: string;
  readonly name: string;
  readonly isCheckedOnComplete: boolean;
  readonly dataElements: readonly string[];
}

/** The rules of a program and what they stand on. */
export interface RuleBook {
  readonly program: string;
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly variables: readonly RuleVariable[];
  readonly stages: readonly Stage[];
}

const ACTIONS: readonly EffectAction[] = [
  'ASSIGN',
  'SHOWWARNING',
  'WARNINGONCOMPLETE',
  'SHOWERROR',
  'ERRORONCOMPLETE',
  'SETMANDATORYFIELD',
  'SENDMESSAGE',
  'SCHEDULEMESSAGE',
];

/**
 * The rules with an action for a server, of those of the programs that have any. Rules of one priority follow each other as they were made; the peer
 * leaves their order to chance.
 *
 * @param programs uids
 */
export async function ruleBooks(db: Db, programs: readonly string[]): Promise<readonly RuleBook[]> {
  const { rows } = await sql<RuleBook>`
    select program.uid as program, program.name, rules.list as rules, coalesce(variables.list, '[]') as variables,
      coalesce(stages.list, '[]') as stages
    from program
    cross join lateral (
      select jsonb_agg(jsonb_build_object(
        'uid', rule.uid, 'name', rule.name, 'stage', stage.uid, 'condition', coalesce(rule.rulecondition, ''), 'priority', rule.priority,
        'actions', actions.list) order by rule.priority nulls last, rule.programruleid) as list
      from programrule as rule
      left join programstage as stage on stage.programstageid = rule.programstageid
      cross join lateral (
        select jsonb_agg(jsonb_build_object(
          'type', action.actiontype, 'content', action.content, 'data', action.data,
          'dataElement', element.uid, 'attribute', attribute.uid,
          'valueType', coalesce(element.valuetype, attribute.valuetype),
          'optionSet', case when element.uid is null then attribute.optionsetid else element.optionsetid end,
          'notificationTemplate', template.uid) order by action.programruleactionid) as list
        from programruleaction as action
        left join dataelement as element on element.dataelementid = action.dataelementid
        left join trackedentityattribute as attribute on attribute.trackedentityattributeid = action.trackedentityattributeid
        left join programnotificationtemplate as template on template.programnotificationtemplateid = action.notificationtemplateid
        where action.programruleid = rule.programruleid and action.actiontype = any(${ACTIONS}::text[])
      ) as actions
      where rule.programid = program.programid and actions.list is not null
    ) as rules
    left join lateral (
      select jsonb_agg(jsonb_build_object(
        'name', variable.name, 'source', variable.sourcetype, 'field', coalesce(element.uid, attribute.uid, variable.uid),
        'valueType', coalesce(element.valuetype, attribute.valuetype, variable.valuetype), 'stage', stage.uid,
        'namedBy', case when not coalesce(variable.usecodeforoptionset, false) then coalesce(element.optionsetid, attribute.optionsetid) end
      ) order by variable.programrulevariableid) as list
      from programrulevariable as variable
      left join dataelement as element on element.dataelementid = variable.dataelementid
      left join trackedentityattribute as attribute on attribute.trackedentityattributeid = variable.trackedentityattributeid
      left join programstage as stage on stage.programstageid = variable.programstageid
      where variable.programid = program.programid
    ) as variables on true
    left join lateral (
      select jsonb_agg(jsonb_build_object(
        'uid', stage.uid, 'name', stage.name, 'isCheckedOnComplete', coalesce(stage.validationstrategy = 'ON_COMPLETE', false),
        'dataElements', (
          select coalesce(jsonb_agg(element.uid), '[]')
          from programstagedataelement as member
          join dataelement as element on element.dataelementid = member.dataelementid
          where member.programstageid = stage.programstageid))) as list
      from programstage as stage
      where stage.programid = program.programid
    ) as stages on true
    where program.uid = any(${[...programs]}::text[]) and rules.list is not null
  `.execute(db);
  return rows;
}
