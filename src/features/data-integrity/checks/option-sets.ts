import { sql } from 'kysely';
import { defineChecks } from '../check.js';

const common = { section: 'Option sets', issuesIdType: 'optionSets', of: 'optionset' } as const;

/** Option sets and option groups (contract: data-admin.md §7.7). */
export const optionSetChecks = defineChecks([
  {
    ...common,
    name: 'options_sets_empty',
    displayName: 'Option sets without options',
    sectionOrder: 3,
    severity: 'WARNING',
    description: 'An option set that has no options.',
    introduction: 'Nothing can be chosen for what uses it.',
    recommendation: 'Add options, or delete the option set.',
    issues: sql`
      select optionset.uid as id, optionset.name from optionset
      where not exists (select from optionvalue where optionvalue.optionsetid = optionset.optionsetid)
    `,
  },
  {
    ...common,
    name: 'options_sets_unused',
    displayName: 'Option sets that nothing uses',
    sectionOrder: 2,
    severity: 'WARNING',
    description: 'An option set that no attribute, data element or tracked entity attribute has.',
    introduction: 'Unused option sets make every list longer.',
    recommendation: 'Delete the option set unless it is about to be used.',
    issues: sql`
      select optionset.uid as id, optionset.name from optionset
      where not exists (select from attribute where attribute.optionsetid = optionset.optionsetid)
        and not exists (
          select from dataelement
          where optionset.optionsetid in (dataelement.optionsetid, dataelement.commentoptionsetid)
        )
        and not exists (
          select from trackedentityattribute as attribute where attribute.optionsetid = optionset.optionsetid
        )
    `,
  },
  {
    ...common,
    name: 'option_sets_wrong_sort_order',
    displayName: 'Option sets that are not numbered consecutively',
    sectionOrder: 3,
    severity: 'INFO',
    description: 'An option whose sort order is not one more than that of the option before it.',
    introduction: 'Programs that count positions find the wrong option.',
    recommendation: 'Save the options of the set in their order again.',
    issues: sql`
      select optionset.uid as id, optionset.name, ranked.sort_order || ' != ' || ranked.expected as comment
      from (
        select option.optionsetid, option.sort_order,
          min(option.sort_order) over (partition by option.optionsetid) - 1
            + row_number() over (partition by option.optionsetid order by option.sort_order, option.optionvalueid) as expected
        from optionvalue as option
        where option.optionsetid is not null and option.sort_order is not null
      ) as ranked
      join optionset on optionset.optionsetid = ranked.optionsetid
      where ranked.sort_order <> ranked.expected
    `,
  },
  {
    name: 'option_groups_empty',
    displayName: 'Option groups without options',
    section: 'Option sets',
    sectionOrder: 4,
    severity: 'WARNING',
    issuesIdType: 'optionGroups',
    of: 'optiongroup',
    description: 'An option group without option set or without options.',
    introduction: 'Rules that show or hide the group do nothing.',
    recommendation: 'Complete the group, or delete it.',
    issues: sql`
      select optiongroup.uid as id, optiongroup.name from optiongroup
      where optiongroup.optionsetid is null
        or not exists (select from optiongroupmembers as member where member.optiongroupid = optiongroup.optiongroupid)
    `,
  },
]);
