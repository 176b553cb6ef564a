import { type RawBuilder, sql } from 'kysely';
import type { ColumnDefinition, TableName } from '../../../database/build/index.js';
import { NUMERIC_VALUE_TYPES } from '../../../metadata/index.js';
import { RESOURCE_TABLES } from '../../resource-tables/index.js';
import type { AnalyticsColumn, BuildSource, Preparation } from '../definition.js';
import { toNumber } from '../numbers.js';
import { typeList } from './value-types.js';

/** What the values of a series have in common. */
export const SERIES_KEY = ['dataelementid', 'sourceid', 'categoryoptioncomboid', 'attributeoptioncomboid'] as const;

export const STATISTICS = ['avg_middle_value', 'percentile_middle_value', 'mad', 'std_dev'] as const;

const integer = (name: string, value: RawBuilder<unknown>): AnalyticsColumn => ({
  name,
  type: 'integer',
  notNull: true,
  value,
});

/** The outlier group of `analytics` (contract: tables.md §4.1.1). */
export const OUTLIER_COLUMNS: readonly AnalyticsColumn[] = [
  integer('sourceid', sql`dv.sourceid`),
  integer('periodid', sql`dv.periodid`),
  integer('categoryoptioncomboid', sql`dv.categoryoptioncomboid`),
  integer('attributeoptioncomboid', sql`dv.attributeoptioncomboid`),
  integer('dataelementid', sql`dv.dataelementid`),
  { name: 'petype', type: 'varchar(255)', value: sql`ps.periodtypename` },
  { name: 'path', type: 'varchar(255)', value: sql`ou.path` },
  ...STATISTICS.map((name) => ({
    name,
    type: 'double precision' as const,
    value: sql`${sql.ref(`statistics.${name}`)}`,
  })),
];

export function outlierJoin(table: TableName): RawBuilder<unknown> {
  const on = SERIES_KEY.map((column) => sql`${sql.ref(`statistics.${column}`)} = ${sql.ref(`dv.${column}`)}`);
  return sql`left join ${sql.id(table.schema, table.table)} as statistics on ${sql.join(on, sql` and `)}`;
}

/**
 * Mean, median, median absolute deviation and population standard deviation of each series (data element, organisation unit, both option combos) over all
 * periods, computed once per run (contract: tables.md §4.1.2, §10.1 no. 1). Only values of numeric data elements that are not deleted count.
 *
 * Each worker takes the series of one remainder of element and unit: whole series stay together, all parts are about as large, and the workers' scans of
 * `datavalue` run side by side.
 */
export function outlierStatistics(source: BuildSource): Preparation {
  const table: TableName = { schema: source.workshop, table: 'outlier_statistics' };
  const columns: ColumnDefinition[] = [
    ...SERIES_KEY.map((name) => ({ name, type: 'bigint' as const, notNull: true })),
    ...STATISTICS.map((name) => ({ name, type: 'double precision' as const })),
  ];
  return {
    name: 'Outlier statistics',
    table,
    columns,
    inserts: Array.from({ length: source.workers }, (_, part) =>
      statisticsOf(
        table,
        sql`datavalue as dv`,
        sql`(dv.dataelementid + dv.sourceid) % ${sql.lit(source.workers)} = ${sql.lit(part)}`,
      ),
    ),
  };
}

/**
 * Fills `table` with the statistics of series.
 *
 * @param values tables with `dv`, the data values, among them
 * @param condition on `dv`; holds for all values of a series or none
 */
export function statisticsOf(
  table: TableName,
  values: RawBuilder<unknown>,
  condition: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const key = sql.join(SERIES_KEY.map((column) => sql.ref(`dv.${column}`)));
  const seriesKey = sql.join(SERIES_KEY.map((column) => sql.ref(`series.${column}`)));
  return sql`
    insert into ${sql.id(table.schema, table.table)}
    select
      ${seriesKey}, series.mean, series.median,
      (
        select percentile_cont(0.5) within group (order by abs(deviating.number - series.median))
        from unnest(series.numbers) as deviating (number)
      ),
      series.deviation
    from (
      select
        ${key},
        avg(dv.number) as mean,
        percentile_cont(0.5) within group (order by dv.number) as median,
        stddev_pop(dv.number) as deviation,
        array_agg(dv.number) as numbers
      from (
        select ${key}, ${toNumber(sql`dv.value`, 'lenient')} as number
        from ${values}
        join ${sql.table(RESOURCE_TABLES.dataElement)} as des on des.dataelementid = dv.dataelementid
        where not dv.deleted
          and des.domaintype = 'AGGREGATE'
          and des.valuetype in (${typeList(NUMERIC_VALUE_TYPES)})
          and ${condition}
        offset 0
      ) as dv
      where dv.number is not null
      group by ${key}
    ) as series
  `;
}
