import { sql } from 'kysely';
import { defineChecks } from '../check.js';

const section = 'Categories';

/** Option combos with the options that they are made of, as an array that can be compared. */
const OPTIONS_OF_COMBOS = sql`
  select member.categoryoptioncomboid, array_agg(member.categoryoptionid order by member.categoryoptionid) as options
  from categoryoptioncombos_categoryoptions as member
  group by member.categoryoptioncomboid
`;

/** Category combos and what is made of them (contract: data-admin.md §7.7). */
export const categoryComboChecks = defineChecks([
  {
    name: 'categories_unique_category_combo',
    displayName: 'Category combos with the same categories',
    section,
    sectionOrder: 8,
    severity: 'SEVERE',
    description: 'A category combo that has the categories of another one.',
    introduction: 'Data that are split the same way but filed under different combos cannot be put together.',
    recommendation: 'Keep one of the combos and move what uses the others to it.',
    issuesIdType: 'categoryCombos',
    of: 'categorycombo',
    issues: sql`
      with listed as (
        select combo.categorycomboid, combo.uid, combo.name, array_agg(member.categoryid order by member.categoryid) as categories
        from categorycombo as combo
        join categorycombos_categories as member on member.categorycomboid = combo.categorycomboid
        group by combo.categorycomboid, combo.uid, combo.name
      )
      select listed.uid as id, listed.name, array_agg(other.uid order by other.uid)::text[] as refs
      from listed
      join listed as other on other.categories = listed.categories and other.categorycomboid <> listed.categorycomboid
      group by listed.uid, listed.name
    `,
  },
  {
    name: 'category_combos_unused',
    displayName: 'Category combos that nothing uses',
    section,
    sectionOrder: 6,
    severity: 'WARNING',
    description: 'A category combo that no data set, data element, program or approval workflow has.',
    introduction: 'Unused combos bring option combos that make every list longer.',
    recommendation: 'Delete the combo unless it is about to be used.',
    issuesIdType: 'categoryCombos',
    of: 'categorycombo',
    issues: sql`
      select combo.uid as id, combo.name, combo.created::text as comment from categorycombo as combo
      where combo.uid <> 'bjDvmb4bfuf'
        and not exists (select from dataset where dataset.categorycomboid = combo.categorycomboid)
        and not exists (select from datasetelement where datasetelement.categorycomboid = combo.categorycomboid)
        and not exists (select from dataelement where dataelement.categorycomboid = combo.categorycomboid)
        and not exists (select from program where program.categorycomboid = combo.categorycomboid)
        and not exists (select from dataapprovalworkflow as workflow where workflow.categorycomboid = combo.categorycomboid)
    `,
  },
  {
    name: 'category_option_combos_have_duplicates',
    displayName: 'Category option combos with the same options',
    section,
    sectionOrder: 6,
    severity: 'WARNING',
    description: 'A category option combo of the same category combo and with the same options as another one.',
    introduction: 'Values of one and the same disaggregation are split over several option combos.',
    recommendation: 'Merge the option combos into one.',
    issuesIdType: 'categoryOptionCombos',
    of: 'categoryoptioncombo',
    issues: sql`
      with listed as (${OPTIONS_OF_COMBOS}),
      counted as (
        select ofcombo.categoryoptioncomboid, ofcombo.categorycomboid,
          count(*) over (partition by ofcombo.categorycomboid, listed.options) as equal
        from categorycombos_optioncombos as ofcombo
        join listed on listed.categoryoptioncomboid = ofcombo.categoryoptioncomboid
      )
      select optioncombo.uid as id, optioncombo.name, combo.name as comment
      from counted
      join categoryoptioncombo as optioncombo on optioncombo.categoryoptioncomboid = counted.categoryoptioncomboid
      join categorycombo as combo on combo.categorycomboid = counted.categorycomboid
      where counted.equal > 1
    `,
  },
  {
    name: 'cocs_wrong_cardinality',
    displayName: 'Category option combos with too many or too few options',
    section,
    sectionOrder: 5,
    severity: 'SEVERE',
    description: 'A category option combo that has not one option for each category of its combo.',
    introduction: 'Data of such option combos are missing wherever data are shown by the categories.',
    recommendation: 'Delete the option combo if it has no data; else move its data to the right one first.',
    issuesIdType: 'categoryCombos',
    of: 'categorycombo',
    issues: sql`
      select combo.uid as id, combo.name, optioncombo.name as comment, array[optioncombo.uid::text] as refs
      from categorycombos_optioncombos as ofcombo
      join categorycombo as combo on combo.categorycomboid = ofcombo.categorycomboid
      join categoryoptioncombo as optioncombo on optioncombo.categoryoptioncomboid = ofcombo.categoryoptioncomboid
      where (select count(*) from categorycombos_categories as member where member.categorycomboid = combo.categorycomboid)
        <> (
          select count(*) from categoryoptioncombos_categoryoptions as member
          where member.categoryoptioncomboid = optioncombo.categoryoptioncomboid
        )
    `,
  },
  {
    name: 'category_options_shared_within_category_combo',
    displayName: 'Category combos with one option in two categories',
    section,
    sectionOrder: 7,
    severity: 'SEVERE',
    description: 'A category combo in which one option belongs to two of its categories.',
    introduction: 'Option combos of such a combo do not tell which category an option stands for.',
    recommendation: 'Use different options in the categories of the combo.',
    issuesIdType: 'categoryCombos',
    of: 'categorycombo',
    issues: sql`
      select combo.uid as id, combo.name, option.name as comment
      from categorycombo as combo
      join categorycombos_categories as ofcombo on ofcombo.categorycomboid = combo.categorycomboid
      join categories_categoryoptions as member on member.categoryid = ofcombo.categoryid
      join categoryoption as option on option.categoryoptionid = member.categoryoptionid
      group by combo.categorycomboid, combo.uid, combo.name, option.categoryoptionid, option.name
      having count(distinct ofcombo.categoryid) > 1
    `,
  },
  {
    name: 'category_option_combos_disjoint',
    displayName: 'Category option combos with options of no category',
    section,
    sectionOrder: 4,
    severity: 'SEVERE',
    description: 'A category option combo with an option that none of the categories of its combo has.',
    introduction: 'Such option combos are left when categories change. Their data are not shown by the categories.',
    recommendation: 'Move the data to the right option combo, then delete this one.',
    issuesIdType: 'categoryOptionCombos',
    of: 'categoryoptioncombo',
    issues: sql`
      select distinct optioncombo.uid as id, optioncombo.name, combo.name as comment
      from categorycombos_optioncombos as ofcombo
      join categorycombo as combo on combo.categorycomboid = ofcombo.categorycomboid
      join categoryoptioncombo as optioncombo on optioncombo.categoryoptioncomboid = ofcombo.categoryoptioncomboid
      join categoryoptioncombos_categoryoptions as holds on holds.categoryoptioncomboid = optioncombo.categoryoptioncomboid
      where not exists (
        select from categorycombos_categories as ofcategory
        join categories_categoryoptions as member on member.categoryid = ofcategory.categoryid
        where ofcategory.categorycomboid = combo.categorycomboid and member.categoryoptionid = holds.categoryoptionid
      )
    `,
  },
  {
    name: 'catoptioncombos_no_catcombo',
    displayName: 'Category option combos of no category combo',
    section,
    sectionOrder: 7,
    severity: 'WARNING',
    description: 'A category option combo that belongs to no category combo.',
    introduction: 'Nothing can be entered for it, and its data are not shown by categories.',
    recommendation: 'Delete it, after its data if there are any.',
    issuesIdType: 'categoryOptionCombos',
    of: 'categoryoptioncombo',
    issues: sql`
      select optioncombo.uid as id, optioncombo.name from categoryoptioncombo as optioncombo
      where not exists (
        select from categorycombos_optioncombos as ofcombo
        where ofcombo.categoryoptioncomboid = optioncombo.categoryoptioncomboid
      )
    `,
  },
  {
    name: 'invalid_category_combos',
    displayName: 'Category combos that make no combinations',
    section,
    sectionOrder: 7,
    severity: 'WARNING',
    description: 'A category combo without categories, with a category without options, or without option combos.',
    introduction: 'No data can be entered for what uses such a combo.',
    recommendation: 'Complete the combo and update its option combos, or delete it.',
    issuesIdType: 'categoryCombos',
    of: 'categorycombo',
    issues: sql`
      select combo.uid as id, combo.name from categorycombo as combo
      where not exists (select from categorycombos_categories as member where member.categorycomboid = combo.categorycomboid)
        or not exists (select from categorycombos_optioncombos as made where made.categorycomboid = combo.categorycomboid)
        or exists (
          select from categorycombos_categories as member
          where member.categorycomboid = combo.categorycomboid
            and not exists (select from categories_categoryoptions as option where option.categoryid = member.categoryid)
        )
    `,
  },
  {
    name: 'category_option_combos_no_names',
    displayName: 'Category option combos without names',
    section,
    sectionOrder: 8,
    severity: 'SEVERE',
    description: 'A category option combo whose name is empty.',
    introduction: 'Forms and tables show nothing where the name should be.',
    recommendation: 'Update the option combos: their names are made of those of their options.',
    issuesIdType: 'categoryOptionCombos',
    of: 'categoryoptioncombo',
    issues: sql`
      select optioncombo.uid as id, coalesce(string_agg(option.name, ';' order by option.name), '') as name
      from categoryoptioncombo as optioncombo
      left join categoryoptioncombos_categoryoptions as member
        on member.categoryoptioncomboid = optioncombo.categoryoptioncomboid
      left join categoryoption as option on option.categoryoptionid = member.categoryoptionid
      where coalesce(btrim(optioncombo.name), '') = ''
      group by optioncombo.categoryoptioncomboid, optioncombo.uid
    `,
  },
]);
