import { type RawBuilder, sql } from 'kysely';
import type { AnalyticsColumn, BuildSource } from '../definition.js';
import { levelColumns } from '../dimensions.js';

/**
 * The level columns of `analytics`. A data element with aggregation level L keeps what is reported below L out of the sums above: such rows get null in
 * `uidlevel1 … uidlevelL` (contract: tables.md §4.1.4). The peer updates the loaded rows level by level; here the row is written right the first time.
 */
export async function levelsCutByAggregation(
  source: BuildSource,
): Promise<{ readonly columns: readonly AnalyticsColumn[]; readonly join: RawBuilder<unknown> }> {
  const columns = levelColumns(source, 'ou');
  const { rows } = await sql<{ cut: boolean }>`
    select exists (select from dataelementaggregationlevels) as cut
  `.execute(source.db);
  if (!rows[0]?.cut) return { columns, join: sql`` };
  return {
    columns: columns.map((column, index) => ({
      ...column,
      value: sql`case when cut.level >= ${sql.lit(index + 1)} then null else ${column.value} end`,
    })),
    // The deepest aggregation level above the unit decides, because it empties every level column up to itself.
    join: sql`
      left join (
        select aggregation.dataelementid, unit.level as unitlevel, max(aggregation.aggregationlevel) as level
        from dataelementaggregationlevels as aggregation
        join generate_series(1, ${sql.lit(columns.length)}) as unit (level) on unit.level > aggregation.aggregationlevel
        group by aggregation.dataelementid, unit.level
      ) as cut on cut.dataelementid = dv.dataelementid and cut.unitlevel = ou.level
    `,
  };
}
