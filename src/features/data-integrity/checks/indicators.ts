import { sql } from 'kysely';
import { defineChecks } from '../check.js';
import { FAVOURITE_ITEMS } from './favourites.js';

const common = { section: 'Indicators', severity: 'WARNING', issuesIdType: 'indicators', of: 'indicator' } as const;

/** The characters of a formula in the order of the alphabet, without blanks. */
const characters = (column: string) => sql`(
  select string_agg(letter, '' order by letter)
  from regexp_split_to_table(translate(${sql.ref(column)}, ' ', ''), '') as letter
)`;

/** Indicators and their types (contract: data-admin.md §7.7). */
export const indicatorChecks = defineChecks([
  {
    ...common,
    name: 'indicators_not_grouped',
    displayName: 'Indicators in no group',
    sectionOrder: 2,
    description: 'An indicator that belongs to no group.',
    introduction: 'It is hard to find where indicators are chosen by group.',
    recommendation: 'Add the indicator to a group.',
    issues: sql`
      select indicator.uid as id, indicator.name from indicator
      where not exists (select from indicatorgroupmembers as member where member.indicatorid = indicator.indicatorid)
    `,
  },
  {
    ...common,
    name: 'indicator_no_analysis',
    displayName: 'Indicators that no analysis uses',
    sectionOrder: 4,
    description: 'An indicator in no visualization and no map.',
    introduction: 'Nobody looks at it.',
    recommendation: 'Use the indicator, or delete it.',
    issues: sql`
      with item as (${FAVOURITE_ITEMS})
      select indicator.uid as id, indicator.name from indicator
      where not exists (select from item where item.indicatorid = indicator.indicatorid)
    `,
  },
  {
    name: 'indicator_types_duplicated',
    displayName: 'Indicator types with the same factor',
    section: 'Indicators',
    sectionOrder: 5,
    severity: 'WARNING',
    issuesIdType: 'indicatorTypes',
    of: 'indicatortype',
    description: 'An indicator type that has the factor of another one.',
    introduction: 'Two types that compute the same say nothing by their difference.',
    recommendation: 'Keep one of the types.',
    issues: sql`
      select type.uid as id, type.name, type.indicatorfactor::text as comment from indicatortype as type
      where exists (
        select from indicatortype as other
        where other.indicatorfactor = type.indicatorfactor and other.indicatortypeid <> type.indicatortypeid
      )
    `,
  },
  {
    ...common,
    name: 'indicators_violating_exclusive_group_sets',
    displayName: 'Indicators in several groups of a group set',
    sectionOrder: 5,
    description: 'An indicator in two or more groups of one group set.',
    introduction: 'The groups of a set have to exclude each other.',
    recommendation: 'Take the indicator out of all groups of the set but one.',
    issues: sql`
      select indicator.uid as id, indicator.name, groupset.name as comment,
        array_agg(indicatorgroup.uid order by indicatorgroup.name)::text[] as refs
      from indicatorgroupset as groupset
      join indicatorgroupsetmembers as ofset on ofset.indicatorgroupsetid = groupset.indicatorgroupsetid
      join indicatorgroup on indicatorgroup.indicatorgroupid = ofset.indicatorgroupid
      join indicatorgroupmembers as member on member.indicatorgroupid = indicatorgroup.indicatorgroupid
      join indicator on indicator.indicatorid = member.indicatorid
      group by indicator.uid, indicator.name, groupset.indicatorgroupsetid, groupset.name
      having count(*) > 1
    `,
  },
  {
    ...common,
    name: 'indicators_duplicated_terms',
    displayName: 'Indicators made of the same terms',
    sectionOrder: 7,
    description: 'An indicator whose numerator and denominator have the characters of another one’s, in any order.',
    introduction: 'It may compute the same with its terms in another order.',
    recommendation: 'Compare the formulas, and keep one indicator of those that say the same.',
    issues: sql`
      with formula as (
        select indicator.uid, indicator.name, indicator.numerator, indicator.denominator,
          ${characters('indicator.numerator')} as above, ${characters('indicator.denominator')} as below
        from indicator
      ),
      counted as (select formula.*, count(*) over (partition by formula.above, formula.below) as equal from formula)
      select counted.uid as id, counted.name, counted.numerator || ' / ' || counted.denominator as comment
      from counted where counted.equal > 1
    `,
  },
  {
    ...common,
    name: 'indicators_exact_duplicates',
    displayName: 'Indicators with the same formula',
    sectionOrder: 8,
    description: 'An indicator that has the formula of another one, but for blanks.',
    introduction: 'Two indicators show the same under different names.',
    recommendation: 'Keep one of them.',
    issues: sql`
      with counted as (
        select indicator.uid, indicator.name, indicator.numerator, indicator.denominator,
          count(*) over (partition by translate(indicator.numerator, ' ', ''), translate(indicator.denominator, ' ', '')) as equal
        from indicator
      )
      select counted.uid as id, counted.name, counted.numerator || ' / ' || counted.denominator as comment
      from counted where counted.equal > 1
    `,
  },
]);
