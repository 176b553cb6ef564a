import { sql } from 'kysely';
import { defineChecks } from '../check.js';

const common = { section: 'Organisation units', issuesIdType: 'organisationUnits', of: 'organisationunit' } as const;

/** Organisation units (contract: data-admin.md §7.7). */
export const organisationUnitChecks = defineChecks([
  {
    ...common,
    name: 'org_units_not_in_compulsory_group_sets',
    displayName: 'Organisation units missing from compulsory group sets',
    sectionOrder: 2,
    severity: 'SEVERE',
    description: 'An organisation unit that is in no group of a compulsory group set.',
    introduction: 'Its data are missing where data are shown by the group set.',
    recommendation: 'Add the unit to one group of each compulsory group set.',
    issues: sql`
      select unit.uid as id, unit.name, string_agg(groupset.name, ', ' order by groupset.name) as comment,
        array_agg(groupset.uid order by groupset.name)::text[] as refs
      from organisationunit as unit
      join orgunitgroupset as groupset on groupset.compulsory
      where not exists (
        select from orgunitgroupsetmembers as ofset
        join orgunitgroupmembers as member on member.orgunitgroupid = ofset.orgunitgroupid
        where ofset.orgunitgroupsetid = groupset.orgunitgroupsetid and member.organisationunitid = unit.organisationunitid
      )
      group by unit.uid, unit.name
    `,
  },
  {
    ...common,
    name: 'orgunits_trailing_spaces',
    displayName: 'Organisation units whose names end with a blank',
    sectionOrder: 4,
    severity: 'WARNING',
    description: 'An organisation unit whose name or short name ends with white space.',
    introduction: 'Names that look the same but are not keep imports from finding the unit.',
    recommendation: 'Remove the blanks at the end of the names.',
    issues: sql`
      select unit.uid as id, unit.name from organisationunit as unit
      where unit.name ~ '\\s$' or unit.shortname ~ '\\s$'
    `,
  },
  {
    ...common,
    name: 'orgunits_openingdate_gt_closeddate',
    displayName: 'Organisation units closed before they opened',
    sectionOrder: 5,
    severity: 'SEVERE',
    description: 'An organisation unit whose opening date is after its closed date.',
    introduction: 'No data can be entered for such a unit.',
    recommendation: 'Correct one of the dates.',
    issues: sql`
      select unit.uid as id, unit.name, unit.openingdate || ' > ' || unit.closeddate as comment
      from organisationunit as unit
      where unit.openingdate > unit.closeddate
    `,
  },
  {
    ...common,
    name: 'orgunits_multiple_spaces',
    displayName: 'Organisation units with several blanks in a row',
    sectionOrder: 6,
    severity: 'WARNING',
    description: 'An organisation unit with two or more white-space characters in a row in its name or short name.',
    introduction: 'Names that look the same but are not keep imports from finding the unit.',
    recommendation: 'Leave one blank between the words.',
    issues: sql`
      select unit.uid as id, unit.name from organisationunit as unit
      where unit.name ~ '\\s{2,}' or unit.shortname ~ '\\s{2,}'
    `,
  },
  {
    ...common,
    name: 'orgunits_multiple_roots',
    displayName: 'More than one root of the hierarchy',
    sectionOrder: 8,
    severity: 'CRITICAL',
    description: 'An organisation unit without a parent, where there is more than one.',
    introduction: 'Levels and totals of the whole hierarchy make sense below one root only.',
    recommendation: 'Keep one root and move the other units below it.',
    issues: sql`
      select unit.uid as id, unit.name,
        (select string_agg(root.name, ', ' order by root.name) from organisationunit as root where root.parentid is null) as comment
      from organisationunit as unit
      where unit.parentid is null
        and exists (
          select from organisationunit as root
          where root.parentid is null and root.organisationunitid <> unit.organisationunitid
        )
    `,
  },
  {
    ...common,
    name: 'orgunits_orphaned',
    displayName: 'Orphaned organisation units',
    sectionOrder: 9,
    severity: 'CRITICAL',
    description: 'An organisation unit without a parent and without children, in a hierarchy of more than one unit.',
    introduction: 'It belongs to no level of the hierarchy, and its data to no total.',
    recommendation: 'Give the unit a parent, or delete it.',
    issues: sql`
      select unit.uid as id, unit.name from organisationunit as unit
      where unit.parentid is null
        and not exists (select from organisationunit as child where child.parentid = unit.organisationunitid)
        and exists (select from organisationunit as other where other.organisationunitid <> unit.organisationunitid)
    `,
  },
  {
    ...common,
    name: 'orgunits_no_coordinates',
    displayName: 'Organisation units that are on no map',
    sectionOrder: 9,
    severity: 'WARNING',
    description: 'An organisation unit without a point or an area.',
    introduction: 'Maps cannot show it.',
    recommendation: 'Enter its coordinates.',
    issues: sql`
      select unit.uid as id, unit.name, unit.hierarchylevel::text as comment
      from organisationunit as unit where unit.geometry is null
    `,
  },
  {
    ...common,
    name: 'organisation_units_violating_exclusive_group_sets',
    displayName: 'Organisation units in several groups of a group set',
    sectionOrder: 10,
    severity: 'SEVERE',
    description: 'An organisation unit in two or more groups of one group set.',
    introduction: 'Its data are counted once for each of the groups where data are shown by the group set.',
    recommendation: 'Take the unit out of all groups of the set but one.',
    issues: sql`
      select excess.uid as id, excess.name, array_agg(excess.text order by excess.text) as refs
      from (
        select unit.uid, unit.name,
          groupset.name || ' :{' || string_agg(unitgroup.name, ', ' order by unitgroup.name) || '}' as text
        from orgunitgroupset as groupset
        join orgunitgroupsetmembers as ofset on ofset.orgunitgroupsetid = groupset.orgunitgroupsetid
        join orgunitgroup as unitgroup on unitgroup.orgunitgroupid = ofset.orgunitgroupid
        join orgunitgroupmembers as member on member.orgunitgroupid = unitgroup.orgunitgroupid
        join organisationunit as unit on unit.organisationunitid = member.organisationunitid
        group by unit.uid, unit.name, groupset.orgunitgroupsetid, groupset.name
        having count(*) > 1
      ) as excess
      group by excess.uid, excess.name
    `,
  },
  {
    ...common,
    name: 'orgunits_same_name_and_parent',
    displayName: 'Organisation units with the name of a sibling',
    sectionOrder: 12,
    severity: 'WARNING',
    description: 'An organisation unit whose name is that of a unit with the same parent, but for case and blanks.',
    introduction: 'One unit may be there twice, with its data split over both.',
    recommendation: 'Merge the units, or give them names that tell them apart.',
    issues: sql`
      with named as (
        select unit.uid, unit.name, unit.parentid,
          count(*) over (partition by unit.parentid, regexp_replace(lower(unit.name), '\\s', '', 'g')) as equal
        from organisationunit as unit
        where unit.parentid is not null
      )
      select named.uid as id, named.name, parent.name as comment
      from named
      join organisationunit as parent on parent.organisationunitid = named.parentid
      where named.equal > 1
    `,
  },
  {
    ...common,
    name: 'organisation_units_without_groups',
    displayName: 'Organisation units in no group',
    sectionOrder: 13,
    severity: 'WARNING',
    description: 'An organisation unit that belongs to no group.',
    introduction: 'Its data are missing where data are shown by groups.',
    recommendation: 'Add the unit to groups.',
    issues: sql`
      select unit.uid as id, unit.name from organisationunit as unit
      where not exists (select from orgunitgroupmembers as member where member.organisationunitid = unit.organisationunitid)
    `,
  },
]);
