import { type RawBuilder, sql } from 'kysely';
import { type CheckDefinition, defineChecks } from '../check.js';

/** What the peer checks in its program; slow there, so left out here too unless they are named. Names of issues have the uid in them, as its (contract: data-admin.md §7.8). */
export const PROGRAMMATIC = { sectionOrder: 0, severity: 'WARNING', isSlow: true, isProgrammatic: true } as const;

const words = (list: readonly string[]): RawBuilder<unknown> => sql.join(list.map((word) => sql.lit(word)));

/** Programs with variables that have nothing to take their values from. */
const withoutSource = (
  kind: string,
  displayName: string,
  column: string,
  sources: readonly string[],
): CheckDefinition => ({
  ...PROGRAMMATIC,
  name: `program_rule_variables_without_${kind.replaceAll(' ', '_')}`,
  displayName,
  section: 'Program Rules',
  issuesIdType: 'programs',
  description: `A program with a rule variable whose source is a ${kind}, but that has none.`,
  introduction: 'The variable is always empty, and rules that use it go wrong.',
  recommendation: `Choose the ${kind} of the variable, or delete it.`,
  issues: sql`
    select program.uid as id, program.name || ':' || program.uid as name, array_agg(variable.name order by variable.name)::text[] as refs
    from programrulevariable as variable
    join program on program.programid = variable.programid
    where variable.sourcetype in (${words(sources)}) and ${sql.ref(`variable.${column}`)} is null
    group by program.uid, program.name
  `,
});

/** Rules with actions that lack what they are about. */
const withoutObject = (
  suffix: string,
  displayName: string,
  object: string,
  types: readonly string[],
  missing: RawBuilder<unknown>,
): CheckDefinition => ({
  ...PROGRAMMATIC,
  name: `program_rule_actions_without_${suffix}`,
  displayName,
  section: 'Program Rules',
  issuesIdType: 'programRules',
  description: `A program rule with an action that needs ${object} and has none.`,
  introduction: 'The action does nothing.',
  recommendation: `Choose ${object} for the action, or delete it.`,
  issues: sql`
    select rule.uid as id, rule.name || ':' || rule.uid as name, array_agg(action.uid order by action.uid)::text[] as refs
    from programruleaction as action
    join programrule as rule on rule.programruleid = action.programruleid
    where action.actiontype in (${words(types)}) and ${missing}
    group by rule.uid, rule.name
  `,
});

const DATA_SOURCES = ['NEWEST_EVENT_PROGRAM_STAGE', 'NEWEST_EVENT_PROGRAM', 'CURRENT_EVENT', 'PREVIOUS_EVENT'];
const DATA_ACTIONS = ['HIDEFIELD', 'SETMANDATORYFIELD', 'HIDEOPTION', 'HIDEOPTIONGROUP', 'SHOWOPTIONGROUP'];

export const programmaticChecks = defineChecks([
  {
    ...PROGRAMMATIC,
    name: 'data_elements_in_data_set_not_in_form',
    displayName: 'Data elements that the form of their data set leaves out',
    section: 'Data Sets',
    issuesIdType: 'dataSets',
    description: 'A data set with sections or a custom form, and with data elements that are in neither.',
    introduction: 'Nobody can enter data for these data elements.',
    recommendation: 'Add them to the form, or take them out of the data set.',
    issues: sql`
      select dataset.uid as id, dataset.name || ':' || dataset.uid as name, array_agg(element.name order by element.name)::text[] as refs
      from dataset
      join datasetelement as member on member.datasetid = dataset.datasetid
      join dataelement as element on element.dataelementid = member.dataelementid
      left join dataentryform as form on form.dataentryformid = dataset.dataentryform
      where (form.dataentryformid is not null or exists (select from section where section.datasetid = dataset.datasetid))
        and strpos(coalesce(form.htmlcode, ''), element.uid) = 0
        and not exists (
          select from section
          join sectiondataelements as shown on shown.sectionid = section.sectionid
          where section.datasetid = dataset.datasetid and shown.dataelementid = element.dataelementid
        )
      group by dataset.uid, dataset.name
    `,
  },
  {
    ...PROGRAMMATIC,
    name: 'org_units_with_cyclic_references',
    displayName: 'Organisation units above themselves',
    section: 'Organisation Units',
    issuesIdType: 'organisationUnits',
    description: 'An organisation unit that is its own ancestor.',
    introduction: 'It belongs to no root, and whatever climbs the hierarchy from it never ends.',
    recommendation: 'Give one of the units the parent that it should have.',
    issues: sql`
      with recursive reached as (
        select root.organisationunitid as unitid from organisationunit as root where root.parentid is null
        union
        select child.organisationunitid from reached join organisationunit as child on child.parentid = reached.unitid
      ),
      climb as (
        select lost.organisationunitid as start, lost.parentid as above from organisationunit as lost
        where not exists (select from reached where reached.unitid = lost.organisationunitid)
        union
        select climb.start, unit.parentid from climb join organisationunit as unit on unit.organisationunitid = climb.above
      )
      select unit.uid as id, unit.name || ':' || unit.uid as name from organisationunit as unit
      where exists (select from climb where climb.start = unit.organisationunitid and climb.above = unit.organisationunitid)
    `,
  },
  withoutSource(
    'data element',
    'Program rule variables without data element',
    'dataelementid',
    DATA_SOURCES.map((source) => `DATAELEMENT_${source}`),
  ),
  withoutSource('attribute', 'Program rule variables without attribute', 'trackedentityattributeid', ['TEI_ATTRIBUTE']),
  withoutObject(
    'data_object',
    'Program rule actions without data element or attribute',
    'a data element or an attribute',
    DATA_ACTIONS,
    sql`action.dataelementid is null and action.trackedentityattributeid is null`,
  ),
  withoutObject(
    'notification',
    'Program rule actions without template',
    'a message template',
    ['SENDMESSAGE', 'SCHEDULEMESSAGE'],
    sql`action.notificationtemplateid is null`,
  ),
  withoutObject(
    'section',
    'Program rule actions without section',
    'a section',
    ['HIDESECTION'],
    sql`action.programstagesectionid is null`,
  ),
  withoutObject(
    'stage_id',
    'Program rule actions without stage',
    'a program stage',
    ['HIDEPROGRAMSTAGE'],
    sql`action.programstageid is null`,
  ),
]);
