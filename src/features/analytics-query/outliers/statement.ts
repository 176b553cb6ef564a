import { type RawBuilder, sql } from 'kysely';
import type { AnalyticsRequest } from '../query.js';
import { column, conditions } from '../statements/conditions.js';
import type { DataGroup, Plan } from '../statements/plan.js';
import { type Algorithm, ORDERS, type OutlierRules } from './parameters.js';

/** A value that lies far from the others of its series. */
export interface OutlierRow {
  readonly dx: string;
  readonly dxName: string;
  readonly pe: string;
  readonly ou: string;
  readonly ouName: string;
  /** Uids and names from the top of the hierarchy down to the unit. */
  readonly path: readonly string[];
  readonly pathNames: readonly string[];
  readonly co: string;
  readonly coName: string;
  readonly ao: string;
  readonly aoName: string;
  readonly value: number;
  readonly middle: number;
  readonly deviation: number;
  readonly distance: number;
  readonly score: number;
  readonly lower: number;
  readonly upper: number;
}

/** Makes the median absolute deviation of normal values comparable with their standard deviation: the third quartile of the standard normal distribution. */
const NORMAL_QUARTILE = 0.6745;

const STATISTICS: Readonly<
  Record<Algorithm, { readonly middle: string; readonly deviation: string; readonly factor: number }>
> = {
  Z_SCORE: { middle: 'avg_middle_value', deviation: 'std_dev', factor: 1 },
  MODIFIED_Z_SCORE: { middle: 'percentile_middle_value', deviation: 'mad', factor: NORMAL_QUARTILE },
};

/**
 * Rows whose distance from the middle of their series is more than `threshold` deviations: from the mean in standard deviations, or from the median in median absolute
 * deviations. A series without any deviation has no outliers. Names only for the rows that are answered.
 */
export function outlierStatement(
  request: AnalyticsRequest,
  { algorithm, threshold, maxResults, order, sortOrder }: OutlierRules,
  shortNames: boolean,
): RawBuilder<OutlierRow> {
  const { middle, deviation, factor } = STATISTICS[algorithm];
  const [center, spread] = [column(middle), column(deviation)];
  const reach = sql`${spread} * ${threshold}::double precision / ${factor}::double precision`;
  const direction = sortOrder === 'ASC' ? sql`asc` : sql`desc`;
  const name = sql.id(shortNames ? 'shortname' : 'name');
  const ordered = (alias: string) =>
    sql`${sql.ref(`${alias}.${ORDERS[order].column}`)} ${direction}, ${sql.ref(`${alias}.id`)}`;
  return sql<OutlierRow>`
    select
      found.dx::text as dx, element.${name} as "dxName", found.pe, found.ou::text as ou, unit.${name} as "ouName",
      hierarchy.uids as path, hierarchy.names as "pathNames",
      found.co::text as co, combo.name as "coName", found.ao::text as ao, attributecombo.name as "aoName",
      found.value, found.middle, found.deviation, found.distance, found.score, found.lower, found.upper
    from (
      select scored.*
      from (
        select
          analytics.id, analytics.dx, analytics.pe, analytics.ou, analytics.co, analytics.ao, analytics.value,
          ${center} as middle, ${spread} as deviation, abs(analytics.value - ${center}) as distance,
          ${factor}::double precision * abs(analytics.value - ${center}) / ${spread} as score,
          ${center} - ${reach} as lower, ${center} + ${reach} as upper
        from analytics
        where ${sql.join(conditions(request, planOf(request), { preAggregation: [] }), sql` and `)} and ${spread} > 0
      ) as scored
      where scored.score > ${threshold}::double precision
      order by ${ordered('scored')}
      limit ${maxResults}
    ) as found
    join dataelement as element on element.uid = found.dx
    join organisationunit as unit on unit.uid = found.ou
    join categoryoptioncombo as combo on combo.uid = found.co
    join categoryoptioncombo as attributecombo on attributecombo.uid = found.ao
    cross join lateral (
      select array_agg(above.uid::text order by above.hierarchylevel) as uids, array_agg(above.${name}::text order by above.hierarchylevel) as names
      from organisationunit as above
      where above.uid = any (string_to_array(unit.path, '/'))
    ) as hierarchy
    order by ${ordered('found')}
  `;
}

/** Numbers of the elements within any of the periods. */
function planOf({ data, periods }: AnalyticsRequest): Plan {
  return {
    data: { items: data.filter(({ isText }) => isText !== true), isText: false } as unknown as DataGroup,
    periods: { columns: [], ranges: periods, label: undefined, takers: undefined },
    units: undefined,
  };
}
