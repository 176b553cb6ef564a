import { type RawBuilder, sql } from 'kysely';

/** How long a data set stays open after an option ended: so many of its periods. Months and days of one, by the type's name. */
const lengthOf = (type: RawBuilder<unknown>): RawBuilder<unknown> => sql`case
  when ${type} = 'Daily' then interval '1 day'
  when ${type} = 'BiWeekly' then interval '14 days'
  when ${type} like 'Weekly%' then interval '7 days'
  when ${type} = 'Monthly' then interval '1 month'
  when ${type} = 'BiMonthly' then interval '2 months'
  when ${type} like 'Quarterly%' then interval '3 months'
  when ${type} like 'SixMonthly%' then interval '6 months'
  else interval '1 year'
end`;

/** No data set stays open longer; it bounds a number that makes no sense. */
const LONGEST = 1_000;

/**
 * The days within which each attribute option combo may be used for a data element, as a relation `(dataelementid, attributeoptioncomboid, first_day, last_day)` for those
 * of `given`: from the latest start to the earliest end of its options, the end put off by the data set of the element that allows most (contract: imports.md §2.4 `E7638`).
 * Null is without bound.
 */
export const optionDates = (given: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  with pairs as materialized (select distinct given.dataelementid, given.attributeoptioncomboid from ${given} as given),
  spans as (
    select link.categoryoptioncomboid as attributeoptioncomboid,
      max(categoryoption.startdate) as first_day, min(categoryoption.enddate) as last_day
    from categoryoptioncombos_categoryoptions as link
    join categoryoption on categoryoption.categoryoptionid = link.categoryoptionid
    where link.categoryoptioncomboid in (select pairs.attributeoptioncomboid from pairs)
    group by link.categoryoptioncomboid
  )
  select pairs.dataelementid, spans.attributeoptioncomboid, spans.first_day,
    greatest(spans.last_day, (
      select max(spans.last_day + ${lengthOf(sql`periodtype.name`)} * least(greatest(dataset.openperiodsaftercoenddate, 0), ${LONGEST}::int))
      from datasetelement
      join dataset on dataset.datasetid = datasetelement.datasetid
      join periodtype on periodtype.periodtypeid = dataset.periodtypeid
      where datasetelement.dataelementid = pairs.dataelementid
    )) as last_day
  from pairs
  join spans on spans.attributeoptioncomboid = pairs.attributeoptioncomboid
  where spans.first_day is not null or spans.last_day is not null
`;
