import { sql } from 'kysely';
import type { ResourceTableDefinition } from '../definition.js';

/** How far a data set's end date of an option moves for each period that stays open after it, by period type. */
const PERIOD_LENGTH = sql`
  case
    when periodtype.name = 'Daily' then interval '1 day'
    when periodtype.name like 'Weekly%' then interval '7 days'
    when periodtype.name = 'BiWeekly' then interval '14 days'
    when periodtype.name = 'Monthly' then interval '1 month'
    when periodtype.name = 'BiMonthly' then interval '2 months'
    when periodtype.name like 'Quarterly%' then interval '3 months'
    when periodtype.name like 'SixMonthly%' then interval '6 months'
    else interval '1 year'
  end
`;

/** `analytics_rs_datasetorganisationunitcategory`: who reports what with which attribute options (contract: tables.md §5.2). */
export const dataSetTargets: ResourceTableDefinition = {
  key: 'dataSetTargets',
  type: 'DATA_SET_ORG_UNIT_CATEGORY',

  plan: () =>
    Promise.resolve({
      columns: [
        { name: 'datasetid', type: 'bigint', notNull: true },
        { name: 'organisationunitid', type: 'bigint', notNull: true },
        { name: 'attributeoptioncomboid', type: 'bigint', notNull: true },
        { name: 'costartdate', type: 'date' },
        { name: 'coenddate', type: 'date' },
      ],
      select: sql`
        with default_combo as (
          select categorycombos_optioncombos.categorycomboid, min(categorycombos_optioncombos.categoryoptioncomboid) as categoryoptioncomboid
          from categorycombo
          join categorycombos_optioncombos on categorycombos_optioncombos.categorycomboid = categorycombo.categorycomboid
          where categorycombo.name = 'default'
          group by categorycombos_optioncombos.categorycomboid
        ),
        combo_option as (
          select combo.categorycomboid, combo.categoryoptioncomboid, options.categoryoptionid, option.startdate, option.enddate
          from categorycombos_optioncombos as combo
          join categoryoptioncombos_categoryoptions as options on options.categoryoptioncomboid = combo.categoryoptioncomboid
          join categoryoption as option on option.categoryoptionid = options.categoryoptionid
          where combo.categorycomboid in (select dataset.categorycomboid from dataset)
            and combo.categorycomboid not in (select default_combo.categorycomboid from default_combo)
        ),
        combo as (
          select
            combo_option.categorycomboid, combo_option.categoryoptioncomboid, count(*) as options,
            min(combo_option.startdate) as startdate, max(combo_option.enddate) as enddate
          from combo_option
          group by combo_option.categorycomboid, combo_option.categoryoptioncomboid
        ),
        open_to_unit as (
          select combo_option.categoryoptioncomboid, assigned.organisationunitid, count(*) as options
          from combo_option
          join categoryoption_organisationunits as assigned on assigned.categoryoptionid = combo_option.categoryoptionid
          group by combo_option.categoryoptioncomboid, assigned.organisationunitid
        )
        select datasetsource.datasetid, datasetsource.sourceid, default_combo.categoryoptioncomboid, null::date, null::date
        from datasetsource
        join dataset on dataset.datasetid = datasetsource.datasetid
        join default_combo on default_combo.categorycomboid = dataset.categorycomboid
        union all
        select
          datasetsource.datasetid, datasetsource.sourceid, combo.categoryoptioncomboid, combo.startdate,
          (combo.enddate + coalesce(dataset.openperiodsaftercoenddate, 0) * ${PERIOD_LENGTH})::date
        from datasetsource
        join dataset on dataset.datasetid = datasetsource.datasetid
        join periodtype on periodtype.periodtypeid = dataset.periodtypeid
        join combo on combo.categorycomboid = dataset.categorycomboid
        join open_to_unit
          on open_to_unit.categoryoptioncomboid = combo.categoryoptioncomboid
          and open_to_unit.organisationunitid = datasetsource.sourceid
          and open_to_unit.options = combo.options
      `,
      primaryKey: ['datasetid', 'organisationunitid', 'attributeoptioncomboid'],
      indexes: [],
    }),
};
