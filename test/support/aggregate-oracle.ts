import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';

export interface OracleQuestion {
  readonly elements: readonly string[];
  /** First and last day of each period by its name; rows of data are taken whose period lies within. */
  readonly periods: readonly { readonly iso: string; readonly startDate: string; readonly endDate: string }[];
  readonly units: readonly string[];
  readonly aggregate: 'sum' | 'avg' | 'count' | 'min' | 'max';
}

/**
 * The right answer computed from `datavalue` alone, without any table that Orderly builds: values of each element within each period for each unit and all below
 * it. Only plain numbers count, and not an exact zero, as for analytics.
 */
export async function aggregateFromSource(db: Db, question: OracleQuestion): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ key: string; value: number }>`
    select asked.element || ' ' || asked.iso || ' ' || asked.unit as key, ${sql.raw(question.aggregate)}(found.value) as value
    from (
      select element.uid as element, span.iso, span.start_date, span.end_date, unit.uid as unit, unit.path, element.dataelementid, element.aggregationtype
      from dataelement as element
      cross join organisationunit as unit
      cross join unnest(
        ${question.periods.map(({ iso }) => iso)}::text[],
        ${question.periods.map(({ startDate }) => startDate)}::date[],
        ${question.periods.map(({ endDate }) => endDate)}::date[]
      ) as span (iso, start_date, end_date)
      where element.uid = any (${[...question.elements]}::text[]) and unit.uid = any (${[...question.units]}::text[])
    ) as asked
    join lateral (
      select datavalue.value::numeric as value
      from datavalue
      join period on period.periodid = datavalue.periodid
      join organisationunit as source on source.organisationunitid = datavalue.sourceid
      where datavalue.dataelementid = asked.dataelementid
        and period.startdate >= asked.start_date and period.enddate <= asked.end_date
        and (source.path = asked.path or source.path like asked.path || '/%')
        and not datavalue.deleted
        and datavalue.value ~ '^-?[0-9]{1,30}([.][0-9]+)?$'
        and (datavalue.value <> '0' or asked.aggregationtype in ('AVERAGE', 'AVERAGE_SUM_ORG_UNIT'))
        -- what lies below the aggregation level of an element does not count above it
        and not exists (
          select from dataelementaggregationlevels as cut
          where cut.dataelementid = asked.dataelementid
            and source.hierarchylevel > cut.aggregationlevel
            and array_length(string_to_array(asked.path, '/'), 1) - 1 <= cut.aggregationlevel
        )
    ) as found on true
    group by asked.element, asked.iso, asked.unit
  `.execute(db);
  return new Map(rows.map(({ key, value }) => [key, Number(value)]));
}
