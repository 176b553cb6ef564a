import { sql } from 'kysely';
import { NUMERIC_VALUE_TYPES } from '../../../metadata/index.js';
import { defineChecks } from '../check.js';
import { FAVOURITE_ITEMS } from './favourites.js';

const common = { section: 'Data elements (aggregate)', issuesIdType: 'dataElements', of: 'dataelement' } as const;

const AGGREGABLE = sql.join([...NUMERIC_VALUE_TYPES, 'BOOLEAN', 'TRUE_ONLY'].map((type) => sql.lit(type)));
const UNTOUCHED_DAYS = 100;

/** Data elements of forms (contract: data-admin.md §7.7). */
export const dataElementChecks = defineChecks([
  {
    ...common,
    name: 'data_elements_aggregate_no_analysis',
    displayName: 'Data elements that no analysis uses',
    sectionOrder: 2,
    severity: 'WARNING',
    description: 'A data element in no visualization and no map, neither itself nor in an indicator that is.',
    introduction: 'Data that nobody looks at are a burden to those who collect them.',
    recommendation: 'Use the data element, or stop collecting it.',
    issues: sql`
      with item as (${FAVOURITE_ITEMS}),
      seen as (
        select item.dataelementid from item
        union
        select item.dataelementoperand_dataelementid from item
        union
        select element.dataelementid
        from item
        join indicator on indicator.indicatorid = item.indicatorid
        cross join regexp_matches(indicator.numerator || ' ' || indicator.denominator, '#\\{([a-zA-Z][a-zA-Z0-9]{10})', 'g') as named
        join dataelement as element on element.uid = named[1]
      )
      select element.uid as id, element.name from dataelement as element
      where element.domaintype = 'AGGREGATE'
        and not exists (select from seen where seen.dataelementid = element.dataelementid)
    `,
  },
  {
    ...common,
    name: 'data_elements_aggregate_no_groups',
    displayName: 'Data elements in no group',
    sectionOrder: 4,
    severity: 'WARNING',
    description: 'A data element of forms that belongs to no group.',
    introduction: 'It is hard to find where data elements are chosen by group.',
    recommendation: 'Add the data element to a group.',
    issues: sql`
      select element.uid as id, element.name from dataelement as element
      where element.domaintype = 'AGGREGATE'
        and not exists (select from dataelementgroupmembers as member where member.dataelementid = element.dataelementid)
    `,
  },
  {
    ...common,
    name: 'data_elements_aggregate_abandoned',
    displayName: 'Abandoned data elements',
    sectionOrder: 5,
    severity: 'WARNING',
    isSlow: true,
    description: `A data element of forms without data that nobody changed for ${UNTOUCHED_DAYS} days.`,
    introduction: 'It was made once and never used.',
    recommendation: 'Delete the data element unless it is about to be used.',
    issues: sql`
      select element.uid as id, element.name, element.lastupdated::date::text as comment from dataelement as element
      where element.domaintype = 'AGGREGATE'
        and element.lastupdated < localtimestamp - make_interval(days => ${sql.lit(UNTOUCHED_DAYS)})
        and not exists (select from datavalue where datavalue.dataelementid = element.dataelementid)
    `,
  },
  {
    ...common,
    name: 'data_elements_aggregate_no_data',
    displayName: 'Data elements without data',
    sectionOrder: 6,
    severity: 'WARNING',
    isSlow: true,
    description: 'A data element of forms without a value that is neither deleted nor empty.',
    introduction: 'Either nobody can enter it, or nobody does.',
    recommendation: 'Find out which, and delete the data element if it is not needed.',
    issues: sql`
      select element.uid as id, element.name from dataelement as element
      where element.domaintype = 'AGGREGATE'
        and not exists (
          select from datavalue
          where datavalue.dataelementid = element.dataelementid and not datavalue.deleted and coalesce(datavalue.value, '') <> ''
        )
    `,
  },
  {
    ...common,
    name: 'data_elements_aggregate_with_different_period_types',
    displayName: 'Data elements in data sets of different period types',
    sectionOrder: 7,
    severity: 'SEVERE',
    description: 'A data element in data sets whose period types differ.',
    introduction: 'Values of a month and of a quarter of it are added up.',
    recommendation: 'Keep the data element in data sets of one period type.',
    issues: sql`
      select element.uid as id, element.name, string_agg(dataset.name, ', ' order by dataset.name) as comment,
        array_agg(dataset.uid order by dataset.name)::text[] as refs
      from dataelement as element
      join datasetelement as member on member.dataelementid = element.dataelementid
      join dataset on dataset.datasetid = member.datasetid
      group by element.dataelementid, element.uid, element.name
      having count(distinct dataset.periodtypeid) > 1
    `,
  },
  {
    ...common,
    name: 'data_elements_without_datasets',
    displayName: 'Data elements in no data set',
    sectionOrder: 7,
    severity: 'WARNING',
    description: 'A data element of forms that belongs to no data set.',
    introduction: 'No data can be entered for it.',
    recommendation: 'Add the data element to a data set, or delete it.',
    issues: sql`
      select element.uid as id, element.name from dataelement as element
      where element.domaintype = 'AGGREGATE'
        and not exists (select from datasetelement as member where member.dataelementid = element.dataelementid)
    `,
  },
  {
    ...common,
    name: 'data_elements_cannot_aggregate_operator_not_none',
    displayName: 'Data elements that cannot be added up but are to be',
    sectionOrder: 9,
    severity: 'WARNING',
    description: 'A data element of forms with a value type that is no number, whose aggregation type is not NONE.',
    introduction: 'Texts and dates have no sum: totals of it are empty or fail.',
    recommendation: 'Set the aggregation type to NONE.',
    issues: sql`
      select element.uid as id, element.name, element.valuetype || ' ' || element.aggregationtype as comment
      from dataelement as element
      where element.domaintype = 'AGGREGATE' and element.valuetype not in (${AGGREGABLE}) and element.aggregationtype <> 'NONE'
    `,
  },
  {
    ...common,
    name: 'data_elements_can_aggregate_with_none_operator',
    displayName: 'Data elements that could be added up but are not',
    sectionOrder: 9,
    severity: 'WARNING',
    description: 'A data element of forms with numbers or yes and no, whose aggregation type is NONE.',
    introduction: 'There are no totals of it.',
    recommendation: 'Choose an aggregation type, unless totals make no sense.',
    issues: sql`
      select element.uid as id, element.name, element.valuetype as comment from dataelement as element
      where element.domaintype = 'AGGREGATE' and element.valuetype in (${AGGREGABLE}) and element.aggregationtype = 'NONE'
    `,
  },
  {
    ...common,
    name: 'data_elements_violating_exclusive_group_sets',
    displayName: 'Data elements in several groups of a group set',
    sectionOrder: 10,
    severity: 'SEVERE',
    description: 'A data element in two or more groups of one group set.',
    introduction: 'Its data are counted once for each of the groups where data are shown by the group set.',
    recommendation: 'Take the data element out of all groups of the set but one.',
    issues: sql`
      select element.uid as id, element.name,
        groupset.name || ' :{' || string_agg(elementgroup.name, ', ' order by elementgroup.name) || '}' as comment,
        array_agg(elementgroup.uid order by elementgroup.name)::text[] as refs
      from dataelementgroupset as groupset
      join dataelementgroupsetmembers as ofset on ofset.dataelementgroupsetid = groupset.dataelementgroupsetid
      join dataelementgroup as elementgroup on elementgroup.dataelementgroupid = ofset.dataelementgroupid
      join dataelementgroupmembers as member on member.dataelementgroupid = elementgroup.dataelementgroupid
      join dataelement as element on element.dataelementid = member.dataelementid
      group by element.uid, element.name, groupset.dataelementgroupsetid, groupset.name
      having count(*) > 1
    `,
  },
]);
