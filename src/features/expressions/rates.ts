import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { daysInPeriod, PERIOD_TYPES, periodType } from '../../kernel/periods/index.js';
import type { RateName, RateSlot } from './formulas.js';
import { type CellRow, type CellTarget, unitOf } from './targets.js';

/** In percent, never more than all of them. */
const share = (of: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`case when report.expected = 0 then 0 else least(100, ${of} * 100.0 / report.expected) end`;

/** What the figures are, in terms of the reports that are there, that came in time, and that are expected. */
const FIGURES: Readonly<Record<RateName, RawBuilder<unknown>>> = {
  REPORTING_RATE: share(sql`report.actual`),
  REPORTING_RATE_ON_TIME: share(sql`report.on_time`),
  ACTUAL_REPORTS: sql`report.actual`,
  ACTUAL_REPORTS_ON_TIME: sql`report.on_time`,
  EXPECTED_REPORTS: sql`report.expected`,
};

/**
 * Figures of reporting (contract: analytics-query.md §4, tables.md §4.2), from the registrations themselves: those that are complete in periods that begin in the
 * period that is asked for; as expected ones those of each assigned unit and attribute option combo, as many as periods of the data set fit in.
 */
export async function rateRows(db: Db, slots: readonly RateSlot[], target: CellTarget): Promise<readonly CellRow[]> {
  const { periods } = target;
  const [first] = periods;
  if (!first) return [];
  const names = (Object.keys(FIGURES) as RateName[]).filter((name) => slots.some(({ rate }) => rate === name));
  const figures = names.map((name) => sql`when ${name} then (${FIGURES[name]})::double precision`);
  const { rows } = await sql<CellRow>`
    with item as (
      select item.slot, item.data_set, item.rate
      from unnest(
        ${slots.map(({ slot }) => slot)}::int[],
        ${slots.map(({ dataSetId }) => dataSetId)}::bigint[],
        ${slots.map(({ rate }) => rate)}::text[]
      ) as item (slot, data_set, rate)
    ),
    target as (
      select target.position::int - 1 as period, target.start, target."end", target.days
      from unnest(
        ${periods.map(({ startDate }) => startDate)}::date[],
        ${periods.map(({ endDate }) => endDate)}::date[],
        ${periods.map(daysInPeriod)}::int[]
      ) with ordinality as target (start, "end", days, position)
    ),
    due as (
      select dataset.datasetid as data_set, target.period,
        case when type.days = 1 then target.days else ${periodType(first.type).frequencyOrder}::int / type.days end * (
          select count(*) from categorycombos_optioncombos as combo where combo.categorycomboid = dataset.categorycomboid
        ) as reports
      from dataset
      join periodtype on periodtype.periodtypeid = dataset.periodtypeid
      join unnest(
        ${PERIOD_TYPES.map(({ name }) => name)}::text[], ${PERIOD_TYPES.map((type) => type.frequencyOrder)}::int[]
      ) as type (name, days) on type.name = periodtype.name
      cross join target
      where dataset.datasetid in (select item.data_set from item)
    ),
    expected as (
      select unit.id as unit, due.data_set, due.period, sum(due.reports) as expected
      from due
      join datasetsource as assigned on assigned.datasetid = due.data_set
      ${unitOf(target, 'assigned.sourceid')}
      group by 1, 2, 3
    ),
    actual as (
      select unit.id as unit, dataset.datasetid as data_set, target.period, count(*) as actual,
        count(*) filter (where registration.date::date - period.enddate <= dataset.timelydays + 1) as on_time
      from dataset
      cross join target
      join period on period.periodtypeid = dataset.periodtypeid and period.startdate between target.start and target."end"
      join completedatasetregistration as registration
        on registration.datasetid = dataset.datasetid and registration.periodid = period.periodid and registration.completed
      ${unitOf(target, 'registration.sourceid')}
      where dataset.datasetid in (select item.data_set from item)
      group by 1, 2, 3
    ),
    report as (
      select expected.unit, expected.data_set, expected.period, expected.expected,
        coalesce(actual.actual, 0) as actual, coalesce(actual.on_time, 0) as on_time
      from expected
      left join actual using (unit, data_set, period)
    )
    select report.unit, null::bigint as attribute, null::bigint as output, report.period,
      json_object_agg(item.slot, case item.rate ${sql.join(figures, sql` `)} end) as cells
    from report
    join item on item.data_set = report.data_set
    group by report.unit, report.period
  `.execute(db);
  return rows;
}
