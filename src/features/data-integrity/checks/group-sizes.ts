import { sql } from 'kysely';
import { type CheckDefinition, defineChecks } from '../check.js';

interface Group {
  readonly name: string;
  readonly plural: string;
  readonly label: string;
  readonly order: number;
  readonly table: string;
  readonly members: string;
  /** Columns of the group's key, in both tables. */
  readonly key: string;
  readonly memberKey?: string;
}

/** Groups with fewer than two members. */
const scarce = ({ name, plural, label, order, table, members, key, memberKey = key }: Group): CheckDefinition => ({
  name: `${name}_scarce`,
  displayName: `${label} with less than two members`,
  section: 'Group size',
  sectionOrder: order,
  severity: 'WARNING',
  issuesIdType: plural,
  of: table,
  description: `${label} that have one member or none.`,
  introduction: 'A group of one groups nothing, and an empty one is most often forgotten.',
  recommendation: 'Add the members that are missing, or delete the group.',
  issues: sql`
    select grouped.uid as id, grouped.name, count(member.*)::text as comment
    from ${sql.table(table)} as grouped
    left join ${sql.table(members)} as member on ${sql.ref(`member.${memberKey}`)} = ${sql.ref(`grouped.${key}`)}
    group by grouped.uid, grouped.name
    having count(member.*) < 2
  `,
});

/** Sizes of groups and group sets (contract: data-admin.md §7.7). */
export const groupSizeChecks = defineChecks([
  scarce({
    name: 'data_element_groups',
    plural: 'dataElementGroups',
    label: 'Data element groups',
    order: 1,
    table: 'dataelementgroup',
    members: 'dataelementgroupmembers',
    key: 'dataelementgroupid',
  }),
  scarce({
    name: 'indicator_groups',
    plural: 'indicatorGroups',
    label: 'Indicator groups',
    order: 2,
    table: 'indicatorgroup',
    members: 'indicatorgroupmembers',
    key: 'indicatorgroupid',
  }),
  scarce({
    name: 'program_indicator_groups',
    plural: 'programIndicatorGroups',
    label: 'Program indicator groups',
    order: 3,
    table: 'programindicatorgroup',
    members: 'programindicatorgroupmembers',
    key: 'programindicatorgroupid',
  }),
  scarce({
    name: 'indicator_group_sets',
    plural: 'indicatorGroupSets',
    label: 'Indicator group sets',
    order: 2,
    table: 'indicatorgroupset',
    members: 'indicatorgroupsetmembers',
    key: 'indicatorgroupsetid',
  }),
  scarce({
    name: 'validation_rule_groups',
    plural: 'validationRuleGroups',
    label: 'Validation rule groups',
    order: 2,
    table: 'validationrulegroup',
    members: 'validationrulegroupmembers',
    key: 'validationrulegroupid',
    memberKey: 'validationgroupid',
  }),
  scarce({
    name: 'orgunit_groups',
    plural: 'organisationUnitGroups',
    label: 'Organisation unit groups',
    order: 1,
    table: 'orgunitgroup',
    members: 'orgunitgroupmembers',
    key: 'orgunitgroupid',
  }),
  scarce({
    name: 'category_option_groups',
    plural: 'categoryOptionGroups',
    label: 'Category option groups',
    order: 8,
    table: 'categoryoptiongroup',
    members: 'categoryoptiongroupmembers',
    key: 'categoryoptiongroupid',
  }),
  scarce({
    name: 'category_option_group_sets',
    plural: 'categoryOptionGroupSets',
    label: 'Category option group sets',
    order: 8,
    table: 'categoryoptiongroupset',
    members: 'categoryoptiongroupsetmembers',
    key: 'categoryoptiongroupsetid',
  }),
  scarce({
    name: 'user_groups',
    plural: 'userGroups',
    label: 'User groups',
    order: 9,
    table: 'usergroup',
    members: 'usergroupmembers',
    key: 'usergroupid',
  }),
]);
