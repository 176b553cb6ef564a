import { sql } from 'kysely';
import { type CheckDefinition, defineChecks } from '../check.js';
import { FAVOURITE_DIMENSIONS } from './favourites.js';

const section = 'Categories';

/** Objects called `default` other than the one that every server has. */
const oneDefault = (
  kind: string,
  table: string,
  issuesIdType: string,
  sectionOrder: number,
  uid: string,
): CheckDefinition => ({
  name: `categories_one_default_${kind.replaceAll(' ', '_')}`,
  displayName: `Only one default ${kind}`,
  section,
  sectionOrder,
  severity: 'SEVERE',
  description: `A ${kind} that is called default beside the one with id ${uid}.`,
  introduction: `Data without disaggregation belong to the default ${kind}. With a second one values may be filed under either.`,
  recommendation: `Move what refers to the second default ${kind} to ${uid}, then delete it.`,
  issuesIdType,
  issues: sql`
    select object.uid as id, object.name from ${sql.table(table)} as object
    where object.name = 'default' and object.uid <> ${sql.lit(uid)}
  `,
});

/** Categories and their options (contract: data-admin.md §7.7). */
export const categoryChecks = defineChecks([
  {
    name: 'categories_no_options',
    displayName: 'Categories without options',
    section,
    sectionOrder: 1,
    severity: 'WARNING',
    description: 'A category that has no options.',
    introduction: 'A category without options makes no combinations, so nothing can be entered for what uses it.',
    recommendation: 'Give the category options, or delete it.',
    issuesIdType: 'categories',
    of: 'category',
    issues: sql`
      select category.uid as id, category.name from category
      where not exists (
        select from categories_categoryoptions as member where member.categoryid = category.categoryid
      )
    `,
  },
  oneDefault('category', 'category', 'categories', 2, 'GLevLNI9wkl'),
  oneDefault('category option', 'categoryoption', 'categoryOptions', 4, 'xYerKDKCefk'),
  oneDefault('category combo', 'categorycombo', 'categoryCombos', 3, 'bjDvmb4bfuf'),
  oneDefault('category option combo', 'categoryoptioncombo', 'categoryOptionCombos', 4, 'HllvX50cXC0'),
  {
    name: 'category_options_no_categories',
    displayName: 'Category options in no category',
    section,
    sectionOrder: 3,
    severity: 'WARNING',
    description: 'A category option that belongs to no category.',
    introduction: 'Such an option can be used nowhere.',
    recommendation: 'Add the option to a category, or delete it.',
    issuesIdType: 'categoryOptions',
    of: 'categoryoption',
    issues: sql`
      select option.uid as id, option.name from categoryoption as option
      where not exists (
        select from categories_categoryoptions as member where member.categoryoptionid = option.categoryoptionid
      )
    `,
  },
  {
    name: 'categories_same_category_options',
    displayName: 'Categories with the same options',
    section,
    sectionOrder: 6,
    severity: 'WARNING',
    description: 'A category that has exactly the options of another one.',
    introduction:
      'Two categories that say the same split data that belong together. The number before a name tells which belong together.',
    recommendation: 'Keep one category of each number, and use it in the category combinations of the others.',
    issuesIdType: 'categories',
    of: 'category',
    issues: sql`
      with listed as (
        select category.uid, category.name, array_agg(member.categoryoptionid order by member.categoryoptionid) as options
        from category
        join categories_categoryoptions as member on member.categoryid = category.categoryid
        group by category.categoryid, category.uid, category.name
      ),
      counted as (select listed.*, count(*) over (partition by listed.options) as equal from listed)
      select counted.uid as id, '(' || dense_rank() over (order by counted.options) || ') ' || counted.name as name
      from counted where counted.equal > 1
    `,
  },
  {
    name: 'categories_dimensions_no_visualizations',
    displayName: 'Categories that no analysis is shown by',
    section,
    sectionOrder: 17,
    severity: 'WARNING',
    description: 'A category that is a data dimension, and stands in no visualization, event visualization or map.',
    introduction: 'Each such dimension is a column with an index in the analytics tables, which takes time and room.',
    recommendation: 'Use the category in an analysis, or let it be no data dimension.',
    issuesIdType: 'categories',
    of: 'category',
    issues: sql`
      select category.uid as id, category.name, category.datadimensiontype as comment from category
      where category.datadimension
        and category.uid not in (select used.dimension from (${FAVOURITE_DIMENSIONS}) as used where used.dimension is not null)
    `,
  },
  {
    name: 'category_options_excess_groupset_membership',
    displayName: 'Category options in several groups of a group set',
    section,
    sectionOrder: 10,
    severity: 'SEVERE',
    description: 'A category option in two or more groups of one group set.',
    introduction:
      'The groups of a set have to exclude each other: data of such an option are counted once for each group.',
    recommendation: 'Take the option out of all groups of the set but one.',
    issuesIdType: 'categoryOptions',
    of: 'categoryoption',
    issues: sql`
      select option.uid as id, option.name,
        groupset.name || ' :{' || string_agg(optiongroup.name, ', ' order by optiongroup.name) || '}' as comment
      from categoryoptiongroupset as groupset
      join categoryoptiongroupsetmembers as ofset on ofset.categoryoptiongroupsetid = groupset.categoryoptiongroupsetid
      join categoryoptiongroup as optiongroup on optiongroup.categoryoptiongroupid = ofset.categoryoptiongroupid
      join categoryoptiongroupmembers as member on member.categoryoptiongroupid = optiongroup.categoryoptiongroupid
      join categoryoption as option on option.categoryoptionid = member.categoryoptionid
      group by option.categoryoptionid, option.uid, option.name, groupset.categoryoptiongroupsetid, groupset.name
      having count(*) > 1
    `,
  },
  {
    name: 'category_option_group_sets_incomplete',
    displayName: 'Category option group sets that leave options out',
    section,
    sectionOrder: 10,
    severity: 'SEVERE',
    description: 'A group set that has some but not all options of a category.',
    introduction: 'Data of the options that are left out are missing where data are shown by the group set.',
    recommendation: 'Add the missing options to a group of the set.',
    issuesIdType: 'categoryOptionGroupSets',
    of: 'categoryoptiongroupset',
    issues: sql`
      with covered as (
        select distinct ofset.categoryoptiongroupsetid, member.categoryoptionid
        from categoryoptiongroupsetmembers as ofset
        join categoryoptiongroupmembers as member on member.categoryoptiongroupid = ofset.categoryoptiongroupid
      ),
      touched as (
        select distinct covered.categoryoptiongroupsetid, ofcategory.categoryid
        from covered
        join categories_categoryoptions as ofcategory on ofcategory.categoryoptionid = covered.categoryoptionid
      )
      select groupset.uid as id, groupset.name, category.name || ':{' || option.name || '}' as comment
      from touched
      join categoryoptiongroupset as groupset on groupset.categoryoptiongroupsetid = touched.categoryoptiongroupsetid
      join category on category.categoryid = touched.categoryid
      join categories_categoryoptions as ofcategory on ofcategory.categoryid = touched.categoryid
      join categoryoption as option on option.categoryoptionid = ofcategory.categoryoptionid
      where not exists (
        select from covered
        where covered.categoryoptiongroupsetid = touched.categoryoptiongroupsetid and covered.categoryoptionid = option.categoryoptionid
      )
    `,
  },
  {
    name: 'category_options_default_incorrect_sharing',
    displayName: 'Default category option that is not shared with everybody',
    section,
    sectionOrder: 20,
    severity: 'SEVERE',
    description: 'The default category option without access rwrw---- for the public.',
    introduction: 'Who cannot write data for the default option cannot enter any data without disaggregation.',
    recommendation: 'Give the public read and write access to metadata and data of the option.',
    issuesIdType: 'categoryOptions',
    of: 'categoryoption',
    issues: sql`
      select option.uid as id, option.name, coalesce(option.sharing ->> 'public', option.publicaccess) as comment
      from categoryoption as option
      where option.name = 'default' and coalesce(option.sharing ->> 'public', option.publicaccess) is distinct from 'rwrw----'
    `,
  },
]);
