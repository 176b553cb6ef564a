import { sql } from 'kysely';
import { defineChecks } from '../check.js';

const PROGRAMS = { section: 'Programs', issuesIdType: 'programs', of: 'program' } as const;
const RULES = { section: 'Program rules', issuesIdType: 'programRules', of: 'programrule' } as const;

/** Programs, their stages, indicators and rules (contract: data-admin.md §7.7, §7.9). */
export const programChecks = defineChecks([
  {
    ...PROGRAMS,
    name: 'programs_custom_data_entry_forms_empty',
    displayName: 'Programs with an empty form',
    sectionOrder: 1,
    severity: 'WARNING',
    description: 'A program with a custom form without content, at enrollment or at one of its stages.',
    introduction: 'Nothing can be entered in a form that is blank.',
    recommendation: 'Write the form, or remove it.',
    issues: sql`
      select program.uid as id, program.name, stage.name as comment
      from program
      join programstage as stage on stage.programid = program.programid
      join dataentryform as form on form.dataentryformid = stage.dataentryformid
      where coalesce(btrim(form.htmlcode), '') = ''
      union all
      select program.uid, program.name, 'Enrollment'
      from program
      join dataentryform as form on form.dataentryformid = program.dataentryformid
      where coalesce(btrim(form.htmlcode), '') = ''
    `,
  },
  {
    name: 'program_stages_no_programs',
    displayName: 'Program stages of no program',
    section: 'Programs',
    sectionOrder: 2,
    severity: 'SEVERE',
    issuesIdType: 'programStages',
    of: 'programstage',
    description: 'A program stage that belongs to no program.',
    introduction: 'Nobody can reach the stage or the events in it.',
    recommendation: 'Add the stage to its program, or delete it if it has no data.',
    issues: sql`
      select stage.uid as id, stage.name,
        'HAS_DATA: ' || exists (select from event where event.programstageid = stage.programstageid) as comment
      from programstage as stage where stage.programid is null
    `,
  },
  {
    ...PROGRAMS,
    name: 'programs_inconsistent_tracked_entity_type',
    displayName: 'Programs whose tracked entity type does not fit',
    sectionOrder: 3,
    severity: 'SEVERE',
    description: 'A tracker program without a tracked entity type, or an event program with one.',
    introduction: 'A program registers tracked entities exactly if it has a tracked entity type.',
    recommendation: 'Correct the type of the program, or its tracked entity type.',
    issues: sql`
      select program.uid as id, program.name, program.type as comment from program
      where (program.type = 'WITH_REGISTRATION' and program.trackedentitytypeid is null)
        or (program.type = 'WITHOUT_REGISTRATION' and program.trackedentitytypeid is not null)
    `,
  },
  {
    name: 'tracker_associate_is_deprecated',
    displayName: 'Use of the value type TRACKER_ASSOCIATE',
    section: 'Programs',
    sectionOrder: 5,
    severity: 'SEVERE',
    of: sql`(select from dataelement union all select from trackedentityattribute) as object`,
    description: 'A data element or tracked entity attribute of value type TRACKER_ASSOCIATE.',
    introduction: 'The value type has been given up: relationships do what it did.',
    recommendation: 'Replace it by a relationship.',
    issues: sql`
      select element.uid as id, element.name, 'Data element' as comment from dataelement as element
      where element.valuetype = 'TRACKER_ASSOCIATE'
      union all
      select attribute.uid, attribute.name, 'Tracked entity attribute' from trackedentityattribute as attribute
      where attribute.valuetype = 'TRACKER_ASSOCIATE'
    `,
  },
  {
    name: 'program_indicators_without_expression',
    displayName: 'Program indicators without expression',
    section: 'Program indicators',
    sectionOrder: 1,
    severity: 'SEVERE',
    issuesIdType: 'programIndicators',
    of: 'programindicator',
    description: 'A program indicator that has no expression.',
    introduction: 'It has no value, and neither has what is computed from it.',
    recommendation: 'Write the expression, or delete the program indicator.',
    issues: sql`
      select indicator.uid as id, indicator.name, array[program.uid::text] as refs
      from programindicator as indicator
      join program on program.programid = indicator.programid
      where coalesce(btrim(indicator.expression), '') = ''
    `,
  },
  {
    ...RULES,
    name: 'program_rules_no_action',
    displayName: 'Program rules without actions',
    sectionOrder: 2,
    severity: 'SEVERE',
    description: 'A program rule that does nothing when its condition holds.',
    introduction: 'Evaluating it costs time and changes nothing.',
    recommendation: 'Add actions, or delete the rule.',
    issues: sql`
      select rule.uid as id, rule.name, array[program.uid::text] as refs
      from programrule as rule
      join program on program.programid = rule.programid
      where not exists (select from programruleaction as action where action.programruleid = rule.programruleid)
    `,
  },
  {
    ...RULES,
    name: 'program_rules_without_condition',
    displayName: 'Program rules without condition',
    sectionOrder: 2,
    severity: 'WARNING',
    description: 'A program rule that has no condition.',
    introduction: 'Without a condition nobody knows when its actions apply.',
    recommendation: 'Write the condition; true for a rule that always applies.',
    issues: sql`
      select rule.uid as id, rule.name, array[program.uid::text] as refs
      from programrule as rule
      join program on program.programid = rule.programid
      where coalesce(btrim(rule.rulecondition), '') = ''
    `,
  },
  {
    ...RULES,
    name: 'program_rules_message_no_template',
    displayName: 'Program rules that send no message',
    sectionOrder: 4,
    severity: 'SEVERE',
    description: 'An action that is to send or to schedule a message and has no template for it.',
    introduction: 'No message is sent, and nobody is told.',
    recommendation: 'Choose a template, or delete the action.',
    issues: sql`
      select rule.uid as id, rule.name, action.actiontype as comment, array[action.uid::text] as refs
      from programruleaction as action
      join programrule as rule on rule.programruleid = action.programruleid
      where action.actiontype in ('SENDMESSAGE', 'SCHEDULEMESSAGE') and action.notificationtemplateid is null
    `,
  },
  {
    ...RULES,
    name: 'program_rules_no_priority',
    displayName: 'Program rules without priority',
    sectionOrder: 4,
    severity: 'WARNING',
    description: 'A program rule that has no priority.',
    introduction: 'Rules without priority run last, in any order.',
    recommendation: 'Give priorities where one rule uses what another one computes.',
    issues: sql`
      select rule.uid as id, rule.name, array[program.uid::text] as refs
      from programrule as rule
      join program on program.programid = rule.programid
      where rule.priority is null
    `,
  },
  {
    ...RULES,
    name: 'program_rules_inconsistent_program_program_stage',
    displayName: 'Program rules for a stage of another program',
    sectionOrder: 5,
    severity: 'WARNING',
    description: 'A program rule whose stage belongs to another program than the rule.',
    introduction: 'The rule never applies.',
    recommendation: 'Choose a stage of the rule’s program.',
    issues: sql`
      select rule.uid as id, rule.name, stage.name as comment, array[program.uid, stage.uid]::text[] as refs
      from programrule as rule
      join program on program.programid = rule.programid
      join programstage as stage on stage.programstageid = rule.programstageid
      where stage.programid is distinct from rule.programid
    `,
  },
  {
    name: 'single_events_null_occurred_date',
    displayName: 'Single events without a date',
    section: 'Programs',
    sectionOrder: 6,
    severity: 'SEVERE',
    issuesIdType: 'events',
    isSlow: true,
    of: sql`event join programstage using (programstageid) join program using (programid) where program.type = 'WITHOUT_REGISTRATION' and not event.deleted`,
    description: 'An event of a program without registration that has no date at which it occurred.',
    introduction: 'It belongs to no period, so no report counts it.',
    recommendation: 'Enter the date, or delete the event.',
    issues: sql`
      select event.uid as id, stage.name
      from event
      join programstage as stage on stage.programstageid = event.programstageid
      join program on program.programid = stage.programid
      where program.type = 'WITHOUT_REGISTRATION' and event.occurreddate is null and not event.deleted
    `,
  },
  {
    name: 'tracked_entity_attribute_null_value',
    displayName: 'Attribute values that are empty',
    section: 'Programs',
    sectionOrder: 7,
    severity: 'SEVERE',
    issuesIdType: 'trackedEntities',
    of: 'trackedentity',
    isSlow: true,
    description: 'A stored attribute value of a tracked entity without content.',
    introduction: 'Values without content are to be absent; stored ones slow down searches.',
    recommendation: 'Delete the value.',
    issues: sql`
      select entity.uid as id, attribute.name, array[attribute.uid::text] as refs
      from trackedentityattributevalue as stored
      join trackedentity as entity on entity.trackedentityid = stored.trackedentityid
      join trackedentityattribute as attribute on attribute.trackedentityattributeid = stored.trackedentityattributeid
      where coalesce(stored.value, '') = '' and stored.encryptedvalue is null
    `,
  },
]);
