import { type RawBuilder, sql } from 'kysely';

/**
 * `with recursive wanted (combo, options, key), present (combo, optioncombo, key)` for the combos: each way to take one option of every category, and what is stored.
 * The key is the set of options in ascending order, null for a stored one without any. A way that gives the same set as another is there once.
 */
export const wantedAndPresent = (combos: readonly number[]): RawBuilder<unknown> => sql`
  with recursive composition as (
    select
      link.categorycomboid as combo, link.categoryid as category,
      row_number() over (partition by link.categorycomboid order by link.sort_order) as step,
      count(*) over (partition by link.categorycomboid) as steps
    from categorycombos_categories as link
    where link.categorycomboid = any (${combos})
  ),
  choices (combo, step, steps, options) as (
    select composition.combo, composition.step, composition.steps, array[choice.categoryoptionid]
    from composition
    join categories_categoryoptions as choice on choice.categoryid = composition.category
    where composition.step = 1
    union all
    select choices.combo, composition.step, composition.steps, choices.options || choice.categoryoptionid
    from choices
    join composition on composition.combo = choices.combo and composition.step = choices.step + 1
    join categories_categoryoptions as choice on choice.categoryid = composition.category
  ),
  wanted as (
    select distinct on (combo, key) choices.combo, choices.options, sorted.key
    from choices
    cross join lateral (select array_agg(distinct option order by option) as key from unnest(choices.options) as option) as sorted
    where choices.step = choices.steps
  ),
  present as (
    select link.categorycomboid as combo, link.categoryoptioncomboid as optioncombo,
      array_agg(member.categoryoptionid order by member.categoryoptionid) filter (where member.categoryoptionid is not null) as key
    from categorycombos_optioncombos as link
    left join categoryoptioncombos_categoryoptions as member on member.categoryoptioncomboid = link.categoryoptioncomboid
    where link.categorycomboid = any (${combos})
    group by link.categorycomboid, link.categoryoptioncomboid
  )
`;
